"""Say where something stands in a file."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct


class Location(Struct, frozen=True, kw_only=True):
    """
    A stretch of a file: lines and columns count from 1, columns in code points.

    The end is exclusive: ``end_column`` is the column after the last character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def order(self) -> tuple[str, int, int, int, int]:
        """Give the key that sorts locations into reading order."""
        return (self.path, self.line, self.column, self.end_line, self.end_column)

    def contains(self, other: Location) -> bool:
        """Tell whether *other* lies wholly inside this stretch of the same file."""
        return (
            self.path == other.path
            and (self.line, self.column) <= (other.line, other.column)
            and (other.end_line, other.end_column) <= (self.end_line, self.end_column)
        )


class SourceText(Struct, frozen=True, kw_only=True):
    """
    A file as read: its path relative to the project, and its text with line feeds as line ends.

    *not_utf8* is the offset of the first byte that is not UTF-8, None for a sound file, and
    *read_as* what the file was taken for instead.
    """

    path: str
    text: str
    not_utf8: int | None = None
    read_as: str = "UTF-8"

    def locate(self, start: int, end: int) -> Location:
        """Turn offsets into *text* (code points, end exclusive) into a location."""
        starts = _line_starts(self.text)
        first, last = bisect_right(starts, start), bisect_right(starts, end)
        return Location(
            path=self.path,
            line=first,
            column=start - starts[first - 1] + 1,
            end_line=last,
            end_column=end - starts[last - 1] + 1,
        )

    def line(self, number: int) -> str:
        """Return line *number* (from 1) without its line end; empty past the last one."""
        starts = _line_starts(self.text)
        if number > len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end]

    def offset(self, line: int, column: int) -> int:
        """Turn a line and a column (from 1) into an offset: the inverse of ``locate``."""
        starts = _line_starts(self.text)
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(self.text))


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return tuple(starts)
