"""
Find identifiers that are right, but of another work.

A DOI that exists looks convincing, and leads readers to a wrong source.

Bad: the DOI of a paper by other authors on another subject.

Good: the identifier of the work that is cited.

Sure: high when both the title and all names differ from the record; when the title alone does, it
is a sign. Subtitles, titles of the book or series that a chapter stands in, other titles of the
record, and the order of names are allowed for; titles in two scripts are left alone.
While the registry cannot be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._other_works import compare_works


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare each entry with the record of its identifier."""
    return compare_works(dossier, "doi", "arxiv", "pmid")


RULE = Rule(
    code="REG102",
    name="identifier-of-other-work",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="DOI, arXiv or PubMed number of another work",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
