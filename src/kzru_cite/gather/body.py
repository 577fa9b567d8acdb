"""Read the body of a reply within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http.client import HTTPException

from msgspec import Struct

from kzru_cite.gather.unpack import Damaged, TooLarge, unpacker

# A redirect's body is read only to free the connection.
_MOST_OF_REDIRECT = 16384
REDIRECTS = {301, 302, 303, 307, 308}
# Kinds of files that are no pages, so that a look at them ends with the headers.
_NO_PAGES = ("image/", "audio/", "video/", "font/")
_NO_PAGE = {
    "application/zip",
    "application/gzip",
    "application/x-gzip",
    "application/x-tar",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/epub+zip",
}


class Announced(Struct, frozen=True, kw_only=True):
    """
    What the head of a reply says of the body: its type, how it is packed, how long it is as sent.

    *length* is 0 when it is not told, and when no body follows.
    """

    code: int
    kind: str = ""
    coding: str = ""
    length: int = 0


class Body(Struct, frozen=True, kw_only=True):
    """
    What was read of a body, unpacked.

    *content* is None when it was not read: no page, longer than allowed by its own word, or
    packed in a way not read here. *length* is then the declared one, 0 when there is none.
    """

    content: bytes | None = None
    length: int = 0


def is_page_type(content_type: str) -> bool:
    """Tell whether a body of this type can be a page or a record, so that it is read."""
    kind = content_type.partition(";")[0].strip().lower()
    return not kind.startswith(_NO_PAGES) and kind not in _NO_PAGE


def read_body(announced: Announced, pieces: Iterable[bytes], most: int, most_unpacked: int) -> Body:
    """
    Read a body of at most *most* bytes that unpacks to at most *most_unpacked*.

    *pieces* is the body as it was sent. Raises TooLarge when more comes than is allowed, and
    what comes out of *pieces*: IncompleteRead when the connection ends early, and OSError.
    """
    unread = Body(length=announced.length)
    if announced.code in REDIRECTS:
        _drain(pieces)
        return unread
    if not is_page_type(announced.kind) or announced.length > most:
        return unread
    try:
        unpack = unpacker(announced.coding, most_unpacked)
        content = b"".join(map(unpack.feed, _counted(pieces, most)))
    except Damaged:
        return unread
    return Body(content=content, length=len(content))


def _drain(pieces: Iterable[bytes]) -> None:
    try:
        for _ in _counted(pieces, _MOST_OF_REDIRECT):
            pass
    except (TooLarge, OSError, HTTPException):
        # The redirect is known; the connection is then not used again.
        return


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    came = 0
    for piece in pieces:
        came += len(piece)
        if came > most:
            raise TooLarge(f"the body is longer than {most} bytes")
        yield piece
