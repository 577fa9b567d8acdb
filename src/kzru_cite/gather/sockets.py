"""Give sockets a moment by which all must be over, however slowly the other side sends."""

from __future__ import annotations

import socket
import ssl
import time
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Deadline(Struct, frozen=True):
    """The moment, by time.monotonic, at which to give up, and the longest silence before it."""

    end: float
    idle: float

    def left(self) -> float:
        """Return the seconds to wait for the next bytes; raises TimeoutError when it is over."""
        rest = self.end - time.monotonic()
        if rest <= 0:
            raise TimeoutError("the whole answer took too long")
        return min(self.idle, rest)


NEVER = Deadline(float("inf"), 3600.0)


class TimedSocket(socket.socket):
    """A socket that waits for bytes only as long as its deadline allows."""

    deadline: Deadline = NEVER

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive bytes; raises TimeoutError at the deadline."""
        self.settimeout(self.deadline.left())
        return super().recv_into(buffer, nbytes or 0, flags)


class TimedTlsSocket(ssl.SSLSocket):
    """The same over TLS."""

    deadline: Deadline = NEVER

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive bytes; raises TimeoutError at the deadline."""
        self.settimeout(self.deadline.left())
        return super().recv_into(buffer, nbytes or 0, flags)
