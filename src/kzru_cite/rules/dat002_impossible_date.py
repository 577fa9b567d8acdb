"""
Find dates that no calendar has.

A thirteenth month or the 31st of June is a slip of the keys, and nobody can tell which day was
meant. A span that ends before it begins belongs here too.

Bad: `date = {2014-06-31}`, `urldate = {1996-13-03}`, `date = {2019/2017}`, `month = {14}`.

Good: `date = {2014-06-30}`, `date = {2017/2019}`, `date = {2003-21}` for a spring.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import DateReading, ImpossibleDate, MalformedDate
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import DATE_FIELDS, read


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each date that has the right form, and at months given as numbers."""
    for reference in dossier.bibliography.references:
        for field in own(reference, DATE_FIELDS):
            yield from _judge(reference, field, read(field.value))
        for field in own(reference, ("month",)):
            if field.value.isdecimal() and "date" not in reference.fields:
                yield from _judge(reference, field, reference.published())


def _judge(reference: Reference, field: Field, reading: DateReading | None) -> Iterator[Outcome]:
    if isinstance(reading, MalformedDate) or reading is None:
        return
    if not isinstance(reading, ImpossibleDate):
        yield OK
        return
    yield Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r} cannot be: {reading.why}",
        hint="look the day up in the source",
        reference=reference.key,
    )


RULE = Rule(
    code="DAT002",
    name="impossible-date",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="date that no calendar has",
    page=__doc__,
    check=check,
)
