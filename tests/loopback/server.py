"""Listen on loopback addresses in a thread of its own, and let replies answer."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from .exchange import Exchange, Reply, Request, reset

T = TypeVar("T")

# The longest request head that is read.
HEAD_LIMIT = 1 << 20
PATIENCE = 10.0
# How often the loop turns at the end to see transports closed.
TURNS = 1_000
# And how often it turns while connections are broken off.
HANDSHAKES = 50

# Finds the reply to a request, and hears of each exchange when it begins.
Router = Callable[[Exchange], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A listening socket: whose name it bears, and the TLS settings if it speaks TLS."""

    host: str
    listener: socket.socket
    tls: ssl.SSLContext | None = None


class Server:
    """An event loop in a thread, with any number of doors."""

    def __init__(self, router: Router) -> None:
        self.errors: list[Exception] = []
        self._router = router
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback-web")
        self._doors: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()
        self._transports: set[asyncio.Transport] = set()

    def start(self) -> None:
        """Begin to turn the loop."""
        self._loop.set_exception_handler(self._note)
        self._thread.start()

    def open(self, door: Door) -> None:
        """Listen at one more door."""
        self._run(self._open(door))

    def cut(self) -> None:
        """Break all connections off, and take no more."""
        self._run(self._cut())

    def stop(self) -> None:
        """Close all doors and connections, and end the thread."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def _note(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Keep what goes wrong in the loop, but for clients that break off."""
        error = context.get("exception") or RuntimeError(context["message"])
        if not isinstance(error, OSError):
            self.errors.append(error)

    async def _open(self, door: Door) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: _Wire(self._accept(door), self._transports),
            sock=door.listener,
            ssl=door.tls,
        )
        self._doors.append(server)

    async def _cut(self) -> None:
        loop = asyncio.get_running_loop()
        doors, self._doors = self._doors, []
        # All at one moment: nothing may get through after the first failure.
        for listener in [listener for door in doors for listener in door.sockets]:
            loop.remove_reader(listener.fileno())
            listener.shutdown(socket.SHUT_RDWR)
        # What was accepted a moment ago, or is in a handshake of TLS, gets its transport later.
        for _ in range(HANDSHAKES):
            for transport in tuple(self._transports):
                reset(transport)
            await asyncio.sleep(0.001)
        for door in doors:
            door.close()

    async def _close(self) -> None:
        for door in self._doors:
            door.close()
        # A polite end of TLS would wait for the client.
        for transport in tuple(self._transports):
            transport.abort()
        await asyncio.gather(*self._talks, return_exceptions=True)
        for _ in range(TURNS):
            if self._transports:
                await asyncio.sleep(0.001)

    def _accept(self, door: Door) -> Callable[[_Wire, asyncio.StreamWriter], None]:
        def accept(wire: _Wire, writer: asyncio.StreamWriter) -> None:
            talk = self._loop.create_task(self._serve(door, wire, writer))
            self._talks.add(talk)
            talk.add_done_callback(self._talks.discard)

        return accept

    async def _serve(self, door: Door, wire: _Wire, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        try:
            await self._talk(door, wire, writer)
        except (OSError, EOFError):
            pass  # the client broke off, as some are made to do
        except Exception as error:  # noqa: BLE001  # told to the test when the web ends
            self.errors.append(error)
        finally:
            writer.close()

    async def _talk(self, door: Door, wire: _Wire, writer: asyncio.StreamWriter) -> None:
        while (request := await read_request(wire.reader, door)) is not None:
            exchange = Exchange(request, writer)
            reply = self._router(exchange)
            wire.exchange = exchange
            try:
                await _unless_gone(reply(exchange), wire.gone)
            finally:
                exchange.leave()
            if exchange.ends or request.headers.get("connection") == "close":
                return


class _Wire(asyncio.StreamReaderProtocol):
    """A connection that says at once when the client has gone, so that it is counted no more."""

    def __init__(
        self,
        accept: Callable[[_Wire, asyncio.StreamWriter], None],
        transports: set[asyncio.Transport],
    ) -> None:
        self._transports = transports
        self.reader = asyncio.StreamReader(limit=HEAD_LIMIT)
        self.gone = asyncio.Event()
        self.exchange: Exchange | None = None
        super().__init__(self.reader, lambda _, writer: accept(self, writer))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The protocol of asyncio names the widest type; a stream always gets a transport.
        self._open = cast("asyncio.Transport", transport)
        self._transports.add(self._open)
        super().connection_made(transport)

    def eof_received(self) -> bool | None:
        self._leave()
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        self._transports.discard(self._open)
        super().connection_lost(exc)

    def _leave(self) -> None:
        self.gone.set()
        if self.exchange is not None:
            self.exchange.leave()


async def _unless_gone(work: Coroutine[Any, Any, None], gone: asyncio.Event) -> None:
    """Do *work*, and stop when the client has gone."""
    answer = asyncio.ensure_future(work)
    absence = asyncio.ensure_future(gone.wait())
    try:
        await asyncio.wait((answer, absence), return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            answer.result()
    finally:
        answer.cancel()
        absence.cancel()
        await asyncio.gather(answer, absence, return_exceptions=True)


async def read_request(reader: asyncio.StreamReader, door: Door) -> Request | None:
    """Read the next request of a connection; None when there is no more."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _version = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): text.strip() for name, _, text in pairs}
    return Request(
        host=door.host,
        method=method,
        path=path,
        at=time.monotonic(),
        tls=door.tls is not None,
        headers=headers,
        body=await reader.readexactly(int(headers.get("content-length", "0"))),
    )
