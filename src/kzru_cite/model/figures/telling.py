"""Tell whether two tellings of a fact give it the same value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec.structs import replace

from kzru_cite.model.figures.agreeing import agrees
from kzru_cite.model.figures.figure import Figure, Kind
from kzru_cite.model.figures.reading import figures

_POWERS = (3, 6, 9, 12)
_WORD = re.compile(r"\w+")


def same_value(one: str, other: str, language: str = "") -> bool:
    """
    Tell whether two texts give one value: by their figures, rounded or converted, or their words.

    Each figure of the text with fewer ones must be in the other. A bare number may count in
    thousands or millions that the head of its column names.
    """
    left, right = figures(one, language), figures(other, language)
    if not left or not right:
        return _words(one) == _words(other)
    fewer, more = sorted((left, right), key=len)
    return all(any(_same(figure, each) for each in more) for figure in fewer)


def _same(one: Figure, other: Figure) -> bool:
    return any(
        agrees(left, right) or agrees(right, left)
        for left in _scaled(one)
        for right in _scaled(other)
    )


def _scaled(figure: Figure) -> Iterator[Figure]:
    yield figure
    if figure.kind is Kind.COUNT and not figure.nouns and not figure.spelled:
        for power in _POWERS:
            factor = 10**power
            readings = tuple(
                replace(one, low=one.low * factor, high=one.high * factor, step=one.step * factor)
                for one in figure.readings
            )
            yield replace(figure, readings=readings)


def _words(text: str) -> list[str]:
    # "one" is no figure to the reading of figures, since it is a pronoun as often.
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return ["1" if word == "one" else word for word in words]
