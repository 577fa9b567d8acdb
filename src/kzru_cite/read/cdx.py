"""
Read the index of captures that web archives give out (CDX) in each of its spellings.

They are lines with blanks between, JSON rows under a header row, and JSON objects a line, with
or without key and timestamp before them (CDXJ).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.read.records_json import load, strip, table, text_of

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
# The names that pywb has for the same things.
_OTHER_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
_LEAST = 6  # a row of text without length is still a row


class CdxRow(Struct, frozen=True, kw_only=True):
    """
    A capture in the index.

    *code* is None where the index has ``-``; *digest* is that of the stored bytes.
    """

    taken: datetime
    original: str
    mimetype: str = ""
    code: int | None = None
    digest: str = ""

    @property
    def stamp(self) -> str:
        """Return the moment as archives write it in addresses."""
        return f"{self.taken:%Y%m%d%H%M%S}".rjust(14, "0")


class CdxPage(Struct, frozen=True, kw_only=True):
    """
    Rows of the index, in its order; none means that the archive holds nothing.

    *resume_key* asks for the rows that follow, '' when there are none. *lost* counts the rows
    that could not be read.
    """

    rows: tuple[CdxRow, ...] = ()
    resume_key: str = ""
    lost: int = 0


class NoCdx(Struct, frozen=True, kw_only=True):
    """A text that is no index, such as an error in words; *words* are its first ones."""

    words: str


CdxReading: TypeAlias = CdxPage | NoCdx


def read_cdx(text: str) -> CdxReading:
    """Read an answer of a CDX server; an empty one means that nothing is held."""
    text = strip(text)
    if not text.strip():
        return CdxPage()
    rows, key = _json_rows(text) if text.lstrip().startswith("[") else _lines(text)
    read = [_row(row) for row in rows]
    good = tuple(row for row in read if row is not None)
    lost = len(read) - len(good)
    if not good and (lost or not read) and not _is_empty_grid(text):
        return NoCdx(words=" ".join(text[:2000].split())[:200])
    return CdxPage(rows=good, resume_key=key, lost=lost)


def resolved(rows: Iterable[CdxRow]) -> tuple[CdxRow, ...]:
    """
    Return the rows, oldest first, each once, revisits with the code of what they repeat.

    A revisit says that the bytes were those of an earlier capture, which has the same digest.
    """
    codes: dict[str, int] = {}
    found = []
    for row in sorted(dict.fromkeys(rows), key=lambda row: (row.taken, row.original)):
        if row.code is not None and row.digest:
            codes[row.digest] = row.code
        code = codes.get(row.digest) if row.code is None else row.code
        found.append(replace(row, code=code))
    # With its code a revisit can be the same as another row.
    return tuple(dict.fromkeys(found))


def read_stamp(digits: str) -> datetime | None:
    """Read a timestamp of 14 digits; None if it is none, or no moment of the calendar."""
    if not re.fullmatch(r"[0-9]{14}", digits):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_empty_grid(text: str) -> bool:
    grid = load(text)
    return isinstance(grid, list) and (grid in ([], [[]]) or _header(grid) is not None)


def _json_rows(text: str) -> tuple[list[Mapping[str, str]], str]:
    grid = load(text)
    if not isinstance(grid, list):
        return [{}], ""
    header = _header(grid)
    rows: list[Mapping[str, str]] = []
    for number, row in enumerate(grid):
        if number == 0 and header:
            continue
        if row == []:
            return rows, _key(grid[number + 1 :])
        rows.append(_named(row, header or _FIELDS))
    return rows, ""


def _header(grid: Sequence[object]) -> tuple[str, ...] | None:
    first = grid[0] if grid else None
    if isinstance(first, list) and "timestamp" in first:
        return tuple(_OTHER_NAMES.get(text_of(name), text_of(name)) for name in first)
    return None


def _key(rest: list[object]) -> str:
    # Behind the empty row stands one row with nothing but the key.
    return text_of(rest[0][0]) if rest and isinstance(rest[0], list) and rest[0] else ""


def _named(row: object, header: Sequence[str]) -> Mapping[str, str]:
    values = [text_of(value) for value in row] if isinstance(row, list) else []
    return dict(zip(header, values, strict=False))


def _lines(text: str) -> tuple[list[Mapping[str, str]], str]:
    head, _, tail = re.sub(r"\r\n?", "\n", text).partition("\n\n")
    key = tail.strip()
    # Only one line without blanks can be a key; else there was an empty line among the rows.
    if re.search(r"\s", key):
        head, key = text, ""
    return list(_named_lines(head)), key


def _named_lines(text: str) -> Iterator[Mapping[str, str]]:
    for line in text.split("\n"):
        if not line.strip():
            continue
        start = line.find("{")
        before = (line[:start] if start >= 0 else line).split()
        if start >= 0 and len(before) in (0, 2):
            yield _object(line[start:], before)
        else:
            values = line.split()
            yield dict(zip(_FIELDS, values, strict=False)) if len(values) >= _LEAST else {}


def _object(text: str, before: Sequence[str]) -> Mapping[str, str]:
    named = {
        _OTHER_NAMES.get(name, name): text_of(value) for name, value in table(load(text)).items()
    }
    return dict(zip(_FIELDS, before, strict=False)) | named


def _row(values: Mapping[str, str]) -> CdxRow | None:
    taken = read_stamp(values.get("timestamp", ""))
    original = values.get("original", "")
    if taken is None or not _ADDRESS.fullmatch(original):
        return None
    code, digest = values.get("statuscode", ""), values.get("digest", "")
    return CdxRow(
        taken=taken,
        original=original,
        mimetype=values.get("mimetype", ""),
        code=int(code) if re.fullmatch(r"[1-9][0-9]{2}", code) else None,
        digest="" if digest == "-" else digest,
    )
