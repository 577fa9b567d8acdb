"""Write captures of web pages into a WARC file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """
    What an archive saw at an address at a moment.

    An empty *body* with *again* set is a revisit: the archive saw the same bytes as at that
    moment, and kept no second copy.
    """

    address: str
    taken: datetime
    body: bytes = b""
    code: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    again: datetime | None = None


def write_warc(file: Path, captures: Iterable[Captured]) -> None:
    """Write captures, each a response or a revisit, in the order given."""
    digests: dict[tuple[str, datetime], str] = {}
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for capture in captures:
            if capture.again is None:
                digests[capture.address, capture.taken] = _write_response(writer, capture)
            else:
                _write_revisit(writer, capture, digests[capture.address, capture.again])


def _write_response(writer: WARCWriter, capture: Captured) -> str:
    """Write a capture with its bytes; return their digest."""
    record = writer.create_warc_record(
        capture.address,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=_head(capture),
        warc_headers_dict={"WARC-Date": _warc_time(capture.taken)},
    )
    writer.write_record(record)
    digest: str = record.rec_headers.get_header("WARC-Payload-Digest")
    return digest


def _write_revisit(writer: WARCWriter, capture: Captured, digest: str) -> None:
    """Write that the bytes of this digest were seen again."""
    record = writer.create_revisit_record(
        capture.address,
        digest,
        capture.address,
        _warc_time(capture.again or capture.taken),
        http_headers=_head(capture),
        warc_headers_dict={"WARC-Date": _warc_time(capture.taken)},
    )
    writer.write_record(record)


def _head(capture: Captured) -> StatusAndHeaders:
    line = f"{capture.code} {HTTPStatus(capture.code).phrase}"
    return StatusAndHeaders(line, list(capture.headers), "HTTP/1.1")


def _warc_time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
