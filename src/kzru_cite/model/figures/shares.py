"""Read shares in words: "a third", "half of", "две трети"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from kzru_cite.model.figures.figure import Figure, Kind, Reading

# "a third term" and "the first half of 2014" are no shares, so what follows is looked at.
_ENDS = r"(?= of\b(?! (?:the )?(?:year|month|\d))| in\b| [a-z]+ing\b|[.,;)]|\s*$)"
_SHARES: tuple[tuple[Fraction, str], ...] = (
    (Fraction(2, 3), r"two[- ]thirds|две трети|двух третей|үштен екі\w*"),
    (Fraction(3, 4), r"three[- ]quarters|three[- ]fourths|три четверти"),
    (Fraction(1, 3), rf"one[- ]third|\ba third{_ENDS}|треть\b|трети\b(?! \d)|үштен бір\w*"),
    (
        Fraction(1, 4),
        (
            r"one[- ]quarter|\ba quarter of(?! (?:an?|the) (?:hour|century|million|billion))"
            r"|төрттен бір\w*"
        ),
    ),
    (Fraction(1, 5), rf"one[- ]fifth|\ba fifth{_ENDS}|пятая часть|бестен бір\w*"),
    (Fraction(2, 5), r"two[- ]fifths"),
    (Fraction(3, 5), r"three[- ]fifths"),
    (Fraction(4, 5), r"four[- ]fifths"),
    (Fraction(1, 10), rf"one[- ]tenth|\ba tenth{_ENDS}"),
    (
        Fraction(1, 2),
        (
            r"(?:one|a) half\b(?! (?:hour|year|century|million|dozen))|\bby half\b"
            r"|(?<!first )(?<!second )(?<!latter )(?<!other )\bhalf(?: of| the| to)\b"
            r"(?! (?:year|month|\d|century|match|time))"
            r"|половин[аеуы]\b(?! \d)|\bжартысы\w*|Hälfte|moitié"
        ),
    ),
)
_PATTERNS = tuple(
    (value, re.compile(rf"(?<!\w)(?:{one})", re.IGNORECASE)) for value, one in _SHARES
)
_PARTS_OF = re.compile(r"(?<![\w.,])(?P<part>\d) (?:out )?of every (?P<whole>\d{1,3})(?!\w)")
# A share in words is round: "a third" stands for 31 to 35 per cent.
_STEP = Fraction(2)


def shares(text: str) -> Iterator[Figure]:
    """Yield shares in words as percentages."""
    for value, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = re.sub(r" (?:of|the|to)$", "", match[0])
            percent = value * 100
            yield Figure(
                text=words,
                start=match.start(),
                end=match.start() + len(words),
                kind=Kind.PERCENT,
                readings=(Reading(low=percent, high=percent, step=_STEP),),
                unit="",
                spelled=True,
            )
