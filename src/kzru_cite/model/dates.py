"""Read the dates of sources and claims: as much of a date as is known, and no more."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

# Extended Date/Time Format, levels 0 and 1 (Library of Congress, 2019), as BibLaTeX takes it:
# years with four digits, seasons 21-24, unspecified digits, qualifiers, intervals, a time.
_POINT = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)(?:T[\d:]+(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
    r"(?P<qualifier>[?~%]?)",
    re.ASCII,
)
_OPEN = ("", "..")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}


class PartialDate(Struct, frozen=True, kw_only=True):
    """
    A year, a month or a day, as far as known.

    *month* may be a season (21 spring to 24 winter); *span* widens a year with
    unspecified digits (10 for ``199X``, 100 for ``19XX``).
    """

    year: int
    month: int | None = None
    day: int | None = None
    span: int = 1
    qualified: bool = False

    def earliest(self) -> date:
        """Return the first day that this date can mean; years before 1 become year 1."""
        if self.year < 1:
            return date.min
        month = 1 if self.month is None else _SEASONS.get(self.month, (self.month, 0))[0]
        return date(self.year, month, self.day or 1)

    def latest(self) -> date:
        """Return the last day that this date can mean; years before 1 become year 1."""
        if self.year < 1:
            return date.min
        if self.month is None:
            return date(min(self.year + self.span - 1, 9999), 12, 31)
        month = _SEASONS.get(self.month, (0, self.month))[1]
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        unknown = len(str(self.span)) - 1
        year = f"{self.year:0{4 if self.year >= 0 else 5}d}"
        parts = [year[: len(year) - unknown] + "X" * unknown]
        if self.month is not None or self.day is not None:
            parts.append("XX" if self.month is None else f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


class Period(Struct, frozen=True, kw_only=True):
    """
    A date or an interval; a missing end is open or unknown.

    For a single date, start and end are the same value.
    """

    start: PartialDate | None
    end: PartialDate | None

    def earliest(self) -> date:
        """Return the first possible day; the smallest date when the start is open."""
        return self.start.earliest() if self.start else date.min

    def latest(self) -> date:
        """Return the last possible day; the largest date when the end is open."""
        return self.end.latest() if self.end else date.max


class MalformedDate(Struct, frozen=True, kw_only=True):
    """Text that is no date in the form ``YYYY-MM-DD`` or its shorter or interval forms."""

    text: str


class ImpossibleDate(Struct, frozen=True, kw_only=True):
    """A date of the right form that no calendar has, and why."""

    text: str
    why: str


DateReading: TypeAlias = Period | MalformedDate | ImpossibleDate


def is_short(digits: str) -> bool:
    """Tell whether a text is a number that may count days, months or years, right or wrong."""
    # Python refuses to read numbers of thousands of digits.
    return digits.isdecimal() and len(digits) < 10


# A long bibliography has few days, and a dozen rules read them.
@lru_cache(maxsize=4096)
def read_date(text: str) -> DateReading:
    """Read an EDTF level 0 or 1 date or interval, without guessing at other forms."""
    text = text.strip()
    if "/" not in text:
        point = _read_point(text, text)
        return Period(start=point, end=point) if isinstance(point, PartialDate) else point
    ends: list[PartialDate | None] = []
    for part in text.split("/", 1):
        end = None if part.strip() in _OPEN else _read_point(part.strip(), text)
        if end is not None and not isinstance(end, PartialDate):
            return end
        ends.append(end)
    return _interval(ends[0], ends[1], text)


def _interval(start: PartialDate | None, end: PartialDate | None, text: str) -> DateReading:
    if start is None and end is None:
        return MalformedDate(text=text)
    if start and end and end.latest() < start.earliest():
        return ImpossibleDate(
            text=text, why=f"the interval ends ({end}) before it begins ({start})"
        )
    return Period(start=start, end=end)


def _read_point(part: str, whole: str) -> PartialDate | MalformedDate | ImpossibleDate:
    match = _POINT.fullmatch(part)
    if match is None:
        return MalformedDate(text=whole)
    digits = match["year"]
    point = PartialDate(
        year=int(digits.replace("X", "0")),
        month=_known(match["month"]),
        day=_known(match["day"]),
        span=10 ** digits.count("X"),
        qualified=bool(match["qualifier"]),
    )
    why = _impossible(point)
    return ImpossibleDate(text=whole, why=why) if why else point


def _known(digits: str | None) -> int | None:
    return None if digits is None or digits == "XX" else int(digits)


def _impossible(point: PartialDate) -> str:
    month, day = point.month, point.day
    if month is not None and month in _SEASONS:
        return "a season has no days" if day is not None else ""
    if month is not None and not 1 <= month <= 12:
        return f"there is no month {month}"
    if day is None:
        return ""
    if month is None:
        return "" if 1 <= day <= 31 else f"no month has a day {day}"
    longest = monthrange(point.year, month)[1] if point.year > 0 else 31
    return "" if 1 <= day <= longest else f"month {month} of {point.year} has {longest} days"
