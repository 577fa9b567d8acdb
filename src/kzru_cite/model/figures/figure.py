"""Say what a figure in running text is: its kind, what it can mean, and how exact it is."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from msgspec import Struct


class Kind(Enum):
    """Name what a figure tells."""

    COUNT = "count"
    ORDINAL = "ordinal"
    PERCENT = "percentage"
    POINTS = "percentage points"
    MONEY = "sum of money"
    QUANTITY = "quantity"
    RATIO = "ratio"
    YEAR = "year"
    DATE = "date"
    DECADE = "decade"
    CENTURY = "century"


class Bound(Enum):
    """Say how the words before a figure soften it."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Reading(Struct, frozen=True, kw_only=True):
    """
    A value that a figure can mean, *low* and *high* being its ends (the same for a single one).

    *step* is half of what the last digit shown stands for: how far the value may be rounded.
    """

    low: Fraction
    high: Fraction
    step: Fraction = Fraction(0)


class Day(Struct, frozen=True, kw_only=True):
    """A date as far as it is written; None for what is not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = ("----" if self.year is None else str(self.year), self.month, self.day)
        return "-".join(f"{part:02d}" if isinstance(part, int) else part for part in parts if part)


class Figure(Struct, frozen=True, kw_only=True):
    """
    A figure, by offsets into its text (code points, end exclusive).

    *readings* has two values where a mark may stand for thousands or for a decimal fraction; it
    is empty for a date, which has *days* instead. Percentages count in hundredths. A decade and a
    century are the years from *low* to *high*. *unit* is a currency by its ISO 4217 code or a
    unit of measure. *nouns* are beginnings of the words that follow, folded, the nearest first.
    *spelled* tells that the number is written in words.
    """

    text: str
    start: int
    end: int
    kind: Kind
    readings: tuple[Reading, ...] = ()
    days: tuple[Day, ...] = ()
    unit: str = ""
    bound: Bound = Bound.EXACT
    nouns: tuple[str, ...] = ()
    spelled: bool = False

    @property
    def is_range(self) -> bool:
        """Tell whether the figure has two ends."""
        return any(reading.low != reading.high for reading in self.readings)
