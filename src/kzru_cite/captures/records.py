"""
Turn exchanges into records of WARC 1.1 (ISO 28500:2017) and back, by the library warcio.

Bodies are stored unpacked, so the headers that told how they were packed are kept under other
names. Digests are SHA-256, written as the log of looks writes them.
"""

from __future__ import annotations

import io
import re
import string
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kzru_cite.model.kept import Capture, Exchange

VERSION = "WARC/1.1"
# Names of headers that no longer hold for an unpacked body.
_PACKED = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_MARK = re.compile(rb"WARC/1\.[01]\r\n")
_REPLIES = ("response", "revisit")
_PIECE = 65536


class BadRecord(Exception):  # noqa: N818 - what is bad is the file
    """Bytes that are no record, or one that is not as its digests say; the message says why."""


class _Sha256:
    """The digest of a block, in the form that the hashes of looks have."""

    def __init__(self) -> None:
        self._sum = sha256()

    def update(self, piece: bytes) -> None:
        self._sum.update(piece)

    def __str__(self) -> str:
        return f"sha256:{self._sum.hexdigest()}"


class Writer(WARCWriter):  # type: ignore[misc]
    """A writer of WARC 1.1 whose digests are SHA-256."""

    def __init__(self, out: Any) -> None:  # noqa: ANN401 - whatever bytes can be written to
        super().__init__(out, gzip=True, warc_version=VERSION)

    @staticmethod
    def _create_digester() -> _Sha256:
        return _Sha256()


def digest_of(body: bytes) -> str:
    """Return the hash by which a body is known."""
    return f"sha256:{sha256(body).hexdigest()}"


def stamp(moment: datetime) -> str:
    """Write a moment as WARC does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """Read a moment; raises ValueError."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def reply_headers(exchange: Exchange) -> StatusAndHeaders:
    """Return status and headers as they are replayed."""
    lines = exchange.lines or tuple(
        (_title(name), value) for name, value in exchange.headers.items()
    )
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _PACKED else name, value)
        for name, value in _clean(lines)
    ]
    headers.append(("Content-Length", str(len(exchange.body))))
    status = _ascii(_line(f"{exchange.code} {exchange.reason or _phrase(exchange.code)}"))
    return StatusAndHeaders(status, headers, protocol="HTTP/1.1")


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return ""


def request_headers(exchange: Exchange, agent: str) -> StatusAndHeaders:
    """Return the request as it was sent, as far as it is known."""
    _, _, rest = exchange.address.partition("://")
    host = rest.partition("/")[0]
    usual = (("Host", host), ("User-Agent", agent), ("Accept", "*/*"))
    status = f"GET {_path(exchange.address)} HTTP/1.1"
    headers = _clean(exchange.sent or usual)
    return StatusAndHeaders(status, headers, is_http_request=True)


