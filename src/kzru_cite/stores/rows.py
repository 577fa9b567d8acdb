"""Make rows of lines, as both databases hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import islice

from kzru_cite.model.evidence import Look
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import read_look, write_look

# So many topics are asked for at once.
_BATCH = 5000


Row = tuple[bytes, str, bytes]


def row_of(look: Look) -> Row:
    """Return the row of a look."""
    return _row(write_look(look).encode("utf-8", "backslashreplace"), look.about)


def row(line: bytes) -> Row:
    """Return what tells a line from others, what it is about ('' when it is no look), and it."""
    look = read_look(line.decode("utf-8", "replace"))
    return _row(line, look.about if look else "")


def _row(line: bytes, about: str) -> Row:
    return sha256(line).digest(), _column(topic(about)) if about else "", line


def _column(text: str) -> str:
    """Return what a column of text can hold: neither NUL nor half a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def batches(about: Collection[str]) -> Iterator[list[str]]:
    """Return topics in their order, some at a time; lines that are no looks are of interest too."""
    topics = iter(sorted({"", *map(_column, about)}))
    while some := list(islice(topics, _BATCH)):
        yield some
