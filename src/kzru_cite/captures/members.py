"""
Take a file of captures apart into its members, each a record packed by itself (WARC 1.1, annex D).

A member that is damaged hides no other: the next one is looked for by the mark that it begins with.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

_GZIP = 16 + zlib.MAX_WBITS
_MARK = b"\x1f\x8b\x08"
_PIECE = 65536
_START = b"WARC/"
# So finely is a spoiled member read, to see whose it was.
_STEP = 64


class Member(Struct, frozen=True, kw_only=True):
    """
    A member: where it begins, how many bytes it takes, and what comes out of it.

    *fault* says why it cannot be read; *content* is then what came out until there, and *torn*
    tells that the file ends inside it.
    """

    offset: int
    length: int
    content: bytes
    fault: str = ""
    torn: bool = False


def members(file: BinaryIO, most: int) -> Iterator[Member]:
    """Yield the members of a file; one that unpacks to more than *most* bytes is a fault."""
    offset = 0
    while (start := _next_start(file, offset)) is not None:
        if start > offset:
            fault = "there is something that is no record"
            yield Member(offset=offset, length=start - offset, content=b"", fault=fault)
        member = member_at(file, start, most)
        if member.fault:
            # What looks like a beginning inside of packed bytes is passed over.
            end = _next_record(file, start + 1)
            torn = member.torn and end is None
            end = _size(file) if end is None else end
            yield Member(
                offset=start,
                length=end - start,
                content=member.content,
                fault=member.fault,
                torn=torn,
            )
            offset = end
        else:
            yield member
            offset = start + member.length
    size = _size(file)
    if offset < size:
        file.seek(offset)
        torn = _MARK.startswith(file.read(len(_MARK)))
        fault = "there is something that is no record"
        yield Member(offset=offset, length=size - offset, content=b"", fault=fault, torn=torn)


def member_at(file: BinaryIO, offset: int, most: int) -> Member:
    """Read the member that begins at *offset*."""
    file.seek(offset)
    stream = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    room, taken = most, 0
    while not stream.eof:
        piece = file.read(_PIECE)
        if not piece:
            return _bad(offset, taken, parts, "the file ends inside the record", torn=True)
        taken += len(piece)
        try:
            parts.append(stream.decompress(piece, room + 1))
        except zlib.error:
            return _bad(offset, taken, _salvaged(file, offset), "the record cannot be unpacked")
        room -= len(parts[-1])
        if room < 0:
            return _bad(offset, taken, parts, f"the record unpacks to more than {most} bytes")
    length = taken - len(stream.unused_data)
    return Member(offset=offset, length=length, content=b"".join(parts))


def _salvaged(file: BinaryIO, offset: int) -> list[bytes]:
    """Return what comes out of a member before the place where it is spoiled."""
    file.seek(offset)
    stream = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < _PIECE:
            parts.append(stream.decompress(file.read(_STEP), _PIECE))
    except zlib.error:
        pass
    return parts


def _bad(offset: int, taken: int, parts: list[bytes], fault: str, *, torn: bool = False) -> Member:
    return Member(offset=offset, length=taken, content=b"".join(parts), fault=fault, torn=torn)


def _next_start(file: BinaryIO, offset: int) -> int | None:
    """Return where the next member may begin, at *offset* or later."""
    file.seek(offset)
    if file.read(len(_MARK)) == _MARK:
        return offset
    return _next_record(file, offset)


def _next_record(file: BinaryIO, offset: int) -> int | None:
    """Return where the next member begins that opens like a record."""
    while (offset := _find(file, offset)) >= 0:
        file.seek(offset)
        try:
            head = zlib.decompressobj(_GZIP).decompress(file.read(_PIECE), len(_START))
        except zlib.error:
            head = b""
        if head == _START:
            return offset
        offset += 1
    return None


def _find(file: BinaryIO, offset: int) -> int:
    """Return where the mark is, at *offset* or later; -1 for nowhere."""
    file.seek(offset)
    before = b""
    while piece := file.read(_PIECE):
        window = before + piece
        found = window.find(_MARK)
        if found >= 0:
            return offset - len(before) + found
        offset += len(piece)
        before = window[-len(_MARK) + 1 :]
    return -1


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)
