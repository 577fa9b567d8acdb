"""
Find dates that have not come yet.

Nobody has read a page tomorrow. A date of publication in the future is a slip, or the source is
only announced and should say so.

Bad: `urldate = {2062-10-22}`, or an `@online` with a `date` of next month.

Good: a day that has passed. Issues of journals are dated ahead, so a month or year to come, or a
day in print, is only a suspicion until the end of next year. An entry with `pubstate` says itself
that it is to come, and is left alone. One day is allowed for time zones.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import read

_PAST = ("origdate", "urldate", "archivedate")
_ZONES = timedelta(days=1)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at dates of publication, access and archiving; events may be to come."""
    for reference in dossier.bibliography.references:
        published = reference.published()
        field = next(own(reference, ("date", "year")), None)
        if field and isinstance(published, Period) and "pubstate" not in reference.fields:
            yield _judge(reference, field, published, dossier.today)
        for field in own(reference, _PAST):
            reading = read(field.value)
            if isinstance(reading, Period):
                yield _judge(reference, field, reading, dossier.today)


def _judge(reference: Reference, field: Field, period: Period, today: date) -> Outcome:
    if period.earliest() <= today + _ZONES:
        return OK
    sure = field.name in _PAST or not _dated_ahead(reference, period, today)
    return (Contradicted if sure else Suspicious)(
        place=field.place,
        message=f"{field.name} {field.value!r} lies after today ({today})",
        hint="look the date up; pubstate = {forthcoming} marks a source that is to come",
        reference=reference.key,
    )


def _dated_ahead(reference: Reference, period: Period, today: date) -> bool:
    exact = period.start is not None and period.start.day is not None
    return period.earliest().year <= today.year + 1 and not (exact and is_web(reference))


RULE = Rule(
    code="DAT003",
    name="future-date",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="date of publication, access or archiving that has not come yet",
    page=__doc__,
    check=check,
)
