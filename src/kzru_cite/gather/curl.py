"""Run transfers by the library pycurl: one thread for all, over connections that it keeps."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from threading import Lock, Thread

import pycurl

from kzru_cite.gather.curl_handle import Handle
from kzru_cite.gather.curl_transfer import Transfer

# How often silence is looked for.
_TICK = 0.05


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
        self._out: dict[pycurl.Curl, Handle] = {}
        self._free: list[Handle] = []
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
            handle = self._free.pop() if self._free else Handle(self._refusal)
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
