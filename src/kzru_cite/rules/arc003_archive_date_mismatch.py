"""
Find archived copies dated to another day than their address says.

The address of a copy holds the moment at which it was taken. When `archivedate` says another day,
one of the two was copied from elsewhere.

Bad: `archivedate = {2023-02-01}` with a timestamp `20230102030405`.

Good: `archivedate = {2023-01-02}`, or a part of it: `2023-01`, `2023`.

Sure: high. A timestamp counts in UTC, and so should the date: a day that is off by one may come
from the editor's time zone, and is reported all the same, since readers compare the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import capture, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare each day with the timestamp of the copy."""
    for reference in dossier.bibliography.references:
        found = capture(reference)
        copy = found[1] if found else None
        for field in own(reference, "archivedate"):
            given = reference.date("archivedate")
            if copy and copy.timestamp and isinstance(given, Period):
                yield _judge(reference, field, given, copy.timestamp.date())


def _judge(reference: Reference, field: Field, given: Period, day: date) -> Outcome:
    first, last = given.earliest(), given.latest()
    if first <= day <= last:
        return OK
    near = 1 in ((first - day).days, (day - last).days)
    why = "; the address counts in UTC" if near else ", or give the address of the copy meant"
    return Contradicted(
        place=field.place,
        message=f"the address of the copy says {day}, archivedate says {field.value!r}",
        hint=f"write {day}{why}",
        reference=reference.key,
        fix=rewrite(field, day.isoformat(), safe=False),
    )


RULE = Rule(
    code="ARC003",
    name="archive-date-mismatch",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archivedate that differs from the timestamp of the copy",
    page=__doc__,
    check=check,
)
