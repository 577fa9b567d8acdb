"""
Find values of `urlstatus` that the log of looks contradicts.

`urlstatus` is the editor's word, and overrides what the program saw. But pages come back, and pages
that were there when the editor looked go later.

Bad: `urlstatus = {dead}` when the page was there last week; `urlstatus = {live}` when the server
said 404 on three days.

Good: the value mended after a look with a browser, or left out.

Sure: medium. A page that answers may still show another text than the one cited. `unfit` and
`usurped` are never contradicted by a page that answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.links import GOOD, MUTE, LinkClass
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._links import Link, links

_THERE = frozenset({LinkClass.ALIVE, LinkClass.MOVED})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare each status with what was seen."""
    for link in links(dossier):
        if link.state.link_class in MUTE:
            continue
        if link.status == "dead":
            yield _against_dead(link) if link.state.link_class in _THERE else OK
        elif link.status == "live":
            wrong = link.state.link_class not in GOOD and link.state.certain
            yield _against_live(link) if wrong else OK


def _against_dead(link: Link) -> Outcome:
    return Suspicious(
        place=next(own(link.reference, "urlstatus"), link.field).place,
        message=f"urlstatus is 'dead', but {link.address!r} {link.state.words}",
        hint=f"{link.state.history}: if the text that was cited stands there, leave urlstatus out",
        reference=link.reference.key,
    )


def _against_live(link: Link) -> Outcome:
    return Contradicted(
        place=next(own(link.reference, "urlstatus"), link.field).place,
        message=f"urlstatus is 'live', but {link.address!r} {link.state.words}",
        hint=f"{link.state.history}; look with a browser, then write dead or leave it out",
        reference=link.reference.key,
    )


RULE = Rule(
    code="LNK010",
    name="status-against-log",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="urlstatus that the log of looks contradicts",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
