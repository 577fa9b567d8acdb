"""
Find addresses that nobody has looked at for long.

That a page was there half a year ago says little of today.

Bad: an address whose last look that told anything lies more than 180 days back.

Good: a new look (`kzru-cite gather`), or `urlstatus` where the page is known to be lost.

Sure: high. The number of days is the setting `stale-after`. Addresses that were never seen are
counted by LNK001 as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import GIVEN_UP
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._links import Link, links


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at the age of what was last seen of each address."""
    for link in links(dossier):
        seen = link.state.seen
        if seen is None or link.status in GIVEN_UP:
            continue
        days = (dossier.today - seen.date()).days
        yield _stale(link, seen, days) if days > dossier.policy.stale_after else OK


def _stale(link: Link, seen: datetime, days: int) -> Outcome:
    return Contradicted(
        place=link.place,
        message=f"{link.address!r} was last seen on {seen.date()}",
        hint=f"that is {days} days ago; look again: kzru-cite gather",
        reference=link.reference.key,
    )


RULE = Rule(
    code="LNK011",
    name="stale-look",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="address that nobody has looked at for long",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
