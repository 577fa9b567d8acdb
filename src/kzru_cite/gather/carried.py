"""Carry over to another machine when hosts may be asked again."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from msgspec import Struct

from kzru_cite.gather.budget import Budget
from kzru_cite.gather.manners import Pace

# What nobody waits for: a lane that is to stop is closed by it.
_FOR_GOOD = 1e12


class Standing(Struct, frozen=True, kw_only=True):
    """
    For how many seconds from now lanes and hosts are left alone.

    Clocks of machines differ, so that it holds no moments. With *strange*, lanes that are not
    named wait for one interval as well, since nobody knows when they were asked last.
    """

    lanes: tuple[tuple[str, float], ...] = ()
    hosts: tuple[tuple[str, float], ...] = ()
    strange: bool = False


class CarriedBudget:
    """
    A budget that begins where another left off, and tells where it stands; for many threads.

    *blocks* hears at once which host is to be left alone, and for how many seconds. Once *stopped*
    says so, all hosts are left alone. *clock* gives seconds since the epoch.
    """

    def __init__(
        self,
        budget: Budget,
        before: Standing,
        stopped: Callable[[], bool],
        blocks: Callable[[str, float], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        began = clock()
        self._budget = budget
        self._stopped = stopped
        self._clock = clock
        self._began = began
        self._strange = before.strange
        self._blocks = blocks
        self._lock = Lock()
        self._free = {lane: began + seconds for lane, seconds in before.lanes}
        for host, seconds in before.hosts:
            budget.block(host, began + seconds)

    def reserve(self, lane: str, now: float, interval: float) -> float:
        """Take the lane's next free moment, not before *now*, and return it."""
        with self._lock:
            unknown = self._began + interval if self._strange else now
            free = self._free.setdefault(lane, unknown)
        return self._budget.reserve(lane, max(now, free), interval)

    def block(self, host: str, until: float) -> None:
        """Note that a host asked to be left alone until then."""
        self._budget.block(host, until)
        self._blocks(host, until - self._clock())

    def blocked(self, host: str, now: float) -> float:
        """Return until when a host is to be left alone, 0.0 when it may be asked."""
        return now + _FOR_GOOD if self._stopped() else self._budget.blocked(host, now)

    def note(self, pace: Pace) -> None:
        """Note that a lane is being asked now."""
        moment = self._clock() + pace.interval
        with self._lock:
            name = f"{pace.host}{pace.path}"
            self._free[name] = max(moment, self._free.get(name, 0.0))

    def lanes(self) -> tuple[tuple[str, float], ...]:
        """Return for how many seconds lanes are still to be left alone."""
        now = self._clock()
        with self._lock:
            moments = self._free.items()
            return tuple((lane, until - now) for lane, until in moments if until > now)
