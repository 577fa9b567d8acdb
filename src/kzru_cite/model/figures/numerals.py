"""Read numbers written with digits: marks between thousands, decimals, words of scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from kzru_cite.model.figures.figure import Reading

# Between thousands: comma, point, apostrophe, and blanks of several widths. Indian grouping
# (12,34,567) is told by its pairs.
NUMERAL = (
    r"(?:\d{1,3}(?:(?P<mark>[,. \u00a0\u202f\u2009'’])\d{3})(?:(?P=mark)\d{3})*(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+)(?P<part>[.,]\d+)?"
)
_PARTS = re.compile(NUMERAL)
# English, Russian, Kazakh, German and French words of scale, as powers of ten.
_SCALES: Mapping[str, int] = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "millions": 6,
    "billions": 9,
    "trillions": 12,
    "mln": 6,
    "mn": 6,
    "bn": 9,
    "bln": 9,
    "trln": 12,
    "tn": 12,
    "lakh": 5,
    "crore": 7,
    "tausend": 3,
    "millionen": 6,
    "mio": 6,
    "milliarde": 9,
    "milliarden": 9,
    "mrd": 9,
    "mille": 3,
    "milliard": 9,
    "milliards": 9,
    "тыс": 3,
    "млн": 6,
    "млрд": 9,
    "трлн": 12,
    "мың": 3,
}
_SCALE_STEMS: Mapping[str, int] = {
    "тысяч": 3,
    "миллион": 6,
    "миллиард": 9,
    "триллион": 12,
    "мың": 3,
}
# Short forms that mean something else unless a currency stands before the number.
_MONEY_SCALES: Mapping[str, int] = {"k": 3, "m": 6, "b": 9}
# "100m barrels": attached, and before what is counted by the million.
_MILLIONS = re.compile(
    r"m (?=barrels|tonn?es|tons|people|euros|dollars|rubles|cubic|users|hectares)"
)
_AFTER = re.compile(r"(?P<blank>[ \u00a0\u202f\u2009-]?)(?P<word>[^\W\d_]+)\.?")


def scale(text: str, start: int, *, money: bool) -> tuple[int, int]:
    """Return the power of ten that a word at *start* stands for, and where it ends: 0, *start*."""
    if _MILLIONS.match(text, start):
        return 6, start + 1
    match = _AFTER.match(text, start)
    if match is None:
        return 0, start
    word = match["word"].casefold()
    power = _SCALES.get(word) or (_MONEY_SCALES.get(word) if money else None)
    power = power or next((p for stem, p in _SCALE_STEMS.items() if word.startswith(stem)), None)
    # The full stop belongs to a Russian short form, not to the end of a sentence.
    return (power, match.end("word")) if power else (0, start)


def readings(digits: str, power: int = 0) -> tuple[Reading, ...]:
    """Return what *digits* can mean, times ten to the *power*."""
    return tuple(_readings(digits, power))


def _readings(digits: str, power: int) -> Iterator[Reading]:
    for match in _PARTS.finditer(digits):
        mark, part = match["mark"], (match["part"] or "")[1:]
        whole = digits[: len(digits) - len(match["part"] or "")]
        plain = re.sub(r"\D", "", whole)
        yield reading(plain, part, power)
        if mark and mark in ",." and not part and whole.count(mark) == 1:
            # "1,234" is a thousand and more in English, and a decimal fraction elsewhere.
            before, _, after = whole.partition(mark)
            yield reading(before, after, power)


def reading(whole: str, part: str, power: int) -> Reading:
    """Return a number by its digits before and after the decimal sign."""
    scaled = Fraction(10) ** power
    value = Fraction(f"{whole}.{part}" if part else whole) * scaled
    unit = scaled / 10 ** len(part)
    if not part and not power:
        unit = Fraction(rounded(int(whole)))
    return Reading(low=value, high=value, step=unit / 2)


def rounded(number: int) -> int:
    """
    Return the place to which a whole number seems rounded, by the noughts at its end.

    Two digits are taken as meant: 2,500 may stand for 2,487, but 20 not for 18.
    """
    digits = str(number)
    noughts = len(digits) - len(digits.rstrip("0"))
    place: int = 10 ** max(min(noughts, len(digits) - 2), 0)
    return place
