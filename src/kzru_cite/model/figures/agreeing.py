"""Tell whether two figures say the same, or surely not the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

from msgspec.structs import replace

from kzru_cite.model.figures.conversion import convert
from kzru_cite.model.figures.figure import Bound, Day, Figure, Kind, Reading

_TIMES = frozenset((Kind.YEAR, Kind.DATE, Kind.DECADE, Kind.CENTURY))
_OPEN = frozenset((Bound.AT_LEAST, Bound.AT_MOST))
# "about" leaves room of a tenth; beyond a quarter it is wrong.
_ROOM, _TOO_FAR = Fraction(1, 10), Fraction(1, 4)
# "more than" is said of what is a little more.
_STRETCH = 2
# A bare number of so many digits is no accident.
_TELLING = 10_000


def comparable(one: Figure, other: Figure) -> bool:
    """Tell whether two figures tell the same kind of thing, in units of one dimension."""
    if one.kind in _TIMES or other.kind in _TIMES:
        return one.kind is other.kind
    if one.kind is not other.kind:
        return {one.kind, other.kind} == {Kind.COUNT, Kind.ORDINAL}
    if one.kind is Kind.QUANTITY:
        return convert(Fraction(1), one.unit, other.unit) is not None
    return one.unit == other.unit


def agrees(claimed: Figure, quoted: Figure) -> bool:
    """Tell whether what is claimed is what is quoted, as far as both are exact."""
    if claimed.kind in _TIMES or quoted.kind in _TIMES:
        return _same_time(claimed, quoted)
    if comparable(claimed, quoted) or _bare(claimed, quoted) or _bare(quoted, claimed):
        return any(_agree(claimed, quoted, *pair) for pair in _pairs(claimed, quoted))
    return False


def differs(claimed: Figure, quoted: Figure) -> bool:
    """Tell whether two comparable figures are surely not the same, whatever the rounding."""
    if claimed.kind is Kind.DATE:
        return not any(_may_be(*pair) for pair in product(claimed.days, quoted.days))
    return all(_differ(claimed, quoted, *pair) for pair in _pairs(claimed, quoted))


def _bare(one: Figure, other: Figure) -> bool:
    """Tell whether the first is a number by itself, as in a table, whose unit stands elsewhere."""
    if one.kind is not Kind.COUNT or other.kind in (Kind.ORDINAL, Kind.RATIO):
        return False
    return not one.nouns or any(reading.low >= _TELLING for reading in one.readings)


def _pairs(one: Figure, other: Figure) -> Iterator[tuple[Reading, Reading]]:
    """Yield the readings of two figures, the second ones in the unit of the first."""
    for left, right in product(one.readings, other.readings):
        yield left, _converted(right, other.unit, one.unit)


def _converted(reading: Reading, unit: str, wanted: str) -> Reading:
    if unit == wanted or not unit or not wanted:
        return reading

    def turned(value: Fraction) -> Fraction:
        found = convert(value, unit, wanted)
        return value if found is None else found

    low = turned(reading.low)
    step = abs(turned(reading.low + reading.step) - low)
    return Reading(low=low, high=turned(reading.high), step=step)


def _agree(claimed: Figure, quoted: Figure, one: Reading, other: Reading) -> bool:
    step = max(one.step, other.step)

    def near(left: Fraction, right: Fraction, room: Fraction = step) -> bool:
        return abs(left - right) <= room

    single = (one.low, other.low) == (one.high, other.high)
    directed = claimed.bound in _OPEN and claimed.bound is not quoted.bound and single
    if not directed and near(one.low, other.low) and near(one.high, other.high):
        return True
    if other.low != other.high:
        return _inside(claimed.bound, one, other, near)
    if one.low != one.high:
        return one.low - step <= other.low <= one.high + step
    value, there = one.low, other.low
    match claimed.bound:
        case Bound.ABOUT:
            room = _ROOM * abs(value) if _is_round(one) else step
            return near(value, there, max(step, room))
        case Bound.AT_LEAST if quoted.bound is not Bound.AT_MOST:
            return value - other.step <= there <= _STRETCH * value
        case Bound.AT_MOST if quoted.bound is not Bound.AT_LEAST:
            return value / _STRETCH <= there <= value + other.step
        case _:
            return False


def _inside(
    bound: Bound, one: Reading, other: Reading, near: Callable[[Fraction, Fraction], bool]
) -> bool:
    """Tell whether one claimed value says less than a quoted range does."""
    if bound is Bound.AT_LEAST:
        return near(one.low, other.low)
    if bound is Bound.AT_MOST:
        return near(one.high, other.high)
    return bound is Bound.ABOUT and one.low == one.high and other.low <= one.low <= other.high


def _differ(claimed: Figure, quoted: Figure, one: Reading, other: Reading) -> bool:
    # Cut off instead of rounded, 5.68 is 5.6: a whole place apart is a difference.
    room = 2 * max(one.step, other.step)
    softly = claimed.bound is Bound.ABOUT and _is_round(one)
    if softly or (quoted.bound is Bound.ABOUT and _is_round(other)):
        room = max(room, _TOO_FAR * max(abs(one.high), abs(other.high)))
    if one.low != one.high and other.low != other.high:
        # Of two ranges each end must be the same.
        ends_apart = max(abs(one.low - other.low), abs(one.high - other.high))
        return ends_apart > room or ends_apart == room > 0
    less, more = other.high <= one.low - room, other.low >= one.high + room
    if not room:
        less, more = other.high < one.low, other.low > one.high
    if claimed.bound is Bound.AT_LEAST or quoted.bound is Bound.AT_MOST:
        more = False
    if claimed.bound is Bound.AT_MOST or quoted.bound is Bound.AT_LEAST:
        less = False
    if claimed.bound in _OPEN and claimed.bound is quoted.bound:
        # "more than 430" and "more than 400" can both be true.
        return False
    return less or more


def _is_round(reading: Reading) -> bool:
    """Tell whether one or two digits are shown: "about 18.22 billion" is hardly softened."""
    unit = 2 * reading.step or Fraction(1)
    digits = str(round(abs(reading.low) / unit)).rstrip("0")
    return len(digits) <= 2


def _may_be(one: Day, other: Day) -> bool:
    """Tell whether two dates can be the same, as far as both are written."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(left is None or right is None or left == right for left, right in pairs)


