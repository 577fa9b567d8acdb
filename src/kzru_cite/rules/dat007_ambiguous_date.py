"""
Find dates that mean two different days.

Some countries write the day first, others the month. `03/04/2020` is the 3rd of April or the 4th
of March, and nobody can tell which was meant.

Bad: `urldate = {03/04/2020}`.

Good: `urldate = {2020-04-03}`. A date such as `13/04/2020` or `3.4.2020` has the wrong form too,
but only one meaning: DAT001 reports it with the right form.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import DATE_FIELDS, meanings


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each date field and each year."""
    for reference in dossier.bibliography.references:
        for field in own(reference, (*DATE_FIELDS, "year")):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    forms = meanings(field.value)
    if len(forms) < 2:
        return OK
    return Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r} can mean {' or '.join(forms)}",
        hint="look the day up in the source, and write it as YYYY-MM-DD",
        reference=reference.key,
    )


RULE = Rule(
    code="DAT007",
    name="ambiguous-date",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="date that means two different days",
    page=__doc__,
    check=check,
)
