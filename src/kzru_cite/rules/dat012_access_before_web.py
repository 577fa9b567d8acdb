"""
Find days of access before there was a web to read.

The first website was announced to the public on 6 August 1991. An earlier `urldate` is usually
the date of publication in the wrong field, or a slip in the year.

Bad: `urldate = {1988-05-01}`.

Good: the day on which the page was read; a date of publication belongs into `date` or
`origdate`.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import read

_FIRST_WEBSITE = date(1991, 8, 6)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each day of access that can be read."""
    for reference in dossier.bibliography.references:
        for field in own(reference, ("urldate",)):
            seen = read(field.value)
            if isinstance(seen, Period):
                yield _judge(reference, field, seen)


def _judge(reference: Reference, field: Field, seen: Period) -> Outcome:
    if seen.latest() >= _FIRST_WEBSITE:
        return OK
    return Contradicted(
        place=field.place,
        message=f"urldate {field.value!r} lies before the first website of {_FIRST_WEBSITE}",
        hint="put the date of publication into date, and the day of reading into urldate",
        reference=reference.key,
    )


RULE = Rule(
    code="DAT012",
    name="access-before-web",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="day of access before there was a web",
    page=__doc__,
    check=check,
)
