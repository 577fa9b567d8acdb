"""Break a title into lines of nearly one length, without a font to measure it by."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

Line: TypeAlias = str
# Widths in sizes of the letters; those of wide fonts, so that no line comes out longer.
_NARROW = frozenset("iljftrIıії.,:;!|'’‘()[]·- ")
_BROAD = frozenset("mwMWЖШЩЮЫФжшщюыфÆŒæœ@%—…")
# A line may end behind a space or a dash, and on either side of a letter as wide as it is high.
_PIECE = re.compile(r"[^\s–—/-]*[–—/-]+|[^\s–—/-]+|\s+")


def from_right(text: str) -> bool:
    """Tell whether the first letter that has a direction runs from right to left."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way in {"R", "AL"} for way in ways if way in {"L", "R", "AL"}), False)


def is_unbroken(text: str, measure: float) -> bool:
    """Tell whether each word of *text* has room on a line."""
    return all(_wide(piece.strip()) <= measure for piece in _pieces(text))


def set_lines(text: str, measure: float) -> list[Line]:
    """
    Return the lines of *text*, none wider than *measure*, in sizes of its letters.

    There are as few as can be, and of those ways to break the one is taken that leaves the least
    squares of room. A word that is too long for a line is broken.
    """
    pieces = [part for piece in _pieces(text) for part in _parts(piece, measure)]
    count = len(pieces)
    # The best way to set the pieces from each on: lines, squares of room, and where the first ends.
    best: list[tuple[int, float, int]] = [(0, 0.0, count)] * (count + 1)
    for start in reversed(range(count)):
        ways: list[tuple[int, float, int]] = []
        for end in range(start + 1, count + 1):
            room = measure - _wide("".join(pieces[start:end]).strip())
            if room < 0 and ways:
                break
            ways.append((best[end][0] + 1, best[end][1] + room * room, end))
        best[start] = min(ways)
    lines = []
    start = 0
    while start < count:
        lines.append("".join(pieces[start : best[start][2]]).strip())
        start = best[start][2]
    return [line for line in lines if line]


def _pieces(text: str) -> list[str]:
    """Split where a line may end; a space belongs to the word before it."""
    pieces: list[str] = []
    for piece in _PIECE.findall(" ".join(text.split())):
        if piece.isspace() and pieces:
            pieces[-1] += " "
        else:
            pieces += _letters(piece)
    return pieces


def _letters(piece: str) -> list[str]:
    """Part letters as wide as high from each other; marks stay with the letter before them."""
    parts: list[str] = []
    for letter in piece:
        joined = unicodedata.category(letter)[0] in "MP" or not (
            _is_wide(letter) or (parts and _is_wide(parts[-1][0]))
        )
        if parts and joined:
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _parts(piece: str, measure: float) -> list[str]:
    """Break what is too long for a line of its own."""
    parts = [""]
    for letter in piece:
        if parts[-1] and _wide((parts[-1] + letter).strip()) > measure:
            parts.append("")
        parts[-1] += letter
    return parts


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}


def _wide(text: str) -> float:
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if _is_wide(letter):
        return 1.0
    if letter in _NARROW:
        return 0.4
    if letter in _BROAD:
        return 1.0
    return 0.8 if letter.isupper() else 0.63
