"""Compare the figures of a claim with those of its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from kzru_cite.model.arithmetic import CheckError, Statement, evaluate
from kzru_cite.model.dates import Period, read_date
from kzru_cite.model.figures.agreeing import agrees, comparable, differs, ends
from kzru_cite.model.figures.figure import Day, Figure, Kind
from kzru_cite.model.figures.numerals import NUMERAL, readings
from kzru_cite.model.figures.reading import figures
from kzru_cite.model.figures.wording import around


class Comparison(Enum):
    """Say how a figure of a claim stands to the quotations."""

    AGREES = "agrees"
    DERIVED = "derived"
    MISSING = "missing"
    CONTRADICTED = "contradicted"


class Compared(Struct, frozen=True, kw_only=True):
    """
    A figure of a claim and what became of it; *why* says so in a few words.

    *counterpart* is the figure that it agrees with or is contradicted by, or the nearest of its
    kind when it is missing; *quote* is the number of the quotation in which that stands, from 0.
    """

    figure: Figure
    comparison: Comparison
    why: str
    counterpart: Figure | None = None
    quote: int | None = None


class _Told(Struct, frozen=True, kw_only=True):
    """A figure, and the beginnings of the words around it; *quote* is the text it stands in."""

    figure: Figure
    before: tuple[str, ...]
    after: tuple[str, ...]
    quote: int = 0

    @property
    def noun(self) -> tuple[str, ...]:
        return self.figure.nouns[:1]

    @property
    def words(self) -> frozenset[str]:
        return frozenset((*self.before, *self.after))


# Marks of likeness that make two differing figures one fact told twice.
_SURE, _SURE_OF_TIME = 4, 5
_SHARED = 0.5
_BARE = re.compile(rf"(?<![\w.,]){NUMERAL}")
_TIMES = frozenset((Kind.YEAR, Kind.DATE, Kind.DECADE, Kind.CENTURY))


def compare(
    claim: str, quotes: Sequence[str], date: str = "", check: str = "", language: str = ""
) -> tuple[Compared, ...]:
    """
    Say of each figure of a claim how it stands to its quotations, all of them together.

    *date* and *check* are the claim's attributes: when the stated thing happened (EDTF) gives the
    year that a quotation leaves out, and arithmetic that holds explains what is worked out from
    quoted figures. *language* is that of the claim.
    """
    return _all_compared(claim, tuple(quotes), date, check, language)


# Several rules look at the same claims, one rule after the other.
@lru_cache(maxsize=1 << 15)
def _all_compared(
    claim: str, quotes: tuple[str, ...], date: str, check: str, language: str
) -> tuple[Compared, ...]:
    claimed = list(_told(claim, 0, language))
    quoted = [told for number, text in enumerate(quotes) for told in _told(text, number)]
    found: dict[int, Compared] = {}
    for at, one in enumerate(claimed):
        same = _agreeing(one, quoted, quotes)
        if same:
            found[at] = same
    _derive(claimed, found, quoted, check)
    matched = [one.counterpart for one in found.values() if one.counterpart]
    free = [told for told in quoted if not any(told.figure is figure for figure in matched)]
    open_ones = [one for at, one in enumerate(claimed) if at not in found]
    for at, one in enumerate(claimed):
        if at not in found:
            rivals = [other for other in open_ones if comparable(one.figure, other.figure)]
            found[at] = _unmatched(one, rivals, free, quoted, date)
    return tuple(found[at] for at in range(len(claimed)))


def _told(text: str, quote: int, language: str = "") -> Iterator[_Told]:
    for figure in figures(text, language):
        before, after = around(text, figure.start, figure.end)
        yield _Told(figure=figure, before=before, after=after, quote=quote)


def _agreeing(one: _Told, quoted: Sequence[_Told], quotes: Sequence[str]) -> Compared | None:
    same = [told for told in quoted if agrees(one.figure, told.figure)]
    if same:
        best = max(
            same, key=lambda told: (-_distance(one.figure, told.figure), _likeness(one, told))
        )
        return _compared(one, Comparison.AGREES, "the source says the same", best)
    pieces = [end for told in quoted for end in ends(told.figure)]
    parts = ends(one.figure)
    if one.figure.is_range and all(any(agrees(part, end) for end in pieces) for part in parts):
        return _compared(one, Comparison.AGREES, "both ends stand in the source")
    if one.figure.kind is Kind.YEAR and any(agrees(one.figure, end) for end in pieces):
        return _compared(one, Comparison.AGREES, "the year stands in the source")
    for number, text in enumerate(quotes):
        known = {told.figure.start for told in quoted if told.quote == number}
        if _stands(one.figure, text, known):
            why = "the number stands in the source"
            return Compared(figure=one.figure, comparison=Comparison.AGREES, why=why, quote=number)
    return None


def _stands(figure: Figure, text: str, known: set[int]) -> bool:
    """
    Tell whether the number stands in a text, even where it was taken for part of a name.

    *known* is where the figures of the text begin.
    """
    if figure.kind is Kind.DATE or figure.is_range or figure.kind in (Kind.DECADE, Kind.CENTURY):
        return False
    wanted = {reading.low for reading in figure.readings}
    # One digit stands in too many places.
    if all(value < 10 for value in wanted):
        return False
    loose = (
        reading.low
        for match in _BARE.finditer(text)
        if match.start() not in known
        for reading in readings(match[0])
    )
    return any(value in wanted for value in loose)


def _derive(
    claimed: Sequence[_Told], found: dict[int, Compared], quoted: Sequence[_Told], check: str
) -> None:
    """Explain figures by statements of the check whose other numbers are known."""
    try:
        statements = evaluate(check) if check else ()
    except CheckError:
        return
    sound = [one for one in statements if one.holds and one.relation in ("=", "~")]
    known = [told.figure for told in quoted]
    for _ in sound:
        for at, one in enumerate(claimed):
            if at not in found and any(_follows(one.figure, each, known) for each in sound):
                found[at] = _compared(one, Comparison.DERIVED, "it is worked out by the check")
                known.append(one.figure)


def _follows(figure: Figure, statement: Statement, known: Sequence[Figure]) -> bool:
    mine = [one for one in statement.literals if _shows(figure, one.value)]
    others = [one for one in statement.literals if not one.whole and one not in mine]
    return bool(mine) and all(any(_shows(one, other.value) for one in known) for other in others)


def _shows(figure: Figure, value: Fraction) -> bool:
    """Tell whether a figure is the number of a check, in units or in its own scale."""
    if figure.kind is Kind.DATE:
        return any(value in (day.year, day.day) for day in figure.days)
    scales = [Fraction(10) ** power for power in (0, 3, 6, 9, 12)]
    return any(
        abs(end - value * scale) <= reading.step
        for reading in figure.readings
        for end in (reading.low, reading.high)
        for scale in scales
        if scale == 1 or end >= scale
    )


def _unmatched(
    one: _Told,
    siblings: Sequence[_Told],
    free: Sequence[_Told],
    quoted: Sequence[_Told],
    date: str,
) -> Compared:
    """Say whether the source tells another value; *siblings* are open figures of the claim."""
    rivals = [told for told in free if comparable(one.figure, told.figure)]
    against = [told for told in rivals if differs(one.figure, told.figure)]
    ranked = sorted(against, key=lambda told: _likeness(one, told), reverse=True)
    if ranked and len(against) == len(rivals):
        marks = _marks(one, ranked[0], alone=_is_pair(one, ranked[0], siblings, rivals))
        clear = len(ranked) == 1 or _likeness(one, ranked[0]) > _likeness(one, ranked[1])
        if clear and marks >= (_SURE_OF_TIME if one.figure.kind in _TIMES else _SURE):
            return _compared(one, Comparison.CONTRADICTED, "the source says another", ranked[0])
    if one.figure.kind in _TIMES and _dated(one.figure, date):
        return _compared(one, Comparison.AGREES, "it is the date of the claim")
    nearest = max(
        (told for told in quoted if comparable(one.figure, told.figure)),
        key=lambda told: (_likeness(one, told), -_distance(one.figure, told.figure)),
        default=None,
    )
    return _compared(one, Comparison.MISSING, "no source says it", nearest)


def _is_pair(one: _Told, other: _Told, siblings: Sequence[_Told], rivals: Sequence[_Told]) -> bool:
    """Tell whether two figures are the only ones, or the only ones that count the same thing."""
    if one.noun == other.noun != ():
        siblings = [told for told in siblings if told.noun == one.noun]
        rivals = [told for told in rivals if told.noun == one.noun]
    return len(siblings) == len(rivals) == 1


def _likeness(one: _Told, other: _Told) -> int:
    """Count what two figures have around them in common."""
    noun = one.noun == other.noun != ()
    before = one.before[-1:] == other.before[-1:] != ()
    return 2 * noun + before + min(len(one.words & other.words), 3)


def _marks(one: _Told, other: _Told, *, alone: bool) -> int:
    """Count the marks that two figures tell one fact; 0 when they may well tell two."""
    before, after = _shared(one.before, other.before), _shared(one.after, other.after)
    if before is None or after is None:
        return 0
    # Where most of what stands around them is not shared, they tell two facts.
    if before + after < max(_SHARED * min(len(one.words), len(other.words)), 1):
        return 0
    if one.figure.kind is Kind.PERCENT and _make_a_whole(one.figure, other.figure):
        return 0
    noun = one.noun == other.noun != ()
    likeness = 2 * noun + (one.before[-1:] == other.before[-1:] != ()) + min(before + after, 3)
    kind = one.figure.kind
    telling = kind not in (Kind.COUNT, Kind.YEAR, Kind.DATE) or one.figure.is_range
    if kind is Kind.DATE:
        telling = _shares(one.figure.days[0], other.figure.days[0])
    return likeness + 2 * alone + telling


def _shared(one: Sequence[str], other: Sequence[str]) -> int | None:
    """
    Count the words that two stretches have in common; None when they come in another order.

    "Kazakh exports to Russia" are not "exports from Russia to Kazakhstan".
    """
    left = [word for word in dict.fromkeys(one) if word in other]
    right = [word for word in dict.fromkeys(other) if word in one]
    return len(left) if left == right else None


def _make_a_whole(one: Figure, other: Figure) -> bool:
    """Tell whether a share is what another one leaves: 40 and 60 per cent."""
    return one.readings[0].low + other.readings[0].low == 100


def _shares(one: Day, other: Day) -> bool:
    same_day = one.day is not None and (one.day, one.month) == (other.day, other.month)
    same_month = one.month == other.month and None not in (one.day, other.day)
    return same_day or same_month


def _dated(figure: Figure, date: str) -> bool:
    """Tell whether a time lies in the date of the claim."""
    period = read_date(date)
    if not date or not isinstance(period, Period):
        return False
    first, last = period.earliest(), period.latest()
    if figure.kind is not Kind.DATE:
        span = figure.readings[0]
        return span.low <= last.year and span.high >= first.year
    bounds = (first.year, first.month, first.day), (last.year, last.month, last.day)
    return any(_between(day, *bounds) for day in figure.days)


def _between(day: Day, first: tuple[int, int, int], last: tuple[int, int, int]) -> bool:
    years = (day.year,) if day.year is not None else range(first[0], last[0] + 1)
    return any(
        first <= (year, day.month or month, day.day or 31)
        and (year, day.month or month, day.day or 1) <= last
        for year in years
        for month in (1, 12)
    )


def _distance(one: Figure, other: Figure) -> Fraction:
    if not one.readings or not other.readings:
        return Fraction(0)
    return abs(one.readings[0].low - other.readings[0].low)


def _compared(
    one: _Told, comparison: Comparison, why: str, counterpart: _Told | None = None
) -> Compared:
    return Compared(
        figure=one.figure,
        comparison=comparison,
        why=why,
        counterpart=counterpart.figure if counterpart else None,
        quote=counterpart.quote if counterpart else None,
    )
