"""
Find addresses whose page is gone.

A reader who follows a dead link cannot see what the claim rests on. But one bad answer is no
death: servers fail, refuse robots and are rebuilt. An address counts as dead when the server said
404 or 410 as often, and as far apart, as the policy asks (three looks, three days apart each);
until then it is suspected, and weighs as a warning.

Bad: `url = {https://example.org/a}` that answered 404 on three days, without `urlstatus`.

Good: the new address; or an archived copy in `archiveurl`, and `urlstatus = {dead}`, by which the
editor takes the word from the log.

Sure: high. A wall for robots, too many questions, a server in trouble and an address that was
never looked at are no faults: the report counts them as not checked. Names of hosts that are no
longer there are reported by LNK002 when it is certain.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import GIVEN_UP
from kzru_cite.model.links import GOOD, MUTE, LinkClass
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Unable
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._links import Link, links, lost

_DEAD = frozenset({LinkClass.GONE, LinkClass.SUSPECTED_GONE})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address; those of which nothing could be seen are counted here."""
    for link in links(dossier):
        # The editor's word takes the place of the log's; LNK010 compares the two.
        if link.status in GIVEN_UP or link.state.link_class in GOOD | {LinkClass.DRIFTED}:
            yield OK
        elif link.state.link_class in MUTE:
            yield _unable(link)
        elif link.state.link_class in _DEAD:
            yield OK if link.status == "live" else lost(link)


def _unable(link: Link) -> Outcome:
    state = link.state
    history = f" ({state.history})" if state.history else ""
    return Unable(
        place=link.place,
        reason=f"{state.link_class.value}: {link.address!r} {state.words}{history}",
    )


RULE = Rule(
    code="LNK001",
    name="dead-link",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="address whose page is gone",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
