"""
Change files by edits, and keep every byte that is not meant.

Places of edits count in texts with line feeds. The file keeps its line ends, its byte order mark,
and the lack of a line feed at its end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.errors import UsageError
from kzru_cite.files import read_bytes
from kzru_cite.model.fix import Edit
from kzru_cite.model.place import SourceText

_RETURNS = re.compile(r"\r\n")


class File(Struct, frozen=True, kw_only=True, dict=True):
    """A text file of a project: its path there, and its text with the line ends that it has."""

    path: str
    raw: str
    marked: bool = False

    @cached_property
    def source(self) -> SourceText:
        """Return the text as it is judged, with line feeds."""
        text = self.raw.replace("\r\n", "\n").replace("\r", "\n")
        return SourceText(path=self.path, text=text)

    @property
    def content(self) -> bytes:
        """Return the bytes of the file."""
        return BOM_UTF8 * self.marked + self.raw.encode()

    def edited(self, edits: Iterable[Edit]) -> File:
        """Return the file with edits made, which must not meet each other."""
        raw = self.raw
        ends = [match.start() - before for before, match in enumerate(_RETURNS.finditer(raw))]
        crlf = 2 * len(ends) > self.source.text.count("\n")
        for edit in sorted(edits, key=lambda edit: edit.place.order, reverse=True):
            place = edit.place
            start = self.source.offset(place.line, place.column)
            end = self.source.offset(place.end_line, place.end_column)
            # Each line end of two characters before a place moves it by one.
            start, end = start + bisect_left(ends, start), end + bisect_left(ends, end)
            text = edit.text.replace("\n", "\r\n") if crlf else edit.text
            raw = raw[:start] + text + raw[end:]
        return replace(self, raw=raw)


def read_file(folder: Path, path: str) -> File | None:
    """Read a file to be edited; None for one that is not UTF-8. Raises UsageError without it."""
    content = read_bytes(folder / path)
    if content is None:
        raise UsageError(f"{path} is not there any more")
    try:
        raw = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    return File(path=path, raw=raw, marked=content.startswith(BOM_UTF8))
