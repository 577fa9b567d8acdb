"""Hold a text file as it is written, byte for byte, beside the text that is worked on."""

from __future__ import annotations

from bisect import bisect_left
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct


class Kept(Struct, frozen=True, kw_only=True):
    """A stretch that stays as it stands: offsets into the text, the end exclusive."""

    start: int
    end: int


# What a file is put together from: stretches of the old one, and new text with line feeds.
Part: TypeAlias = Kept | str


class Written(Struct, frozen=True, kw_only=True):
    """
    A file as written, and *text*: the same with line feeds as line ends.

    Bytes that are not UTF-8 are lone surrogates in *text*, and come out as they went in. *mark*
    is the byte order mark, empty for none; *newline* is the line end that most lines have.
    """

    text: str
    newline: str
    mark: bytes
    raw: str
    pairs: tuple[int, ...]

    def joined(self, parts: Iterable[Part]) -> bytes:
        """Put a file together; new text gets the line ends of most lines, and UTF-8."""
        written = "".join(
            part.replace("\n", self.newline) if isinstance(part, str) else self._as_is(part)
            for part in parts
        )
        return self.mark + written.encode("utf-8", "surrogateescape")

    def _as_is(self, part: Kept) -> str:
        return self.raw[self._place(part.start) : self._place(part.end)]

    def _place(self, offset: int) -> int:
        """Turn an offset into the text into one into what is written."""
        return offset + bisect_left(self.pairs, offset)


def as_written(content: bytes) -> Written | None:
    """Take the bytes of a file; None for UTF-16, which no tool for bibliographies reads."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return None
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    raw = content.removeprefix(mark).decode("utf-8", "surrogateescape")
    found = [index for index, letter in enumerate(raw) if letter == "\r"] if "\r" in raw else []
    pairs = [index for index in found if raw.startswith("\n", index + 1)]
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    counts = {
        "\n": text.count("\n") - len(found),
        "\r\n": len(pairs),
        "\r": len(found) - len(pairs),
    }
    return Written(
        text=text,
        newline=max(counts, key=lambda end: counts[end]),
        mark=mark,
        raw=raw,
        pairs=tuple(index - number for number, index in enumerate(pairs)),
    )


def plain_text(text: str, parts: Iterable[Part]) -> str:
    """Put parts together as text with line feeds."""
    return "".join(part if isinstance(part, str) else text[part.start : part.end] for part in parts)
