"""Run transfers by the library pycurl: one thread for all, over connections that it keeps."""

from __future__ import annotations

import os
import selectors
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from http.client import BadStatusLine, HTTPException, LineTooLong, RemoteDisconnected
from threading import Lock, Thread

import pycurl
from msgspec import Struct, field

from kzru_cite.gather.body import REDIRECTS, is_page_type
from kzru_cite.gather.dial import NotAllowed
from kzru_cite.gather.said import Head

# As many as http.client takes.
_MOST_HEADERS, _LONGEST_HEADER = 100, 65536
# A redirect's body is read only to keep the connection.
_MOST_OF_REDIRECT = 16384
# How often silence is looked for.
_TICK = 0.05
# OpenSSL's number for a certificate of another host. The library looks at the name by itself, so
# that OpenSSL has found nothing, or says nothing particular.
_OTHER_NAME, _NOT_SAID = 62, (0, 1)
# What the library says of a head that it takes for too large; its Python form has no name for it.
_TOO_LARGE = 100
# Of many headers together the library says so in words alone (300 kB, `lib/http.c`).
_HEADERS_TOO_LARGE = "Too large response headers"
_STOP = -1
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
        return _STOP if self.error else None

    def _end_head(self) -> int | None:
        version, code, reason = (*self._first.decode("latin-1").split(None, 2), "", "")[:3]
        head = Head(code=int(code), reason=reason.strip(), lines=tuple(self._lines))
        if head.code == 100:
            self._first = b""
            return None
        if not version.startswith("HTTP/1."):
            self.error = BadStatusLine(version)
            return _STOP
        if head.code < 200:
            # What would follow on an early hint (103) is not waited for, as by the other engine.
            self.error = BadStatusLine(f"only code {code} came")
            return _STOP
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
            return None if bodiless else _STOP
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
        return _STOP if self._room < 0 else None


