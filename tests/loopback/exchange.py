"""Hold one request to the loopback web, and write the answer to it byte by byte."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeAlias

# Lingering for no time makes the system send a reset instead of a polite end.
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    What a client asked.

    *path* holds the query too. Names of *headers* are in lower case. *at* is the moment of
    arrival by the monotonic clock, in seconds.
    """

    host: str
    method: str
    path: str
    at: float
    tls: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer. Its length is told to the client unless *headers* tell one."""

    code: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def head(self) -> bytes:
        """Return the status line and the headers as they go over the wire."""
        lines = [status_line(self.code), *(f"{name}: {text}" for name, text in self.headers)]
        if "content-length" not in {name.lower() for name, _ in self.headers}:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("utf-8")


def status_line(code: int) -> str:
    """Return the first line of an answer; codes that nobody defined have no phrase."""
    known = {status.value: status.phrase for status in HTTPStatus}
    return f"HTTP/1.1 {code} {known.get(code, 'Unknown')}"


class Exchange:
    """One request and the way back to who sent it."""

    def __init__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.request = request
        self.ends = False
        self._writer = writer
        self._left: Callable[[], None] = lambda: None

    def when_left(self, call: Callable[[], None]) -> None:
        """Have *call* made when the answer is out or the client has gone."""
        self._left = call

    def leave(self) -> None:
        """Count this request as no longer being answered; a second call does nothing."""
        left, self._left = self._left, lambda: None
        left()

    async def send(self, response: Response) -> None:
        """Write a whole answer; a HEAD gets its head alone."""
        body = b"" if self.request.method == "HEAD" else response.body
        # Before the bytes go out: a client that has them all may ask anew at once.
        self.leave()
        await self.write(response.head() + body)

    async def write(self, chunk: bytes) -> None:
        """Write some bytes of an answer, and wait while the client takes none."""
        self._writer.write(chunk)
        await self._writer.drain()

    def end(self) -> None:
        """Close the connection after this answer, whatever it promised."""
        self.ends = True

    def reset(self) -> None:
        """Break the connection off, so that the client sees a reset."""
        self.ends = True
        reset(self._writer.transport)


def reset(transport: asyncio.WriteTransport) -> None:
    """Break a connection off, so that the client sees a reset."""
    wire: socket.socket = transport.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    transport.abort()


Reply: TypeAlias = Callable[[Exchange], Coroutine[Any, Any, None]]
