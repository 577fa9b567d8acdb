"""Say what goes along with each request, and make a reply of what was heard on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec import Struct

from kzru_cite.gather.body import Announced, read_body
from kzru_cite.gather.transport import Failure, Limits, Reply, Request
from kzru_cite.gather.troubles import trouble_of
from kzru_cite.model.kept import Exchange

_STANDING = {
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


class Head(Struct, frozen=True, kw_only=True):
    """
    The head of a reply: *lines* are its headers as they came, *length* what its body is to have.

    *lines* take bytes for characters, as Latin 1 does; *length* is 0 when nobody told it.
    """

    code: int
    reason: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    length: int = 0

    def value(self, name: str) -> str:
        """Return the headers of this name in small letters, joined; '' when there is none."""
        return ", ".join(value for known, value in self.lines if known.lower() == name)

    def announced(self) -> Announced:
        """Say what the body is."""
        return Announced(
            code=self.code,
            kind=self.value("content-type"),
            coding=self.value("content-encoding"),
            length=self.length,
        )


def headers_of(request: Request, agent: str) -> dict[str, str]:
    """Return the headers of a request, its own in place of the usual."""
    host = {"Host": urlsplit(request.address).netloc, "User-Agent": agent}
    length = {"Content-Length": str(len(request.body))} if request.body else {}
    return {**host, **_STANDING, **length, **request.headers}


def reply_of(
    head: Head, pieces: Iterable[bytes], limits: Limits, address: str, sent: dict[str, str]
) -> Reply:
    """Read the body, *pieces* being what was sent of it, and put the reply together."""
    body = read_body(head.announced(), pieces, limits.body, limits.unpacked)
    lines = tuple((name, _text(value)) for name, value in head.lines)
    headers: dict[str, str] = {}
    for name, value in lines:
        known = headers.get(name.lower())
        headers[name.lower()] = value if known is None else f"{known}, {value}"
    return Reply(
        code=head.code,
        headers=headers,
        cookies=tuple(
            " ".join(value.split()) for name, value in head.lines if name.lower() == "set-cookie"
        ),
        body=body.content,
        length=body.length,
        exchange=Exchange(
            address=address,
            at=datetime.now(UTC).replace(microsecond=0),
            code=head.code,
            headers=headers,
            body=body.content or b"",
            lines=lines,
            reason=head.reason,
            sent=tuple(sent.items()),
        ),
    )


def failure_of(error: Exception, code: int | None = None) -> Failure:
    """Turn one of ERRORS into a value; raises what is none of them."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(trouble=trouble_of(error), words=words or type(error).__name__, code=code)


def _text(value: str) -> str:
    """Return a header on one line, as UTF-8 where it is; libraries take bytes for characters."""
    if value.isascii() and value.isprintable():
        return value.strip()
    line = " ".join(part.strip() for part in value.splitlines())
    try:
        return line.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line
