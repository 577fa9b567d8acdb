"""
Find identifiers that their registry does not know.

A DOI, arXiv or PubMed number that was never given out is a typing error, or was made up.

Bad: `doi = {10.1000/madeup}` when doi.org has no such handle.

Good: the identifier as it stands on the work.

Sure: high. Only the registry in charge is believed: doi.org for every DOI, whichever agency gave
it out (Crossref does not know those of DataCite). When it could not be asked, and no other
registry has a record, the check counts as not made. Nothing follows from a book that a catalogue
does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Unable
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._records import Identified, identified

_NAMES = {"doi": ("DOI", "doi.org"), "arxiv": ("arXiv number", "arXiv"), "pmid": ("PMID", "PubMed")}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each identifier that one registry is in charge of."""
    for one in identified(dossier, *_NAMES):
        yield _judge(one)


def _judge(one: Identified) -> Outcome:
    what, who = _NAMES[one.kind]
    if one.why_not:
        reason = f"the {what} {one.number!r} could not be looked up: {one.why_not}"
        return Unable(place=one.field.place, reason=reason)
    if not one.absent:
        return OK
    return Contradicted(
        place=one.field.locate(one.number),
        message=f"{who} knows no {what} {one.number!r}",
        hint="copy it from the work itself, or leave it out",
        reference=one.reference.key,
    )


RULE = Rule(
    code="REG101",
    name="unknown-identifier",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="identifier that its registry does not know",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
