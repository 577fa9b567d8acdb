"""Finish behind the workers what needs no network, such as the reading of a page."""

from __future__ import annotations

from collections.abc import Callable
from queue import Full, Queue
from threading import Condition, Lock, Thread
from typing import Generic, TypeAlias, TypeVar

from kzru_cite.model.evidence import Sight

T = TypeVar("T")
# Makes the sight that a reply stands for.
Rest: TypeAlias = Callable[[], Sight]

# A worker that comes to a full desk waits: bodies must not fill the memory, whatever their size.
_ROOM, _HANDS, _MOST = 256, 2, 32_000_000
# What a body is taken to weigh before any came, and how many of the last ones tell.
_USUAL, _LAST = 500_000.0, 16


class Desk(Generic[T]):
    """
    A pile of replies, worked off by threads that begin with the first of them.

    *done* gets each sight as soon as it is made, *failed* the error that came in its place.
    """

    def __init__(
        self, done: Callable[[T, Sight], None], failed: Callable[[BaseException], None]
    ) -> None:
        self._done = done
        self._failed = failed
        self._weight = self._coming = 0
        self._usual = _USUAL
        self._lighter = Condition()
        self._pile: Queue[tuple[T, Rest, int] | None] = Queue(_ROOM)
        self._lock = Lock()
        self._hands = 0

    def expect(self) -> None:
        """Wait until there is room for one more reply as large as the last ones were."""
        with self._lighter:
            self._lighter.wait_for(self._has_room)
            self._coming += 1
            if self._has_room():
                # There may be room for another who waits.
                self._lighter.notify()

    def came(self, weight: int) -> None:
        """Say that a reply that was expected is here; of no weight when nothing is laid down."""
        with self._lighter:
            self._coming -= 1
            self._weight += weight
            self._usual += (weight - self._usual) / _LAST
            if self._has_room():
                self._lighter.notify()

    def _has_room(self) -> bool:
        held = self._weight + self._coming * self._usual
        return not held or held + self._usual <= _MOST

    def lay(self, ticket: T, rest: Rest, weight: int = 0) -> None:
        """Put a reply that came on the pile; waits while there are too many."""
        with self._lock:
            if self._hands < _HANDS:
                self._hands += 1
                Thread(target=self._work, daemon=True).start()
        self._pile.put((ticket, rest, weight))

    def clear(self, patience: float | None = None) -> None:
        """Wait until the pile is worked off, so many seconds at most."""
        with self._pile.all_tasks_done:
            self._pile.all_tasks_done.wait_for(lambda: not self._pile.unfinished_tasks, patience)

    def leave(self) -> None:
        """Let the threads end after what lies on the pile."""
        with self._lock:
            hands, self._hands = self._hands, 0
        for _ in range(hands):
            try:
                self._pile.put_nowait(None)
            except Full:
                # Only a run that was broken off leaves so much; its threads end with the program.
                return

    def _work(self) -> None:
        while (piece := self._pile.get()) is not None:
            ticket, rest, weight = piece
            try:
                self._done(ticket, rest())
            except BaseException as error:  # noqa: BLE001 - the run raises it again
                self._failed(error)
            finally:
                # While the next one is waited for, nothing is held of this one.
                del piece, rest
                with self._lighter:
                    self._weight -= weight
                    self._lighter.notify()
                self._pile.task_done()
