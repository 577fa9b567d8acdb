"""Turn places into the positions of the Language Server Protocol, and back."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from msgspec import Struct

from kzru_cite.model.place import Location, SourceText


class Units(Enum):
    """Name what a position counts within a line, as the two sides agreed on it."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Point(Struct, frozen=True, kw_only=True):
    """A position: line and character count from 0, the latter in units."""

    line: int
    character: int


def written(text: str) -> str:
    """
    Return a text from an editor as files are read: line feeds, no byte order mark.

    Halves of a pair of surrogates, which no file can hold, become one sign of the same width.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def points(source: SourceText, place: Location, units: Units) -> tuple[Point, Point]:
    """Return where *place* begins and ends."""
    return (
        _point(source, place.line, place.column, units),
        _point(source, place.end_line, place.end_column, units),
    )


def _point(source: SourceText, line: int, column: int, units: Units) -> Point:
    before = source.line(line)[: column - 1]
    return Point(line=line - 1, character=_width(before, units))


def offset(source: SourceText, point: Point, units: Units) -> int:
    """
    Return the offset in code points, the inverse of ``points``.

    What lies past the end of a line or of the text is brought back to it, and what lies inside
    a letter to its beginning.
    """
    if point.line > source.text.count("\n"):
        return len(source.text)
    line = source.line(point.line + 1)
    column, used = 0, 0
    for letter in line:
        used += _width(letter, units)
        if used > point.character:
            break
        column += 1
    return source.offset(point.line + 1, column + 1)


def _width(text: str, units: Units) -> int:
    match units:
        case Units.UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        case Units.UTF16:
            return len(text) + sum(letter > "\uffff" for letter in text)
        case Units.UTF32:
            return len(text)
        case _:
            assert_never(units)
