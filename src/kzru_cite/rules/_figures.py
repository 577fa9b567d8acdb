"""Find the figures in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

_NUMBER = re.compile(
    r"(?<![\w.,])"
    r"(?P<whole>\d{1,3}(?:(?P<mark>[,. \u00a0\u202f\u2009'’])\d{3})(?:(?P=mark)\d{3})*(?!\d)|\d+)"
    r"(?P<part>[.,]\d+)?[ \u00a0\u202f-]?(?P<scale>[^\W\d_]*)"
)
# English, Russian and Kazakh words of scale, by their beginnings; "bln" is usual in the press of
# Central Asia.
_SCALES: Mapping[str, int] = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "mln": 6,
    "bn": 9,
    "bln": 9,
    "trln": 12,
    "тыс": 3,
    "мың": 3,
    "миллион": 6,
    "млн": 6,
    "миллиард": 9,
    "млрд": 9,
    "триллион": 12,
    "трлн": 12,
}


class Figure(Struct, frozen=True, kw_only=True):
    """A figure in a text: its digits as written, the values it can mean, and its precision."""

    text: str
    readings: tuple[tuple[Fraction, Fraction], ...]

    def shows(self, value: Fraction) -> bool:
        """Tell whether this figure is *value*, or *value* rounded to the digits shown."""
        return any(abs(value - shown) <= step for shown, step in self.readings)

    def nearness(self, value: Fraction) -> float:
        """Return how near the nearest reading comes to *value*: 1 for equal, 0 for far."""
        pairs = ((min(value, shown), max(value, shown)) for shown, _ in self.readings)
        return max(float(small / large) if large else 1.0 for small, large in pairs)


def figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text in order."""
    for match in _NUMBER.finditer(text):
        digits = f"{match['whole']}{match['part'] or ''}"
        # A check may count in billions as the text does, or in units.
        powers = {_power(match["scale"]), 0}
        readings = tuple(reading for one in powers for reading in _readings(match, one))
        yield Figure(text=digits, readings=readings)


def _readings(match: re.Match[str], power: int) -> Iterator[tuple[Fraction, Fraction]]:
    whole, mark, part = match["whole"], match["mark"], match["part"] or ""
    plain = re.sub(r"\D", "", whole)
    yield _reading(plain, part[1:], power)
    if mark in (",", ".") and not part and whole.count(mark) == 1:
        # "1,234" is a thousand and more in English, and a decimal fraction elsewhere.
        yield _reading(whole[:-4], whole[-3:], power)
    if part and not mark and len(part) == 4:
        yield _reading(plain + part[1:], "", power)


def _reading(whole: str, part: str, power: int) -> tuple[Fraction, Fraction]:
    scale = Fraction(10) ** power
    value = Fraction(f"{whole}.{part}") * scale
    # A plain whole number is exact; decimals and words of scale show how far it was rounded.
    step = scale / (2 * 10 ** len(part)) if part or power else Fraction(0)
    return value, step


def _power(word: str) -> int:
    folded = word.casefold()
    return next((power for begin, power in _SCALES.items() if folded.startswith(begin)), 0)
