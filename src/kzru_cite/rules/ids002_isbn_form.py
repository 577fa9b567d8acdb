"""
Find numbers in `isbn` that cannot be the number of a book.

The last digit of an ISBN is computed from the others, so that most slips show. A wrong number
finds another book or none.

Bad: `isbn = {978-0-521-84554-1}`, whose check digit would be 0.

Good: `isbn = {978-0-521-84554-0}`, an ISBN of ten digits with X at the end, an SBN of nine, and
several numbers parted by blanks, commas or semicolons, each with a note as `(pbk.)`.

Sure: high. Some books were printed with a wrong number; allow those with a reason. A word such as
`null`, and the number of a periodical or of printed music among those of books, are signs only.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.numbers import is_issn, judge_isbn, judge_ismn, numbers
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._empty_numbers import filler
from kzru_cite.rules._misplaced import stranger


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each number of a book."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "isbn"):
            if not stranger("isbn", field.value):
                yield from _judge_all(reference, field)


def _judge_all(reference: Reference, field: Field) -> Iterator[Outcome]:
    nothing = filler(reference, field)
    if nothing:
        yield nothing
        return
    for number in numbers(field.value, (8, 9, 10, 13)):
        yield _judge(reference, field, number)


def _judge(reference: Reference, field: Field, number: str) -> Outcome:
    if judge_ismn(number) is None:
        return _other_kind(reference, field, number, ("of printed music", "ismn"))
    wrong = judge_isbn(number)
    if wrong is None:
        return OK
    if is_issn(number):
        return _other_kind(reference, field, number, ("of a periodical", "issn"))
    return Contradicted(
        place=field.locate(number),
        message=f"the ISBN {number!r} {wrong.why}",
        hint=wrong.hint,
        reference=reference.key,
    )


def _other_kind(reference: Reference, field: Field, number: str, kind: tuple[str, str]) -> Outcome:
    return Suspicious(
        place=field.locate(number),
        message=f"{number!r} is the number {kind[0]}, not of a book",
        hint=f"give it in the field {kind[1]}",
        reference=reference.key,
    )


RULE = Rule(
    code="IDS002",
    name="isbn-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="ISBN of the wrong length or with a wrong check digit",
    page=__doc__,
    check=check,
)