def _path(address: str) -> str:
    """Return what is asked for in a request; what others kept may have any letters in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    path = quote(parts.path or "/", safe=string.printable)
    return f"{path}?{quote(parts.query, safe=string.printable)}" if parts.query else path


def response(writer: WARCWriter, exchange: Exchange) -> Any:  # noqa: ANN401 - a record of warcio
    """Make the record of a reply with its body."""
    return writer.create_warc_record(
        exchange.address,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=reply_headers(exchange),
        warc_headers_dict={
            "WARC-Date": stamp(exchange.at),
            "WARC-Payload-Digest": digest_of(exchange.body),
        },
    )


def revisit(writer: WARCWriter, exchange: Exchange, earlier: Capture) -> Any:  # noqa: ANN401
    """Make the record of a reply whose body was kept before."""
    return writer.create_revisit_record(
        exchange.address,
        digest_of(exchange.body),
        earlier.address,
        stamp(earlier.at),
        http_headers=reply_headers(exchange),
        warc_headers_dict={
            "WARC-Date": stamp(exchange.at),
            **({"WARC-Refers-To": earlier.record} if earlier.record else {}),
        },
    )


def request(writer: WARCWriter, exchange: Exchange, agent: str) -> Any:  # noqa: ANN401
    """Make the record of the request that led to a reply."""
    return writer.create_warc_record(
        exchange.address,
        "request",
        http_headers=request_headers(exchange, agent),
        warc_headers_dict={"WARC-Date": stamp(exchange.at)},
    )


def metadata(writer: WARCWriter, exchange: Exchange, reply: str) -> Any:  # noqa: ANN401
    """Make the record of what is told of a reply, which is named by its id."""
    lines = "".join(f"{name}: {_line(value)}\r\n" for name, value in exchange.notes)
    content = lines.encode()
    return writer.create_warc_record(
        exchange.address,
        "metadata",
        payload=io.BytesIO(content),
        length=len(content),
        warc_content_type="application/warc-fields",
        warc_headers_dict={"WARC-Date": stamp(exchange.at), "WARC-Concurrent-To": reply},
    )


def parsed(content: bytes) -> Any:  # noqa: ANN401 - a record of warcio
    """Return the record that unpacked bytes hold, its body not read yet; raises BadRecord."""
    if not _MARK.match(content):
        raise BadRecord("there is no WARC record")
    loader = ArcWarcRecordLoader(verify_http=False)
    try:
        record = loader.parse_record_stream(
            io.BytesIO(content), known_format="warc", check_digests=True
        )
    except (ArchiveLoadFailed, EOFError, ValueError, AttributeError) as cause:
        raise BadRecord("the record cannot be read") from cause
    length = record.rec_headers.get_header("Content-Length") or ""
    if not (record.rec_type and re.fullmatch("[0-9]+", length)):
        raise BadRecord("the record tells no type, or no length")
    return record


def body_of(record: Any, most: int) -> bytes:  # noqa: ANN401 - a record of warcio
    """
    Return the body of a record, unpacked, and compare the record with its own digests.

    Raises BadRecord; a body of more than *most* bytes is refused before it is read to its end.
    """
    body: bytes = record.content_stream().read(most + 1)
    if len(body) > most:
        raise BadRecord(f"the record holds more than {most} bytes")
    # What is left, such as the end of a packed body, goes through the digests as well.
    while record.raw_stream.read(_PIECE):
        pass
    if getattr(record.raw_stream, "limit", 0):
        raise BadRecord("the record is shorter than it says")
    if record.digest_checker.passed is False:
        raise BadRecord("the record is not as its digest says")
    return body


def exchange_of(record: Any, most: int) -> Exchange | None:  # noqa: ANN401 - a record of warcio
    """
    Read a record of a reply with its body; None for what is none. Raises BadRecord.

    The body of a revisit is empty here: it is in another record.
    """
    headers = record.http_headers
    if record.rec_type not in _REPLIES or headers is None:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not address.startswith(("http://", "https://")) or not code_of(headers):
        return None
    lines = tuple(headers.headers)
    return Exchange(
        address=address,
        at=date_of(record),
        code=code_of(headers),
        headers=_joined(lines),
        body=body_of(record, most),
        lines=lines,
        reason=headers.statusline.partition(" ")[2],
    )


def code_of(headers: StatusAndHeaders) -> int:
    """Return the code of a reply, 0 where there is none."""
    code: str = headers.get_statuscode()
    return int(code) if re.fullmatch("[0-9]{3}", code) else 0


def date_of(record: Any) -> datetime:  # noqa: ANN401 - a record of warcio
    """Return the moment of a record; raises BadRecord."""
    try:
        return moment_of(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError as cause:
        raise BadRecord("the record has no date") from cause


def told(content: bytes) -> Mapping[str, str]:
    """Return what can be read of the headers of a record that is damaged further down."""
    head = content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    pairs = (line.partition(": ") for line in head.split("\r\n")[1:])
    return {name.lower(): value for name, _, value in pairs}


def _joined(lines: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return headers by their names; those that come twice are joined, as when they are fetched."""
    found: dict[str, str] = {}
    for name, value in lines:
        known = found.get(name.lower())
        found[name.lower()] = value if known is None else f"{known}, {value}"
    return found


def _clean(lines: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return headers, each on one line of ASCII, without those whose name is none."""
    return [(name, _ascii(_line(value))) for name, value in lines if _TOKEN.fullmatch(name)]


def _ascii(text: str) -> str:
    """Return a header with its letters beyond ASCII as percent signs: the library fails on some."""
    return quote(text, safe=string.printable)


def _title(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


def _line(value: str) -> str:
    """Keep a value on one line, so that it cannot make a header of its own."""
    return " ".join(value.split())
