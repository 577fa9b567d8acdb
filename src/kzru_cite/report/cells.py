"""Fit text into the columns of a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, takewhile

from kzru_cite.model.visible import JOINERS

Run = tuple[str, str]
Line = tuple[Run, ...]


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(map(width, text))


def width(letter: str) -> int:
    """Return how many columns a letter takes."""
    if unicodedata.combining(letter) or letter in JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, room: int) -> str:
    """Return as much of a text as fits, with ``…`` where it was cut."""
    if columns(text) <= room:
        return text
    fitting = takewhile(lambda used: used < room, accumulate(map(width, text)))
    return f"{text[: len(list(fitting))]}…" if room > 0 else ""


def wrap(runs: Iterable[Run], room: int) -> list[Line]:
    """Break runs of text and style into lines of so many columns; a longer word is cut apart."""
    room = max(room, 2)
    lines: list[Line] = []
    line: list[Run] = []
    used = 0
    for word in _words(runs):
        length = sum(columns(text) for text, _ in word)
        if used + length > room and used:
            lines.append(_trimmed(line))
            line, used = [], 0
            if word[0][0] == " ":
                continue
        for text, style in _pieces(word, room) if length > room else word:
            length = columns(text)
            if used + length > room:
                lines.append(_trimmed(line))
                line, used = [], 0
            line.append((text, style))
            used += length
    return [*lines, _trimmed(line)] if line else lines


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield words, which may go over several runs, and the blanks between them."""
    word: list[Run] = []
    for text, style in runs:
        for piece in re.findall(r" |[^ ]+", text):
            if piece == " ":
                if word:
                    yield word
                word = []
                yield [(piece, style)]
            else:
                word.append((piece, style))
    if word:
        yield word


def _pieces(word: Sequence[Run], room: int) -> Iterator[Run]:
    for text, style in word:
        piece = ""
        for letter in text:
            if columns(piece) + width(letter) > room:
                yield piece, style
                piece = ""
            piece += letter
        yield piece, style


def _trimmed(line: list[Run]) -> Line:
    while line and line[-1][0] == " ":
        line = line[:-1]
    together = groupby(line, key=lambda run: run[1])
    return tuple(("".join(text for text, _ in runs), style) for style, runs in together)
