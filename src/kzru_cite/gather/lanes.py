"""Decide what is asked next: a lane for each host, and a queue of the hosts that are ready."""

from __future__ import annotations

import heapq
from collections import deque
from typing import Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.gather.budget import Budget
from kzru_cite.gather.errands import Errand, Onward, Settled, Turn
from kzru_cite.gather.manners import Manners, Pace
from kzru_cite.gather.waits import Plea, seconds_asked
from kzru_cite.model.evidence import Sight, Trouble, Unanswered

T = TypeVar("T")

# However long a host asks for, tomorrow it is asked again.
_LONGEST_BLOCK = 86_000.0
# A host that answers 503 is asked once more for the same.
_TRIES = 2


class Job(Struct, Generic[T], frozen=True, kw_only=True):
    """
    An errand whose turn it is.

    *tries* counts how often it was sent before, *sight* is what it brought then.
    """

    ticket: T
    errand: Errand
    tries: int = 0
    sight: Sight | None = None


class _Lane(Struct, Generic[T], kw_only=True):
    """
    The errands at one host, or at a part of it.

    *ready* is when the next may go, *reserved* whether the budget gave that moment to us.
    *listed* tells whether the lane stands in the queue of ready hosts.
    """

    pace: Pace
    jobs: deque[Job[T]] = field(default_factory=deque)
    running: int = 0
    ready: float = 0.0
    reserved: bool = False
    listed: bool = False

    @property
    def name(self) -> str:
        return f"{self.pace.host}{self.pace.path}"


class _Host(Struct):
    """What is known of a host: how often it made us wait, and why it is left alone."""

    waits: int = 0
    closed: str = ""


class Lanes(Generic[T]):
    """
    Hand out jobs so that no host is asked too often, and none holds up the others.

    Threads must take turns. Moments are seconds since the epoch. Errands that will not be asked
    end as STOPPED and lie in *ended*, from where the caller takes them away.
    """

    def __init__(self, manners: Manners, budget: Budget) -> None:
        self.ended: list[tuple[T, Sight]] = []
        self._manners = manners
        self._budget = budget
        self._lanes: dict[Pace, _Lane[T]] = {}
        # Each address is taken apart once, though its lane is looked for again and again.
        self._known: dict[str, _Lane[T]] = {}
        self._hosts: dict[str, _Host] = {}
        self._queue: list[tuple[float, int, _Lane[T]]] = []
        self._number = 0
        self._running = 0
        self._stopped: Unanswered | None = None

    @property
    def busy(self) -> bool:
        """Tell whether jobs are out, which may lead to others."""
        return self._running > 0

    def add(self, ticket: T, errand: Errand) -> None:
        """Put an errand at the end of its host's lane."""
        lane = self._lane(errand)
        lane.jobs.append(Job(ticket=ticket, errand=errand))
        self._list(lane)

    def take(self, now: float) -> Job[T] | float | None:
        """
        Return the next job, else the seconds until one may be ready, else None.

        None says that only the end of a job that is out can bring more work.
        """
        while self._queue:
            ready, _, lane = self._queue[0]
            if ready > now and lane.jobs:
                return ready - now
            heapq.heappop(self._queue)
            lane.listed = False
            if lane.jobs and self._is_free(lane, now):
                return self._start(lane, now)
            self._list(lane)
        return None

    def settle(self, job: Job[T], turn: Turn, now: float) -> Settled | None:
        """Take back a job with what came of it; None when its errand is not at its end."""
        lane = self._lane(job.errand)
        lane.running -= 1
        self._running -= 1
        settled = self._settled(job, turn, now)
        self._list(lane)
        return settled

    def stop(self, sight: Unanswered) -> None:
        """End all that was not asked yet, and all that would follow, with the same reason."""
        self._stopped = sight
        for lane in self._lanes.values():
            self._end(lane, sight)

    def _settled(self, job: Job[T], turn: Turn, now: float) -> Settled | None:
        match turn:
            case Onward(errand=errand):
                # What has begun goes before what has not.
                self._first(Job(ticket=job.ticket, errand=errand))
                return None
            case Settled(plea=Plea() as plea) if self._waits(job, plea, now):
                again = replace(job, tries=job.tries + 1, sight=turn.sight)
                self._first(again)
                return None
            case _:
                return turn

    def _waits(self, job: Job[T], plea: Plea, now: float) -> bool:
        """Do as a host asks; True when the job is to be sent again after the wait."""
        name = self._lane(job.errand).pace.host
        usual = self._manners.quiet if plea.code == 429 else self._manners.pause
        asked = seconds_asked(plea.after, now)
        seconds = min(usual if asked is None else asked, _LONGEST_BLOCK)
        host = self._hosts[name]
        host.waits += 1
        self._budget.block(name, now + seconds)
        if plea.code == 429 or seconds > self._manners.longest_wait:
            self._close(name, f"{name} answered {plea.code}")
        elif host.waits > self._manners.patience:
            self._close(name, f"{name} answered {plea.code} again and again")
        return not host.closed and job.tries + 1 < _TRIES

    def _is_free(self, lane: _Lane[T], now: float) -> bool:
        """Tell whether a lane may go now; else set when, or close its host."""
        until = self._budget.blocked(lane.pace.host, now)
        if until > now + self._manners.longest_wait:
            self._close(lane.pace.host, f"{lane.pace.host} asked to be left alone")
            return False
        if until > now:
            lane.ready = until
            return False
        if lane.reserved or not lane.pace.interval:
            return True
        lane.ready = self._budget.reserve(lane.name, now, lane.pace.interval)
        lane.reserved = True
        return lane.ready <= now

    def _start(self, lane: _Lane[T], now: float) -> Job[T]:
        lane.reserved = False
        lane.running += 1
        self._running += 1
        lane.ready = now + lane.pace.interval
        job = lane.jobs.popleft()
        self._list(lane)
        return job

    def _list(self, lane: _Lane[T]) -> None:
        """Put a lane into the queue when it has work and room, and is not there yet."""
        if not lane.listed and lane.jobs and lane.running < lane.pace.at_once:
            lane.listed = True
            self._number += 1
            heapq.heappush(self._queue, (lane.ready, self._number, lane))

    def _first(self, job: Job[T]) -> None:
        lane = self._lane(job.errand)
        lane.jobs.appendleft(job)
        reason = self._hosts[lane.pace.host].closed
        if self._stopped is not None:
            self._end(lane, self._stopped)
        elif reason:
            self._end(lane, _left_alone(reason))
        self._list(lane)

    def _lane(self, errand: Errand) -> _Lane[T]:
        known = self._known.get(errand.address)
        if known is None:
            pace = self._manners.pace(errand.address)
            self._hosts.setdefault(pace.host, _Host())
            known = self._lanes.setdefault(pace, _Lane(pace=pace))
            self._known[errand.address] = known
        return known

    def _close(self, host: str, reason: str) -> None:
        self._hosts[host].closed = reason
        for lane in self._lanes.values():
            if lane.pace.host == host:
                self._end(lane, _left_alone(reason))

    def _end(self, lane: _Lane[T], sight: Unanswered) -> None:
        """End a lane's jobs; one that is to be sent again has an answer already."""
        self.ended.extend((job.ticket, job.sight or sight) for job in lane.jobs)
        lane.jobs.clear()


def _left_alone(reason: str) -> Unanswered:
    return Unanswered(trouble=Trouble.STOPPED, words=reason)
