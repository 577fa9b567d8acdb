"""
Find numbers in `issn` that cannot be the number of a periodical.

The last of the eight digits of an ISSN is computed from the others, so that most slips show.

Bad: `issn = {0036-8076}`, whose check digit would be 5; `issn = {36-8075}`.

Good: `issn = {0036-8075}`, with or without the hyphen, X or x at the end, and several numbers
(`0036-8075 (print), 1095-9203 (online)`).

Sure: high. A word such as `null` in its place is a sign only.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.numbers import judge_issn, numbers
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._empty_numbers import filler
from kzru_cite.rules._misplaced import stranger


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each number of a periodical."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "issn", "eissn"):
            if not stranger("issn", field.value):
                yield from _judge_all(reference, field)


def _judge_all(reference: Reference, field: Field) -> Iterator[Outcome]:
    nothing = filler(reference, field)
    if nothing:
        yield nothing
        return
    for number in numbers(field.value, (8,)):
        yield _judge(reference, field, number)


def _judge(reference: Reference, field: Field, number: str) -> Outcome:
    wrong = judge_issn(number)
    if wrong is None:
        return OK
    return Contradicted(
        place=field.locate(number),
        message=f"the ISSN {number!r} {wrong.why}",
        hint=wrong.hint,
        reference=reference.key,
    )


RULE = Rule(
    code="IDS003",
    name="issn-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="ISSN of the wrong length or with a wrong check digit",
    page=__doc__,
    check=check,
)
