"""Send on what was seen in batches, and let no more be asked while too much is on its way."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Lock, Thread
from typing import Generic, TypeVar

R = TypeVar("R")
# Seconds in which more may come for a batch.
_MOMENT = 0.02


class Gate(Generic[R]):
    """
    The way from those who ask to where answers are kept.

    *send* returns when a batch is safe. At most *most* looks are on their way at any moment: asked
    and without a reply, or with a reply that is not safe yet. So many are lost with this process,
    and no more. When *send* fails the gate is broken: *broken* is called once, nobody is let in
    any more, and ``close`` raises what happened.
    """

    def __init__(
        self, send: Callable[[list[R]], None], most: int, broken: Callable[[], None]
    ) -> None:
        self._send = send
        self._most = most
        self._broken = broken
        self._lock = Lock()
        self._room = Condition(self._lock)
        self._told = Condition(self._lock)
        self._waiting: list[tuple[R, int]] = []
        self._open = 0
        self._over = False
        self._error: BaseException | None = None
        self._sender = Thread(target=self._work, daemon=True)
        self._sender.start()

    def enter(self) -> bool:
        """Wait until one more may be asked; False when nothing is asked any more."""
        with self._lock:
            self._room.wait_for(lambda: self._open < self._most or self._error is not None)
            if self._error is not None:
                return False
            self._open += 1
            return True

    def leave(self) -> None:
        """Count out one that brought nothing that could be lost."""
        with self._lock:
            self._open -= 1
            self._room.notify()

    def tell(self, record: R, *, entered: bool = False) -> None:
        """Send a record on; *entered* when it is what one that is still counted in has brought."""
        with self._lock:
            self._waiting.append((record, int(entered)))
            self._told.notify()

    def close(self) -> None:
        """Wait until all is safe; raises what *send* raised."""
        with self._lock:
            self._over = True
            self._told.notify()
        self._sender.join()
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        while batch := self._next():
            try:
                self._send([record for record, _ in batch])
            except BaseException as error:  # noqa: BLE001 - the run raises it at its end
                with self._lock:
                    self._error = error
                    self._room.notify_all()
                self._broken()
                return
            safe = sum(entered for _, entered in batch)
            with self._lock:
                self._open -= safe
                self._room.notify(safe)

    def _next(self) -> list[tuple[R, int]]:
        """Return what waits, a moment after anything does; nothing at the end."""
        with self._lock:
            self._told.wait_for(lambda: bool(self._waiting) or self._over)
            # One way there and back costs more than what is sent.
            self._told.wait_for(lambda: self._over, _MOMENT)
            batch, self._waiting = self._waiting, []
            return batch
