"""
Find archived copies that were taken at another time than their address says.

An archive that has no copy of that second leads on to the nearest one, which may be years off.
What readers see is not what the author saw.

Bad: a copy asked for at `20230102030405` when the archive shows one of 2019.

Good: the address that the archive leads on to, if that copy will do; else another copy.

Sure: high. Up to a day is let pass. Up to a month is a sign; above that it is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._copies import Copy, held
from kzru_cite.rules._proposals import Proposals, mended

_SAME = timedelta(days=1)
_NEAR = timedelta(days=31)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare the moment each copy was asked for with the moment it was taken."""
    proposals = Proposals(dossier)
    for copy, state in held(dossier):
        named = _named(copy)
        if named and state.taken:
            yield mended(_judge(copy, named, state.taken.date()), copy, proposals)


def _named(copy: Copy) -> tuple[date, date] | None:
    """Return the first and last day that the address or else the entry names."""
    if copy.reading.timestamp:
        day = copy.reading.timestamp.date()
        return day, day
    given = copy.reference.date("archivedate")
    return (given.earliest(), given.latest()) if isinstance(given, Period) else None


def _judge(copy: Copy, named: tuple[date, date], taken: date) -> Outcome:
    first, last = named
    off = max(first - taken, taken - last)
    if off <= _SAME:
        return OK
    kind = Suspicious if off <= _NEAR else Contradicted
    said = str(first) if first == last else f"{first} to {last}"
    return kind(
        place=copy.field.place,
        message=f"the archive shows a copy of {taken}, {off.days} days off the one of {said}",
        hint="see whether that copy will do, and give its address; else look for another",
        reference=copy.reference.key,
    )


RULE = Rule(
    code="ARC103",
    name="copy-of-other-time",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy that was taken at another time than its address says",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
