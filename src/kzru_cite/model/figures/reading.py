"""Find the figures of a text, and say of each what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.figures.days import centuries, named_days, numeric_days, spans_of_years, years
from kzru_cite.model.figures.figure import Figure, Kind, Reading
from kzru_cite.model.figures.measures import currency_before, measure_after
from kzru_cite.model.figures.names import TAKEN, in_name, masked
from kzru_cite.model.figures.numerals import NUMERAL, readings, rounded, scale
from kzru_cite.model.figures.shares import shares
from kzru_cite.model.figures.spelled import spelled
from kzru_cite.model.figures.wording import bound, nouns

_DIGITS = re.compile(rf"(?<![\w.,/{TAKEN}]){NUMERAL}(?!\d|/\d)")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b|-(?:й|я|е|го|му|м|ю|х|ый|ого)(?!\w)")
_JOINED = re.compile(r"[^\W\d_]|[-‑][^\W\d_]+\d")
_RATIO = re.compile(r"(?<![\w.,:])(?P<left>\d{1,3}):(?P<right>\d{1,3})(?![\w:]|[.,]\d)")
_MILLIONS = 6
_REACH = 80
# More digits tell no figure, and Python refuses to read thousands of them.
_LONGEST = 100
_WHOLE_PERCENT = Fraction(1, 2)
_DASH = re.compile(r" ?[-–—−] ?$")
_TO = re.compile(r"(?: to | до | bis | à | и | and )$")
_LIST = re.compile(r"(?:, | and | or | и | или |, and )$")
_FROM = re.compile(r"\b(?:from|с|со)(?: [^\W\d_]+)?[ \u00a0]$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|между)(?: [^\W\d_]+)?[ \u00a0](?:[^\W\d]{0,3})$", re.IGNORECASE
)


class _Number(Struct, frozen=True, kw_only=True):
    """A number on its way to a figure: where its digits stand, and what was found around them."""

    figure: Figure
    measured: bool = False
    power: int = 0
    digits: str = ""


def figures(text: str, language: str = "") -> tuple[Figure, ...]:
    """
    Return the figures of a text in order.

    *language* is a code of ISO 639 or BCP 47; '' lets the letters decide. What is no figure is
    left out: names (G20, Boeing 747), numbers of sections and acts, identifiers, addresses, hours.
    """
    free = masked(text)
    found: list[Figure] = []
    for source in (named_days, numeric_days, centuries, shares, _ratios, spans_of_years, years):
        fresh = list(source(free))
        found += fresh
        free = _struck(free, fresh)
    numbers = list(_numbers(text, free, language))
    found += (number.figure for number in _joined(text, numbers))
    return tuple(_finished(text, one) for one in sorted(found, key=lambda one: one.start))


def _finished(text: str, figure: Figure) -> Figure:
    softened = bound(text, figure.start, figure.end)
    return replace(figure, bound=softened, nouns=nouns(text, figure.end))


def _struck(text: str, found: Iterable[Figure]) -> str:
    letters = list(text)
    for figure in found:
        length = figure.end - figure.start
        letters[figure.start : figure.end] = TAKEN * length
    return "".join(letters)


def _ratios(text: str) -> Iterator[Figure]:
    for match in _RATIO.finditer(text):
        left, right = int(match["left"]), int(match["right"])
        if right:
            value = Fraction(left, right)
            yield Figure(
                text=match[0],
                start=match.start(),
                end=match.end(),
                kind=Kind.RATIO,
                readings=(Reading(low=value, high=value),),
            )


def _numbers(text: str, free: str, language: str) -> Iterator[_Number]:
    words = [_worded(text, free, one.start, one.end, one.value) for one in spelled(free, language)]
    taken = _struck(free, [number.figure for number in words])
    digits = [
        number
        for match in _DIGITS.finditer(taken)
        if len(match[0]) <= _LONGEST and (number := _digital(text, free, match)) is not None
    ]
    yield from sorted((*words, *digits), key=lambda number: number.figure.start)


def _worded(text: str, free: str, start: int, end: int, value: Fraction) -> _Number:
    # "two" is exact, "two million" is as round as its digits.
    unit = Fraction(rounded(int(value)) if value.denominator == 1 else Fraction(1, 10))
    reading = Reading(low=value, high=value, step=unit / 2)
    return _measured(text, free, start, end, (reading,), spelled=True)


def _digital(text: str, free: str, match: re.Match[str]) -> _Number | None:
    start, end = match.span()
    money = currency_before(text, start)
    power, after = scale(free, end, money=money is not None)
    ordinal = _ORDINAL.match(free, end)
    if ordinal:
        figure = Figure(
            text=text[start : ordinal.end()],
            start=start,
            end=ordinal.end(),
            kind=Kind.ORDINAL,
            readings=readings(match[0]),
        )
        return _Number(figure=figure, measured=True)
    number = _measured(
        text, free, start, after, readings(match[0], power), digits=match[0], power=power
    )
    if number.measured or power:
        return number
    joined = _JOINED.match(free, end) and not re.match(r"[-‑](?:[^\W\d_]+)(?!\w)", free[end:])
    return None if joined or in_name(text, start) else number


def _measured(
    text: str,
    free: str,
    start: int,
    end: int,
    values: tuple[Reading, ...],
    *,
    spelled: bool = False,
    digits: str = "",
    power: int = 0,
) -> _Number:
    """Make a number a figure, with the currency before it or the unit after it."""
    money = currency_before(text, start)
    after = measure_after(free, end)
    kind, unit, stop = Kind.COUNT, "", end
    if money:
        kind, unit, start = Kind.MONEY, *money
    elif after:
        kind, unit, stop = after.kind, after.unit, after.end
        if unit == "lb" and power >= _MILLIONS:
            # Nothing is weighed in millions of pounds.
            kind, unit = Kind.MONEY, "GBP"
        if after.power:
            values = readings(digits, after.power) if digits else values
    if money and after and after.kind is Kind.MONEY:
        stop = after.end
    if kind is Kind.PERCENT:
        # 100 % is not 99 %, however round it looks.
        values = tuple(replace(one, step=min(one.step, _WHOLE_PERCENT)) for one in values)
    figure = Figure(
        text=text[start:stop],
        start=start,
        end=stop,
        kind=kind,
        readings=values,
        unit=unit,
        spelled=spelled,
    )
    return _Number(figure=figure, measured=bool(money or after), power=power, digits=digits)


def _joined(text: str, numbers: list[_Number]) -> list[_Number]:
    """Join the ends of ranges, and let the members of a list have the unit of the last one."""
    joined: list[_Number] = []
    for number in reversed(numbers):
        following = joined[-1] if joined else None
        if following is None:
            joined.append(number)
            continue
        between = text[number.figure.end : following.figure.start]
        if _is_range(text, number, following, between):
            joined[-1] = _range(text, _shared(number, following), following)
        elif (
            _changes(text, number, between) or _LIST.fullmatch(between) or _DASH.fullmatch(between)
        ):
            joined.append(_shared(number, following))
        else:
            joined.append(number)
    return joined[::-1]


def _before(text: str, number: _Number) -> str:
    """Return the words right before a number, which are few whatever the length of the text."""
    return text[max(number.figure.start - _REACH, 0) : number.figure.start]


def _changes(text: str, number: _Number, between: str) -> bool:
    """Tell whether a number is the first of "from 12.9 to 19.2": a change, not a range."""
    return bool(_TO.fullmatch(between) and _FROM.search(_before(text, number)))


def _is_range(text: str, first: _Number, last: _Number, between: str) -> bool:
    one, other = first.figure, last.figure
    if other.is_range or not one.readings[0].low < _shared_low(first, last):
        return False
    if first.measured and last.measured and one.unit != other.unit:
        return False
    if one.kind is not other.kind and one.kind not in (Kind.COUNT, Kind.MONEY):
        return False
    before = _before(text, first)
    if between in (" and ", " и "):
        return bool(_BETWEEN.search(before))
    if _TO.fullmatch(between):
        return not _FROM.search(before)
    return bool(_DASH.fullmatch(between))


def _shared_low(first: _Number, last: _Number) -> Fraction:
    """Return the last value in the scale of the first one's digits."""
    value = last.figure.readings[0].low
    return (
        value / 10**last.power if last.power and not first.power and not first.measured else value
    )


def _shared(first: _Number, last: _Number) -> _Number:
    """Give the first number what only stands with the last one: "5 to 10 million tonnes"."""
    figure = first.figure
    if first.measured and first.figure.kind is not Kind.MONEY:
        return first
    scaled = figure.readings
    if first.digits and not first.power and last.power:
        scaled = readings(first.digits, last.power)
    kind, unit = (
        (figure.kind, figure.unit) if first.measured else (last.figure.kind, last.figure.unit)
    )
    shared = replace(figure, readings=scaled, kind=kind, unit=unit)
    return replace(first, figure=shared, power=last.power)


def _range(text: str, first: _Number, last: _Number) -> _Number:
    low, high = first.figure, last.figure
    unit = high if high.kind is not Kind.COUNT else low
    one, other = low.readings[0], high.readings[0]
    reading = Reading(low=one.low, high=other.high, step=max(one.step, other.step))
    figure = replace(
        unit,
        text=text[low.start : high.end],
        start=low.start,
        end=high.end,
        readings=(reading,),
        spelled=low.spelled and high.spelled,
    )
    return replace(last, figure=figure, measured=first.measured or last.measured)
