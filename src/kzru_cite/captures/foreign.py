"""Read captures made elsewhere: WARC and ARC files, packed or not, by the library warcio."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from kzru_cite.captures import records
from kzru_cite.captures.records import BadRecord
from kzru_cite.errors import UsageError
from kzru_cite.model.kept import Exchange

# Bodies larger than those that a look reads are passed over.
MOST = 20_000_000
# What a file that is none, or is cut off, makes the library raise.
_DAMAGED = (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError, zlib.error)


class Head(Struct, frozen=True, kw_only=True):
    """
    A reply in a file, by its number there, the body left out.

    *digest* is the file's own; with *again* the body is that of an earlier reply with this digest.
    """

    number: int
    exchange: Exchange
    digest: str
    again: bool


class Contents(Struct, kw_only=True):
    """The replies in a file, in its order, and the faults met."""

    heads: list[Head] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def contents(path: Path) -> Contents:
    """Walk through a file; raises UsageError when it cannot be opened or holds nothing at all."""
    found = Contents()
    for number, record in _records(path):
        if isinstance(record, str):
            found.faults.append(record)
            continue
        try:
            exchange = records.exchange_of(record, MOST)
        except BadRecord as cause:
            found.faults.append(f"{path.name}: record {number}: {cause}")
            continue
        if exchange is not None:
            digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
            head = replace(exchange, body=b"")
            again = record.rec_type == "revisit"
            found.heads.append(Head(number=number, exchange=head, digest=digest, again=again))
    if found.faults and not found.heads:
        hint = "give a WARC file, packed or not"
        raise UsageError(f"{path} cannot be read: {found.faults[0]}", hint=hint)
    return found


def bodies(path: Path, numbers: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the bodies of the records with these numbers, one by one."""
    for number, record in _records(path):
        if number in numbers and not isinstance(record, str):
            yield number, records.body_of(record, MOST)


def body_number(head: Head, heads: Sequence[Head]) -> int | None:
    """Return the number of the record that holds the body of a reply; None where none does."""
    if not head.again:
        return head.number
    same = (one for one in heads if not one.again and head.digest and one.digest == head.digest)
    return next((one.number for one in same), None)


def read_exchanges(path: Path) -> Iterator[Exchange]:
    """
    Yield the replies in a file made by any program, each with its body.

    Raises UsageError as ``contents`` does; what cannot be read is passed over.
    """
    found = contents(path)
    by_body: dict[int, list[Head]] = {}
    for head in found.heads:
        number = body_number(head, found.heads)
        if number is not None:
            by_body.setdefault(number, []).append(head)
    for number, body in bodies(path, by_body):
        for head in by_body[number]:
            yield replace(head.exchange, body=body)


def _records(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the records with their numbers, at last perhaps why nothing more can be read."""
    number = 0
    try:
        with path.open("rb") as file:
            found = ArchiveIterator(file, arc2warc=True, check_digests=True)
            for number, record in enumerate(found, 1):
                yield number, record
    except OSError as cause:
        raise UsageError(f"{path} cannot be read: {cause.strerror}") from cause
    except _DAMAGED:
        yield number + 1, f"{path.name}: nothing can be read after record {number}"
