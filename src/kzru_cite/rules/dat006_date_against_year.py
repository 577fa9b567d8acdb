"""
Find entries whose `date` says another year or month than `year` and `month`.

BibLaTeX takes `date` and drops the others, older programs do the reverse. So the same file
prints two different years.

Bad: `date = {1996-01-01}` with `year = {1998}`, or with `month = {2}`.

Good: `date` alone, or the same year in both. A date taken over from another entry gives way to a
`year` of one's own.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import DateReading, PartialDate, Period, is_short, read_date
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._months import MONTHS

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each ``year`` and ``month`` that stands beside a ``date``."""
    for reference in dossier.bibliography.references:
        for date in own(reference, ("date",)):
            yield from _compare(reference, read_date(date.value))


def _compare(reference: Reference, period: DateReading) -> Iterator[Outcome]:
    if isinstance(period, Period):
        for field in own(reference, ("year", "month")):
            agrees = _year_agrees if field.name == "year" else _month_agrees
            yield OK if agrees(field.value, period) else _outcome(reference, field)


def _year_agrees(text: str, period: Period) -> bool:
    years = [int(year) for year in _YEAR.findall(text)]
    first, last = period.earliest().year, period.latest().year
    return not years or any(first <= year <= last for year in years)


def _month_agrees(text: str, period: Period) -> bool:
    month = int(text) if is_short(text) else MONTHS.get(text.casefold().removesuffix("."))
    known = [_month(end) for end in (period.start, period.end)]
    return month is None or None in known or month in known or period.start != period.end


def _month(point: PartialDate | None) -> int | None:
    """Give the month of *point*; None for a season, which has several."""
    return point.month if point and point.month in MONTHS.values() else None


def _outcome(reference: Reference, field: Field) -> Outcome:
    return Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r}, but date {reference.text('date')!r}",
        hint=f"keep the date that the source bears, and drop {field.name}",
        reference=reference.key,
    )


RULE = Rule(
    code="DAT006",
    name="date-against-year",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="year or month that the date field contradicts",
    page=__doc__,
    check=check,
)
