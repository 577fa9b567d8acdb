"""
Turn exchanges into records of WARC 1.1 (ISO 28500:2017) and back.

Bodies are stored unpacked, so the headers that told how they were packed are kept under other
names. Payload digests are SHA-256, written as the log of looks writes them.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kzru_cite.model.kept import Exchange

VERSION = "WARC/1.1"
# Names of headers that no longer hold for an unpacked body.
_PACKED = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})


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
    try:
        phrase = HTTPStatus(exchange.code).phrase
    except ValueError:
        phrase = ""
    headers = [
        (f"X-Archive-Orig-{_title(name)}" if name in _PACKED else _title(name), _line(value))
        for name, value in exchange.headers.items()
    ]
    headers.append(("Content-Length", str(len(exchange.body))))
    return StatusAndHeaders(f"{exchange.code} {phrase}".strip(), headers, protocol="HTTP/1.1")


def request_headers(address: str, agent: str) -> StatusAndHeaders:
    """Return the request as it was sent, as far as it tells something."""
    _, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    headers = [("Host", host), ("User-Agent", _line(agent)), ("Accept", "*/*")]
    return StatusAndHeaders(f"GET {slash or '/'}{path} HTTP/1.1", headers, is_http_request=True)


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


def revisit(writer: WARCWriter, exchange: Exchange, address: str, at: datetime) -> Any:  # noqa: ANN401
    """Make the record of a reply whose body was kept at *address* and *at* before."""
    return writer.create_revisit_record(
        exchange.address,
        digest_of(exchange.body),
        address,
        stamp(at),
        http_headers=reply_headers(exchange),
        warc_headers_dict={"WARC-Date": stamp(exchange.at)},
    )


def request(writer: WARCWriter, exchange: Exchange, agent: str) -> Any:  # noqa: ANN401
    """Make the record of the request that led to a reply."""
    return writer.create_warc_record(
        exchange.address,
        "request",
        http_headers=request_headers(exchange.address, agent),
        warc_headers_dict={"WARC-Date": stamp(exchange.at)},
    )


def exchange_of(record: Any) -> Exchange | None:  # noqa: ANN401 - a record of warcio
    """Read a record of a reply; None for what is none. Raises what warcio raises for damage."""
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    code = headers.get_statuscode()
    if not address.startswith(("http://", "https://")) or not code.isdecimal():
        return None
    return Exchange(
        address=address,
        at=moment_of(record.rec_headers.get_header("WARC-Date")),
        code=int(code),
        headers={name.lower(): value for name, value in headers.headers},
        body=record.content_stream().read(),
    )


def _title(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


def _line(value: str) -> str:
    """Keep a value on one line, so that it cannot make a header of its own."""
    return " ".join(value.split())
