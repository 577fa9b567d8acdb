"""
Split work by host into shards, and say which of it is handed out next.

A shard is a fixed part of all hosts, those that no one has heard of yet included: a redirect to a
new host belongs somewhere too. While a shard is out, nobody else gets work of its hosts, so that
each host's lane is in one place. What is handed out at a time is a slice, short enough for what
was found meanwhile (redirects into the shard from elsewhere) to get its turn.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from zlib import crc32

from msgspec import Struct, field

# Seconds that a slice takes by the intervals of its lanes, and the most questions in one.
SLICE, MOST = 60.0, 4000
# Hosts in a shard, when there are enough; and the most shards.
_HOSTS, _MOST_SHARDS = 64, 8192


def shard_count(hosts: int, seats: int) -> int:
    """Return into how many shards so many hosts are split, to be asked from so many seats."""
    return max(1, min(hosts, _MOST_SHARDS, max(4 * seats, hosts // _HOSTS)))


def shard_of(host: str, shards: int) -> int:
    """Return the shard of a host, the same in every process; www.X stands with X."""
    return crc32(host.removeprefix("www.").encode()) % shards


class _Shard(Struct):
    """
    The lanes of some hosts, and how many questions wait in each.

    *rank* is that of its entry in the queue; an older entry counts no more.
    """

    waiting: dict[str, int] = field(default_factory=dict)
    out: bool = False
    ready: bool = False
    rank: float = 0.0


class Shards:
    """
    How much waits in which lane of which shard, and which shards are out.

    A lane is known by its name; its *interval* is in seconds. Where the longest lane is, there
    is the most to do: such shards go out first.
    """

    def __init__(self, count: int, *, slice_: float = SLICE, most: int = MOST) -> None:
        self.count = count
        self._slice = slice_
        self._most = most
        self._shards: dict[int, _Shard] = {}
        self._intervals: dict[str, float] = {}
        self._queue: list[tuple[float, int]] = []
        # Shards whose entry in the queue is to be made anew.
        self._changed: set[int] = set()
        self._ready = 0

    @property
    def ready(self) -> int:
        """Return how many shards have work and are not out."""
        return self._ready

    def add(self, host: str, lane: str, interval: float, number: int = 1) -> None:
        """Put so many questions into a lane of a host."""
        place = shard_of(host, self.count)
        shard = self._shards.setdefault(place, _Shard())
        shard.waiting[lane] = shard.waiting.get(lane, 0) + number
        self._intervals[lane] = interval
        self._changed.add(place)
        self._count(shard)

    def drop(self, host: str, lane: str) -> None:
        """Take all that waits out of a lane."""
        shard = self._shards.get(shard_of(host, self.count))
        if shard is not None and shard.waiting.pop(lane, 0):
            self._count(shard)

    def take(self, seats: int) -> tuple[tuple[int, ...], dict[str, int]]:
        """
        Return the shards that go out now, and how many questions of which lane.

        The longest go first, as many as make up one of *seats* equal parts of what is ready,
        less when that is too much. Nothing when no shard is ready.
        """
        self._rank()
        most = -(-self._ready // max(1, seats))
        places: list[int] = []
        slices: dict[str, int] = {}
        room = self._most
        while self._queue and len(places) < most and room > 0:
            rank, place = heapq.heappop(self._queue)
            shard = self._shards[place]
            if not shard.ready or shard.rank != rank:
                continue
            shard.out = True
            self._count(shard)
            places.append(place)
            for lane, number in self._sliced(shard, room):
                slices[lane] = number
                room -= number
        return tuple(places), slices

    def back(self, places: tuple[int, ...]) -> None:
        """Take back shards that were out; what was not done must have been added again."""
        for place in places:
            shard = self._shards[place]
            shard.out = False
            self._changed.add(place)
            self._count(shard)

    def _sliced(self, shard: _Shard, room: int) -> Iterator[tuple[str, int]]:
        """Take a slice out of a shard, its longest lanes first."""
        lanes = sorted(shard.waiting, key=lambda lane: -self._length(shard, lane))
        for lane in lanes:
            if room <= 0:
                return
            number = min(shard.waiting[lane], room, self._fitting(self._intervals[lane]))
            left = shard.waiting[lane] - number
            if left:
                shard.waiting[lane] = left
            else:
                del shard.waiting[lane]
            room -= number
            yield lane, number

    def _fitting(self, interval: float) -> int:
        return int(self._slice / interval) + 1 if interval > 0 else self._most

    def _length(self, shard: _Shard, lane: str) -> float:
        """Return the seconds that what waits in a lane takes at least."""
        return shard.waiting[lane] * self._intervals[lane]

    def _count(self, shard: _Shard) -> None:
        """Keep count of the shards that are ready."""
        ready = bool(shard.waiting) and not shard.out
        self._ready += ready - shard.ready
        shard.ready = ready

    def _rank(self) -> None:
        """Put shards that changed into the queue, by the longest of their lanes."""
        for place in self._changed:
            shard = self._shards[place]
            if shard.ready:
                shard.rank = -max(self._length(shard, lane) for lane in shard.waiting)
                heapq.heappush(self._queue, (shard.rank, place))
        self._changed.clear()
