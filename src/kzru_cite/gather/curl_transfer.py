"""Hear the answer to one request, line by line and piece by piece."""

from __future__ import annotations

import time
from http.client import BadStatusLine, HTTPException, LineTooLong
from threading import Lock

from msgspec import Struct, field

from kzru_cite.gather.body import REDIRECTS, is_page_type
from kzru_cite.gather.said import Head

# As many as http.client takes.
_MOST_HEADERS, _LONGEST_HEADER = 100, 65536
# A redirect's body is read only to keep the connection.
_MOST_OF_REDIRECT = 16384
# What tells the library to stop.
STOP = -1
_EMPTY_LINES = (b"\r\n", b"\n")


class Transfer(Struct, kw_only=True, eq=False):
    """
    One request on its way to one address, and what was heard on it.

    *end* is the moment, by time.monotonic, at which to give up, *idle* the longest silence,
    *standing* the moment by which a connection must stand, *most* the bytes of a body, *trust* the
    file of whom to trust. At the end *error* says what went wrong, if anything did, *reached*
    whether there was a connection, and *head* is None unless the whole head came. *pieces* is the
    body as far as it was wanted.
    """

    address: str
    ip: str
    port: int
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    end: float
    idle: float
    standing: float
    most: int
    trust: str = ""
    head: Head | None = None
    pieces: list[bytes] = field(default_factory=list)
    error: Exception | None = None
    reached: bool = False
    last: float = 0.0
    _done: Lock = field(default_factory=Lock)
    _first: bytes = b""
    _lines: list[tuple[str, str]] = field(default_factory=list)
    _room: int = 0

    def begin(self) -> None:
        """Hold up whoever waits for the end."""
        self._done.acquire()

    def finish(self, error: Exception | None) -> None:
        """Say that it is over; what was stopped on purpose, or has a reason, keeps it."""
        if self.error is None and not self._is_enough():
            self.error = error
        self._done.release()

    def wait(self) -> None:
        """Wait for the end."""
        with self._done:
            pass

    def hear_line(self, line: bytes) -> int | None:
        """Take a line of the head."""
        self.last = time.monotonic()
        if self.head is not None:
            # What follows on the body are no headers that anybody reads.
            return None
        if line in _EMPTY_LINES:
            return self._end_head()
        if not self._first or line.startswith(b"HTTP/"):
            self._first, self._lines = line, []
        elif len(line) > _LONGEST_HEADER:
            self.error = LineTooLong("header line")
        elif line[:1] in (b" ", b"\t") and self._lines:
            name, value = self._lines.pop()
            self._lines.append((name, f"{value} {line.decode('latin-1').strip()}"))
        else:
            name, _, value = line.decode("latin-1").partition(":")
            self._lines.append((name, value.strip()))
        if len(self._lines) > _MOST_HEADERS:
            self.error = HTTPException(f"got more than {_MOST_HEADERS} headers")
        return STOP if self.error else None

    def _end_head(self) -> int | None:
        version, code, reason = (*self._first.decode("latin-1").split(None, 2), "", "")[:3]
        head = Head(code=int(code), reason=reason.strip(), lines=tuple(self._lines))
        if head.code == 100:
            self._first = b""
            return None
        if not version.startswith("HTTP/1."):
            self.error = BadStatusLine(version)
            return STOP
        if head.code < 200:
            # What would follow on an early hint (103) is not waited for, as by the other engine.
            self.error = BadStatusLine(f"only code {code} came")
            return STOP
        bodiless = self.method == "HEAD" or head.code in (204, 304)
        coded = head.value("transfer-encoding")
        said = "" if bodiless or coded else head.value("content-length")
        length = int(said) if said.isascii() and said.isdecimal() else 0
        self.head = Head(code=head.code, reason=head.reason, lines=head.lines, length=length)
        self._room = self.most
        if head.code in REDIRECTS:
            self._room = _MOST_OF_REDIRECT
        elif not self._is_wanted():
            # Nothing is read, so nothing is left on the connection when there is no body.
            self._room = 0
            return None if bodiless else STOP
        return None

    def _is_wanted(self) -> bool:
        head = self.head
        return (
            head is not None
            and head.length <= self.most
            and is_page_type(head.value("content-type"))
        )

    def _is_enough(self) -> bool:
        """Tell whether what came is all that is wanted, however the rest came."""
        head = self.head
        if head is None:
            return False
        return head.code in REDIRECTS or not self._is_wanted() or self._room < 0

    def hear(self, piece: bytes) -> int | None:
        """Take a piece of the body; one piece more than allowed is kept, to tell that it came."""
        self.last = time.monotonic()
        self._room -= len(piece)
        if self.head is not None and self.head.code not in REDIRECTS:
            self.pieces.append(piece)
        return STOP if self._room < 0 else None
