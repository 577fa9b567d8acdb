"""
Find web pages cited without an archived copy of which an archive holds one.

Proposed is the last copy of the days before the author saw the page (90, the setting
`capture-before`), since it shows what the author saw; else the first one after it. It is proposed
only after it was looked at, and shows no wall, error or other title; of several the one in which
the most quotations of the ledger were found. What became of the page goes into `urlstatus`: dead
when it is lost by the log, live when it is there, nothing when that is not known.

Bad: `@online` with `url` and `urldate` alone, when the Wayback Machine has the page of that week.

Good: the copy in `archiveurl`, with its `archivedate`.

Sure: high that the copy is there; see for yourself that it holds the text. Where
none can be proposed, and not every archive said that it holds nothing, the check counts as not
made, with the reason of each archive.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import CaptureListed
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Unable
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._listings import Bare, bare_pages
from kzru_cite.rules._proposals import Proposals


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each page without a copy, and at what the archives said that they hold."""
    proposals = Proposals(dossier)
    for page in bare_pages(dossier):
        found = proposals.search(page)
        if found.copy is not None:
            yield _proposal(page, found.copy, proposals)
        else:
            yield _unable(page, found.why) if found.why else OK


def _proposal(page: Bare, copy: CaptureListed, proposals: Proposals) -> Outcome:
    day = copy.taken.date()
    return Contradicted(
        place=page.reference.key_place,
        message=f"a copy of {page.address!r} of {day} can be had, and none is given",
        hint=f"archiveurl = {{{copy.address}}}, archivedate = {{{day}}}",
        reference=page.reference.key,
        fix=proposals.fix(page, copy),
    )


def _unable(page: Bare, why: str) -> Outcome:
    reason = f"no copy of {page.address!r} can be proposed: {why}"
    return Unable(place=page.reference.key_place, reason=reason)


RULE = Rule(
    code="ARC106",
    name="copy-to-be-had",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="web page without an archived copy, of which an archive holds one",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
