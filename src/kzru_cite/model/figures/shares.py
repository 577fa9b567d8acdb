"""Read shares in words: "a third", "half of", "две трети"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from kzru_cite.model.figures.figure import Figure, Kind, Reading

# "a third term" and "the first half of 2014" are no shares, so what follows is looked at.
_ENDS = r"(?= of\b(?! (?:the )?(?:year|month|\d))| in\b| [a-z]+ing\b|[.,;)]|\s*$)"
# After these words the share needs no "of": "more than half agreed".
_SOFT = "".join(
    f"|(?<={word} )"
    for word in ("than", "least", "nearly", "almost", "about", "over", "around", "only", "by", "to")
)[1:]
_SHARES: tuple[tuple[Fraction, str], ...] = (
    (Fraction(2, 3), r"two[- ]thirds|две трети|двух третей|үштен екі\w*"),
    (Fraction(3, 4), r"three[- ]quarters|three[- ]fourths|три четверти"),
    (
        Fraction(1, 3),
        rf"one[- ]third|\ba third{_ENDS}|(?:{_SOFT})a third\b|треть\b|трети\b(?! \d)|үштен бір\w*",
    ),
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
            rf"(?:{_SOFT})half\b(?! (?:an?|the|of|hour|year|century|million|dozen)\b)"
            r"|(?:one|a) half\b(?! (?:hour|year|century|million|dozen))|\bby half\b"
            r"|(?<!first )(?<!second )(?<!latter )(?<!other )\bhalf(?: of| the| to)\b"
            r"(?! (?:year|month|\d|century|match|time))"
            r"|половин[аеуы]\b(?! \d)|\bжартысы\w*|Hälfte|moitié"
        ),
    ),
)
_PATTERNS = tuple(
    (value, re.compile(rf"(?<!\w)(?:{one})", re.IGNORECASE)) for value, one in _SHARES
)
_ONE_IN = re.compile(
    r"\bone (?:in|out of) (?:every )?(?P<whole>three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_WHOLES = ("three", "four", "five", "six", "seven", "eight", "nine", "ten")
# A share in words is round: "a third" stands for 31 to 35 per cent.
_STEP = Fraction(2)


def shares(text: str) -> Iterator[Figure]:
    """Yield shares in words as percentages."""
    for value, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = re.sub(r" (?:of|the|to)$", "", match[0])
            yield _share(words, match.start(), value)
    for match in _ONE_IN.finditer(text):
        whole = _WHOLES.index(match["whole"].lower()) + 3
        yield _share(match[0], match.start(), Fraction(1, whole))


def _share(words: str, start: int, value: Fraction) -> Figure:
    percent = value * 100
    return Figure(
        text=words,
        start=start,
        end=start + len(words),
        kind=Kind.PERCENT,
        readings=(Reading(low=percent, high=percent, step=_STEP),),
        spelled=True,
    )
