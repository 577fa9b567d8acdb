"""
Find archived copies that do not hold the words that are quoted, while another text does.

A copy was taken too early, too late, or of another page. The one that holds the words is the one to
name.

Bad: `archiveurl` names a copy of March, and the words came into the page in May.

Good: the copy nearest to the day of access that holds them.

Sure: high. When another copy of the archive was seen to hold the words, it is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from kzru_cite.model.archive import read_capture
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import Quoted, Sought, Source, quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.model.subjects import subject
from kzru_cite.rules._proposals import Proposals, cited_copy
from kzru_cite.rules._quotes import suspicious


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation whose cited copy was searched, or that another copy alone holds."""
    proposals = Proposals(dossier)
    for quoted in quotations(dossier):
        best = quoted.best
        copies = [one for one in quoted.of(Source.COPY) if one.searched]
        if best is None or not (copies or best.source is Source.OTHER):
            continue
        if best.source is Source.COPY:
            yield OK
        else:
            found = suspicious(quoted, _message(best, cited=bool(copies)), _hint(quoted))
            yield replace(found, fix=_fix(quoted, proposals))


def _fix(quoted: Quoted, proposals: Proposals) -> Fix | None:
    """Give the copy that holds the quotation, when it holds more of them than the one cited."""
    reference = quoted.reference
    cited = cited_copy(reference)
    holding = {subject(one.about) for one in quoted.of(Source.OTHER) if one.found}
    for page in proposals.pages(reference):
        copy = proposals.with_words(reference, proposals.search(page), cited).copy
        if copy is not None and subject(copy.address) in holding:
            return proposals.fix(page, copy)
    return None


def _message(best: Sought, *, cited: bool) -> str:
    if not cited:
        return "of all texts that were searched, only another archived copy holds the quotation"
    return f"the archived copy does not hold the quotation, {best.source.value} does"


def _hint(quoted: Quoted) -> str:
    other = next((one for one in quoted.of(Source.OTHER) if one.found), None)
    if other is None:
        return "have the page archived as it is now, and name that copy"
    taken = read_capture(other.about).timestamp
    day = f", archivedate = {{{taken:%Y-%m-%d}}}" if taken else ""
    return f"archiveurl = {{{other.about}}}{day}"


RULE = Rule(
    code="QUO008",
    name="copy-without-quote",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="archived copy that does not hold the quotation",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
