"""Read packed bodies, counting what comes out of them while it comes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
# What follows a stream is copied; of so few bytes that takes no time, however many streams follow.
_SLICE = 1 << 14


class TooLarge(Exception):  # noqa: N818 - it is no error of the program
    """A body, or what comes out of it, is larger than allowed."""


class Damaged(Exception):  # noqa: N818 - it is no error of the program
    """A body that is not packed as it says, or in a way that is not read here."""


class Unpacker(Protocol):
    """Take a body in pieces, and give out what was packed in it."""

    def feed(self, piece: bytes) -> bytes:
        """Unpack the next piece; raises TooLarge or Damaged."""
        ...


def unpacker(coding: str, most: int) -> Unpacker:
    """
    Return what unpacks a body with this ``Content-Encoding``, up to *most* bytes.

    Raises Damaged for a coding that was not asked for.
    """
    match coding.strip().lower():
        case "" | "identity":
            return _Plain(most)
        case "gzip" | "x-gzip":
            return _Packed(most, _GZIP)
        case "deflate":
            return _Deflated(most)
        case other:
            raise Damaged(f"the body is packed by {other}")


class _Plain:
    def __init__(self, most: int) -> None:
        self._room = most

    def feed(self, piece: bytes) -> bytes:
        self._room -= len(piece)
        if self._room < 0:
            raise TooLarge("the body is larger than allowed")
        return piece


class _Packed:
    """One stream or, as gzip allows, several in a row."""

    def __init__(self, most: int, window: int) -> None:
        self._room = most
        self._window = window
        # Whether bytes came that belong to no stream: none can follow them.
        self._over = False
        self._stream = zlib.decompressobj(window)

    def feed(self, piece: bytes) -> bytes:
        slices = (piece[at : at + _SLICE] for at in range(0, len(piece), _SLICE))
        return b"".join(part for each in slices for part in self._unpacked(each))

    def _unpacked(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._stream.eof:
                if self._over or not self._goes_on(piece):
                    self._over = True
                    break
                self._stream = zlib.decompressobj(self._window)
            try:
                # One byte more than there is room for: that it comes is all one must know.
                part = self._stream.decompress(piece, self._room + 1)
            except zlib.error as cause:
                raise Damaged(f"the body cannot be unpacked: {cause}") from cause
            self._room -= len(part)
            if self._room < 0:
                raise TooLarge("the body unpacks to more than is allowed")
            yield part
            piece = self._stream.unused_data

    def _goes_on(self, piece: bytes) -> bool:
        """Tell whether another stream follows; other bytes after the end are left alone."""
        return self._window == _GZIP and piece.startswith(b"\x1f")


class _Deflated:
    """Deflate as the standard has it, or bare, as some servers send it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inner: _Packed | None = None

    def feed(self, piece: bytes) -> bytes:
        if self._inner is None and piece:
            # The first byte of a standard stream names the method: 8 in its low half.
            standard = piece[0] & 0x0F == 8
            self._inner = _Packed(self._most, zlib.MAX_WBITS if standard else _RAW)
        return self._inner.feed(piece) if self._inner else b""
