"""Make rows of lines, as both databases hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from itertools import islice

from kzru_cite.model.evidence import Look
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import about_of, write_look

# So many topics are asked for at once, and so many rows are put.
_BATCH = 5000


Row = tuple[bytes, str, bytes]


def row_of(look: Look) -> Row:
    """Return the row of a look."""
    line = write_look(look).encode("utf-8", "backslashreplace")
    return sha256(line).digest(), _topic(look.about), line


def row(line: bytes) -> Row:
    """Return what tells a line from others, its topic ('' when it tells none), and the line."""
    return sha256(line).digest(), topic_of(line), line


def rows_of(lines: Iterable[bytes]) -> Iterator[list[Row]]:
    """Return the rows of lines that are not blank, some at a time."""
    rows = (row(line) for one in lines if (line := one.strip()))
    while some := list(islice(rows, _BATCH)):
        yield some


def topic_of(line: bytes) -> str:
    """Return what a line is about, '' when it does not tell."""
    return _topic(about_of(line.decode("utf-8", "replace")))


def _topic(about: str) -> str:
    return column(topic(about)) if about else ""


def column(text: str) -> str:
    """Return what a column of text can hold: neither NUL nor half a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def topics_asked(about: Collection[str]) -> set[str]:
    """Return topics as rows hold them; lines that tell none are of interest as well."""
    return {"", *map(column, about)}


def batches(about: Collection[str]) -> Iterator[list[str]]:
    """Return topics as rows hold them, in their order, some at a time."""
    topics = iter(sorted(topics_asked(about)))
    while some := list(islice(topics, _BATCH)):
        yield some