class _Handle:
    """A handle of the library, used for one transfer after the other."""

    def __init__(self, refusal: Callable[[str], str]) -> None:
        self.transfer: Transfer | None = None
        self._trust = ""
        self._opened: socket.socket | None = None
        self._refusal = refusal
        self.curl = curl = pycurl.Curl()
        # Nothing of the environment, nothing that the library does by itself.
        curl.setopt(pycurl.PROXY, "")
        curl.setopt(pycurl.NOPROXY, "*")
        curl.setopt(pycurl.NETRC, pycurl.NETRC_IGNORED)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.HTTP09_ALLOWED, 0)
        curl.setopt(pycurl.SSL_ENABLE_ALPN, 0)
        curl.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.NOPROGRESS, 1)
        # Whom to trust is said below, what certificates must hold here.
        curl.setopt(pycurl.SSL_VERIFYPEER, 1)
        curl.setopt(pycurl.SSL_VERIFYHOST, 2)
        curl.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2)
        folder = ssl.get_default_verify_paths().capath
        if folder:
            curl.setopt(pycurl.CAPATH, folder)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        curl.setopt(pycurl.SOCKOPTFUNCTION, self._taken_over)
        curl.setopt(pycurl.HEADERFUNCTION, self._line)
        curl.setopt(pycurl.WRITEFUNCTION, self._piece)

    def load(self, transfer: Transfer) -> None:
        """Make ready for a transfer."""
        self.transfer = transfer
        now = transfer.last = time.monotonic()
        curl = self.curl
        curl.setopt(pycurl.URL, transfer.address)
        curl.setopt(pycurl.CONNECT_TO, [f"::{_bracketed(transfer.ip)}:{transfer.port}"])
        left = max(1, int((transfer.end - now) * 1000))
        curl.setopt(pycurl.TIMEOUT_MS, left)
        standing = max(1, int((transfer.standing - now) * 1000))
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, min(left, standing))
        # What was posted may have been taken in, so it goes over a connection sure to be there.
        curl.setopt(pycurl.FRESH_CONNECT, transfer.method == "POST")
        if transfer.trust != self._trust:
            curl.setopt(pycurl.CAINFO, transfer.trust)
            self._trust = transfer.trust
        if transfer.method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
        elif transfer.method == "POST":
            curl.setopt(pycurl.NOBODY, 0)
            curl.setopt(pycurl.POST, 1)
            curl.setopt(pycurl.POSTFIELDS, transfer.body)
        else:
            curl.setopt(pycurl.HTTPGET, 1)
        own = [_header(name, value) for name, value in transfer.headers]
        # The library adds these to what is posted.
        silent = () if transfer.method != "POST" else (b"Expect:", b"Content-Type:")
        named = {name.lower() for name, _ in transfer.headers}
        added = [line for line in silent if line[:-1].decode().lower() not in named]
        curl.setopt(pycurl.HTTPHEADER, [*own, *added])

    def error(self, code: int, message: str) -> Exception:
        """Return the system's own error for one of the library."""
        number = self.curl.getinfo(pycurl.OS_ERRNO)
        if self.transfer is not None:
            self.transfer.reached = self.curl.getinfo(pycurl.CONNECT_TIME) > 0
        if code == pycurl.E_PEER_FAILED_VERIFICATION:
            found = ssl.SSLCertVerificationError(1, message)
            result = self.curl.getinfo(pycurl.SSL_VERIFYRESULT)
            found.verify_code = _OTHER_NAME if result in _NOT_SAID else result
            return found
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return TimeoutError(message)
        if code == pycurl.E_RECV_ERROR and message.startswith(_HEADERS_TOO_LARGE):
            return LineTooLong(message)
        if number and code in _SPOKEN_BY_SYSTEM:
            return OSError(number, os.strerror(number))
        return _ERRORS.get(code, BadStatusLine)(message)

    def _open(self, _purpose: int, wanted: tuple[int, int, int, tuple[str, int]]) -> object:
        """Open a socket, if the address that it is for may be connected to."""
        family, kind, protocol, address = wanted
        transfer = self.transfer
        if transfer is None:  # pragma: no cover - nobody is connected to without one
            return pycurl.SOCKET_BAD
        why = self._refusal(address[0])
        if why or address[0] != transfer.ip:
            transfer.error = NotAllowed(why or f"{address[0]} was not asked for")
            return pycurl.SOCKET_BAD
        try:
            self._opened = socket.socket(family, kind, protocol)
        except OSError as error:
            transfer.error = error
            return pycurl.SOCKET_BAD
        return self._opened

    def _taken_over(self, _number: int, _purpose: int) -> int:
        """Close our end: the library has made its own of the socket."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        return pycurl.SOCKOPT_OK

    def _line(self, line: bytes) -> int | None:
        return self.transfer.hear_line(line) if self.transfer else _STOP

    def _piece(self, piece: bytes) -> int | None:
        return self.transfer.hear(piece) if self.transfer else _STOP


_SPOKEN_BY_SYSTEM = {
    pycurl.E_COULDNT_CONNECT,
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_RECV_ERROR,
    pycurl.E_SEND_ERROR,
}
_ERRORS: dict[int, Callable[[str], Exception]] = {
    pycurl.E_COULDNT_CONNECT: ConnectionRefusedError,
    pycurl.E_SSL_CONNECT_ERROR: ssl.SSLError,
    pycurl.E_RECV_ERROR: RemoteDisconnected,
    pycurl.E_SEND_ERROR: RemoteDisconnected,
    pycurl.E_GOT_NOTHING: RemoteDisconnected,
    pycurl.E_PARTIAL_FILE: RemoteDisconnected,
    _TOO_LARGE: LineTooLong,
}


class Loop:
    """Run transfers for many threads in one of its own, which begins with the first of them."""

    def __init__(self, refusal: Callable[[str], str], most: int) -> None:
        """Keep at most *most* connections; *refusal* says why an address is not connected to."""
        self._refusal = refusal
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, most)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._poll = selectors.DefaultSelector()
        self._bell, self._rope = socket.socketpair()
        self._bell.settimeout(0.0)
        self._poll.register(self._bell, selectors.EVENT_READ)
        self._alarm = float("inf")
        self._tick = 0.0
        self._new: deque[Transfer] = deque()
        self._out: dict[pycurl.Curl, _Handle] = {}
        self._free: list[_Handle] = []
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closing = False

    def run(self, transfer: Transfer) -> None:
        """Run a transfer to its end."""
        transfer.begin()
        self._new.append(transfer)
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._serve, daemon=True)
                self._thread.start()
        self._rope.send(b".")
        transfer.wait()

    def close(self) -> None:
        """End the thread, and close all connections."""
        self._closing = True
        if self._thread is not None:
            self._rope.send(b".")
            self._thread.join()
        for handle in (*self._free, *self._out.values()):
            handle.curl.close()
        self._multi.close()
        self._poll.close()
        self._bell.close()
        self._rope.close()

    def _serve(self) -> None:
        while not self._closing:
            for key, events in self._poll.select(self._patience()):
                if key.fileobj is self._bell:
                    self._bell.recv(4096)
                else:
                    self._multi.socket_action(key.fd, _directions(events))
            self._begin()
            now = time.monotonic()
            if now >= self._alarm:
                self._alarm = float("inf")
                self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            self._reap()
            if now >= self._tick:
                self._give_up(now)
        for curl in tuple(self._out):
            self._end(curl, TimeoutError("the run is over"))

    def _patience(self) -> float | None:
        """Return how long nothing need be done unless something comes."""
        moment = min(self._alarm, self._tick) if self._out else self._alarm
        return None if moment == float("inf") else max(0.0, moment - time.monotonic())

    def _begin(self) -> None:
        while self._new:
            transfer = self._new.popleft()
            handle = self._free.pop() if self._free else _Handle(self._refusal)
            handle.load(transfer)
            self._out[handle.curl] = handle
            self._multi.add_handle(handle.curl)

    def _reap(self) -> None:
        more = 1
        while more:
            more, fine, failed = self._multi.info_read()
            for curl in fine:
                self._end(curl, None)
            for curl, code, message in failed:
                self._end(curl, self._out[curl].error(code, message))

    def _give_up(self, now: float) -> None:
        """End what has been silent for too long."""
        self._tick = now + _TICK
        silent = [
            curl
            for curl, handle in self._out.items()
            if handle.transfer and now - handle.transfer.last > handle.transfer.idle
        ]
        for curl in silent:
            self._end(curl, TimeoutError("nothing came for too long"))

    def _end(self, curl: pycurl.Curl, error: Exception | None) -> None:
        handle = self._out.pop(curl)
        self._multi.remove_handle(curl)
        transfer, handle.transfer = handle.transfer, None
        self._free.append(handle)
        if transfer is not None:
            transfer.finish(error)

    def _watch(self, what: int, number: int, _multi: object, _data: object) -> None:
        """Watch a socket for what the library waits for."""
        if what == pycurl.POLL_REMOVE:
            self._unwatch(number)
            return
        events = 0
        if what in (pycurl.POLL_IN, pycurl.POLL_INOUT):
            events |= selectors.EVENT_READ
        if what in (pycurl.POLL_OUT, pycurl.POLL_INOUT):
            events |= selectors.EVENT_WRITE
        try:
            self._poll.modify(number, events)
        except KeyError:
            self._poll.register(number, events)

    def _unwatch(self, number: int) -> None:
        try:
            self._poll.unregister(number)
        except KeyError:
            return

    def _set_timer(self, milliseconds: int) -> None:
        self._alarm = time.monotonic() + milliseconds / 1000 if milliseconds >= 0 else float("inf")


def _directions(events: int) -> int:
    found = pycurl.CSELECT_IN if events & selectors.EVENT_READ else 0
    return found | (pycurl.CSELECT_OUT if events & selectors.EVENT_WRITE else 0)


def _bracketed(ip: str) -> str:
    return f"[{ip}]" if ":" in ip else ip


def _header(name: str, value: str) -> bytes:
    line = f"{name}: {value}" if value else f"{name};"
    return line.replace("\0", "").encode("latin-1", "replace")