def _same_time(claimed: Figure, quoted: Figure) -> bool:
    if claimed.kind not in _TIMES or quoted.kind not in _TIMES:
        # "550 years" of 1465 is no year; a number in a table can be one.
        return claimed.kind is Kind.YEAR and _bare(quoted, claimed) and _shows(claimed, quoted)
    if claimed.kind is Kind.DATE:
        return quoted.kind is Kind.DATE and any(
            _may_be(*pair) and _as_exact(*pair) for pair in product(claimed.days, quoted.days)
        )
    if quoted.kind is Kind.DATE:
        years = [day.year for day in quoted.days if day.year is not None]
        return any(_holds(claimed, Fraction(year)) for year in years)
    if quoted.kind is Kind.YEAR and claimed.kind is not Kind.YEAR:
        return _holds(claimed, quoted.readings[0].low)
    one, other = claimed.readings[0], quoted.readings[0]
    return (one.low, one.high) == (other.low, other.high)


def _holds(claimed: Figure, year: Fraction) -> bool:
    span = claimed.readings[0]
    return span.low <= year <= span.high


def _shows(claimed: Figure, quoted: Figure) -> bool:
    return any(reading.low == claimed.readings[0].low for reading in quoted.readings)


def _as_exact(one: Day, other: Day) -> bool:
    """Tell whether the second date says at least the month and the day of the first."""
    return (one.month is None or other.month is not None) and (
        one.day is None or other.day is not None
    )


def ends(figure: Figure) -> tuple[Figure, ...]:
    """Return the ends of a range, each as a figure; the figure itself when it is none."""
    if not figure.is_range or figure.kind in (Kind.DECADE, Kind.CENTURY):
        return (figure,)
    reading = figure.readings[0]
    return tuple(
        replace(figure, readings=(Reading(low=value, high=value, step=reading.step),))
        for value in (reading.low, reading.high)
    )
