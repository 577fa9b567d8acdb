"""Let many threads run errands, and tell each end at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from threading import Condition, Event, Lock, Thread
from typing import Generic, TypeVar

from msgspec import Struct

from kzru_cite.gather.budget import Budget
from kzru_cite.gather.desk import Desk
from kzru_cite.gather.errands import Errand, Settled
from kzru_cite.gather.lanes import Job, Lanes
from kzru_cite.gather.manners import Manners
from kzru_cite.gather.network import Network
from kzru_cite.model.evidence import Sight, Trouble, Unanswered

T = TypeVar("T")
# A result, told from one thread at a time.
Told = Callable[[T, Sight], None]

_OFFLINE = Unanswered(trouble=Trouble.OFFLINE, words="nothing could be reached")
# How long an interrupted run waits for replies that are coming in.
_GRACE = 2.0
# And how long for the reading of pages that have come in.
_READING = 10.0


class Crew(Struct, frozen=True, kw_only=True):
    """
    How a run is done.

    *probe* tells whether the network is up, *knock* whether the host of an address can be reached.
    """

    manners: Manners
    budget: Budget
    probe: Callable[[], bool]
    threads: int = 64
    misses: int = 3
    knock: Callable[[str], bool] | None = None


def run(tasks: Iterable[tuple[T, Errand]], told: Told[T], crew: Crew) -> bool:
    """
    Run all errands, and tell the sight that each ends with, next to its ticket.

    *told* is called as soon as a sight is certain, by one thread at a time, not in the order of
    the tasks. What was not asked is told as STOPPED or OFFLINE. Returns False when the network
    was down. An error of an errand ends the run and is raised here, as is an interrupt, after what
    was answered has been told; an error of *told* too, which is not called after it. Nothing is
    told any more once this returns or raises.
    """
    return _Run(tasks, told, crew).complete()


class _Run(Generic[T]):
    """
    One run, whose state all workers share under one lock.

    Pages are read at the *desk*, when their host and their worker are long busy with the next.
    Sights that are certain wait in *outbox* until somebody tells them, under a lock of its own;
    who finds another telling leaves it to that one, so that writing down holds up nobody.
    """

    def __init__(self, tasks: Iterable[tuple[T, Errand]], told: Told[T], crew: Crew) -> None:
        self._lanes: Lanes[T] = Lanes(crew.manners, crew.budget)
        self._network: Network[T] = Network(crew.probe, crew.misses, crew.knock)
        self._told = told
        self._changed = Condition()
        self._telling = Lock()
        self._outbox: deque[tuple[T, Sight]] = deque()
        self._desk: Desk[T] = Desk(self._hand_over, self._fail)
        self._out: dict[int, Job[T]] = {}
        self._over = self._closed = self._mute = False
        self._finished = Event()
        self._error: BaseException | None = None
        # When the first of the sleeping workers wakes up by itself.
        self._alarm = float("inf")
        # Steps of the machine's clock must not stretch a wait.
        self._epoch = time.time() - time.monotonic()
        count = 0
        for ticket, errand in tasks:
            self._lanes.add(ticket, errand)
            count += 1
        self._alive = min(count, crew.threads)

    def complete(self) -> bool:
        """Run to the end; True unless the network was down."""
        workers = [Thread(target=self._work, daemon=True) for _ in range(self._alive)]
        try:
            for worker in workers:
                worker.start()
            if workers:
                self._finished.wait()
            if self._error is None:
                self._desk.clear()
        finally:
            self._leave(workers)
        if self._error is not None:
            raise self._error
        if self._network.holds:
            self._probe(last=True)
            self._tell_all()
        return not self._network.down

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                self._do(job)
        except BaseException as error:  # noqa: BLE001 - the main thread raises it again
            self._fail(error)
        with self._changed:
            self._alive -= 1
            if not self._alive:
                self._finished.set()

    def _fail(self, error: BaseException) -> None:
        self._error = self._error or error
        self._end()

    def _next(self) -> Job[T] | None:
        """Wait for a job; None at the end of the run."""
        with self._changed:
            while not self._over:
                now = time.monotonic()
                found = self._lanes.take(self._epoch + now)
                if isinstance(found, Job):
                    self._out[id(found)] = found
                    # There may be more: another worker looks.
                    self._changed.notify()
                    return found
                if found is None and not self._lanes.busy:
                    break
                self._sleep(now, found)
            self._over = True
            self._changed.notify_all()
            return None

    def _sleep(self, now: float, seconds: float | None) -> None:
        """Wait for a change; one worker alone wakes up when the next lane is ready."""
        if seconds is None or now + seconds >= self._alarm:
            self._changed.wait()
        else:
            self._alarm = now + seconds
            self._changed.wait(seconds)
            self._alarm = float("inf")

    def _do(self, job: Job[T]) -> None:
        self._desk.expect()
        if self._over:
            return
        began = time.monotonic()
        turn = job.errand.go()
        now = time.monotonic()
        self._desk.came(turn.weight if isinstance(turn, Settled) else 0)
        with self._changed:
            if self._closed:
                return
            del self._out[id(job)]
            settled = self._lanes.settle(job, turn, self._epoch + now)
            if settled is not None:
                self._outbox.extend(self._weighed(job, settled, began))
            doubt = self._network.in_doubt(now)
            self._changed.notify()
        if settled is not None and settled.rest is not None:
            self._desk.lay(job.ticket, settled.rest, settled.weight)
        self._tell()
        if doubt:
            self._probe()
            self._tell()

    def _weighed(self, job: Job[T], settled: Settled, began: float) -> list[tuple[T, Sight]]:
        """Return what is certain after the end of a job, but for what goes to the desk."""
        address = job.errand.address
        if settled.rest is not None:
            return self._network.hear(address, began)
        if not settled.heard and not isinstance(settled.sight, Unanswered):
            return [(job.ticket, settled.sight)]
        return self._network.weigh(job.ticket, settled.sight, address, began)

    def _hand_over(self, ticket: T, sight: Sight) -> None:
        """Tell what was made at the desk."""
        with self._changed:
            if self._closed:
                return
            self._outbox.append((ticket, sight))
        self._tell()

    def _probe(self, *, last: bool = False) -> None:
        """Find out whether failures are to be believed; after the end of a run only the *last*."""
        began = time.monotonic()
        up = self._network.probe()
        with self._changed:
            if self._closed and not last:
                return
            certain = self._network.believe(began) if up else self._network.give_up()
            self._outbox.extend(certain)
            if not up:
                self._lanes.stop(_OFFLINE)
        if not up:
            self._end()

    def _end(self) -> None:
        """Let nobody begin anything more."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._finished.set()

    def _leave(self, workers: Iterable[Thread]) -> None:
        """End the run: wait a little for what is coming in, and tell all that came."""
        self._end()
        patience = time.monotonic() + _GRACE
        for worker in workers:
            if worker.is_alive():
                worker.join(max(0.0, patience - time.monotonic()))
        self._desk.clear(_READING if self._error is None else 0.0)
        with self._changed:
            self._closed = True
            if self._network.down:
                self._outbox.extend((job.ticket, _OFFLINE) for job in self._out.values())
        self._desk.leave()
        # Also for whoever is still at it: a line must not be half written when the log is closed.
        self._tell_all()

    def _tell(self) -> None:
        """Tell what is certain, unless another is at it; that one comes by here again."""
        while (self._outbox or self._lanes.ended) and self._telling.acquire(blocking=False):
            try:
                self._drain()
            finally:
                self._telling.release()

    def _tell_all(self) -> None:
        """Tell what is certain, after whoever is at it."""
        with self._telling:
            self._drain()

    def _drain(self) -> None:
        while True:
            with self._changed:
                self._outbox.extend(self._lanes.ended)
                self._lanes.ended.clear()
                if self._mute:
                    self._outbox.clear()
                if not self._outbox:
                    return
                ticket, sight = self._outbox.popleft()
            try:
                self._told(ticket, sight)
            except BaseException:
                self._mute = True
                raise
