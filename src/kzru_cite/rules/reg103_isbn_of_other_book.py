"""
Find ISBNs that are of another book.

Bad: the ISBN of a novel on a book of history.

Good: the ISBN on the back of the title page of the edition that is cited.

Sure: high when both the title and all names differ from the record; when the title alone does, it
is a sign, since editions, series and translations are catalogued under several titles.
While the catalogue cannot be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._other_works import compare_works


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare each entry with the record of its identifier."""
    return compare_works(dossier, "isbn")


RULE = Rule(
    code="REG103",
    name="isbn-of-other-book",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    summary="ISBN of another book",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
