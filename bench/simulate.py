"""
Foretell how long a cluster takes to ask about up to ten million references, politeness kept.

A discrete-event simulation with a clock of its own. What is handed out next is decided by the very
code that a real run uses (`kzru_cite.gather.shards`); times of service are those that
`bench/cluster.py` measured. Each request is one event. That no host is asked sooner than its pace
allows, nor from two places, is asserted at each of them. The same seed gives the same table.

Run it as `python bench/simulate.py`; `--help` lists what can be chosen.
"""

# ruff: noqa: FURB136, PLR1730 - calls of max() would take a quarter of the time

from __future__ import annotations

import argparse
import heapq
import multiprocessing
import resource
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from kzru_cite.gather.services import MANNERS
from kzru_cite.gather.shards import Shards, shard_count

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
WORKERS = (1, 2, 4, 16, 64)
# A tenth as many hosts as references, as far as there are as many.
MOST_HOSTS = 1_000_000
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """
    Seconds of service, and the shape of a worker.

    *look* is the processor time of a worker for one look, *keep* that of the one process that
    takes it in and writes it down, *bundle* what handing out a bundle takes there. Answers take
    *median* seconds in the middle, spread as a lognormal of *sigma*; a share *silent* of hosts
    says nothing for *timeout*. A worker has *seats* bundles with *threads* each.
    """

    look: float = 0.0032
    keep: float = 0.0007
    bundle: float = 0.010
    median: float = 0.4
    sigma: float = 0.8
    silent: float = 0.02
    timeout: float = 10.0
    seats: int = 8
    threads: int = 64
    # So many looks may lie between a worker and the one who keeps them.
    backlog: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many requests to a host, *interval* apart, and *at_once* at the same time."""

    host: str
    count: int
    interval: float = 1.0
    at_once: int = 2

    @property
    def floor(self) -> float:
        """Return the seconds that it takes at least."""
        return (self.count - 1) * self.interval


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """
    How references are spread.

    Of the hosts in the order of their popularity, the n-th has a share of 1 / (n + *flat*). With
    *services*, a share *doi* of the references has a DOI (two requests to doi.org, two to
    Crossref), and a share *copies* asks the Wayback Machine for a copy, and looks at one. With
    more than *most* references only the longest lane is told.
    """

    name: str
    flat: float
    services: bool = False
    most: int = SIZES[-1]
    doi: float = 0.4
    copies: float = 0.5

    def loads(self, references: int) -> Iterator[Load]:
        """Return what is asked of each host; each host has one reference at least."""
        hosts = min(MOST_HOSTS, max(1, references // 10))
        weights = [1 / (place + self.flat) for place in range(1, hosts + 1)]
        scale = (references - hosts) / sum(weights)
        # What roundings leave over goes on to the next host.
        carried = 0.0
        for place, weight in enumerate(weights):
            carried += weight * scale
            more = int(carried + _EPSILON)
            carried -= more
            yield Load(host=f"host{place}.test", count=1 + more)
        if self.services:
            yield from self._services(references)

    def _services(self, references: int) -> Iterator[Load]:
        works, copies = round(references * self.doi), round(references * self.copies)
        doi, wayback = MANNERS["doi"], MANNERS["wayback"]
        # Services that share a host share its allowance: the strictest pace holds.
        crossref = max(MANNERS["crossref"], MANNERS["crossref-updates"], key=lambda m: m.interval)
        for manners, count in ((doi, 2 * works), (crossref, 2 * works), (wayback, copies)):
            yield Load(
                host=f"{manners.host}/{manners.interval}",
                count=count,
                interval=manners.interval,
                at_once=manners.at_once,
            )
        yield Load(host=wayback.host, count=copies)


WORLDS = (
    World(name="pages, even", flat=2000.0),
    World(name="pages, a few hosts popular", flat=5.0),
    World(name="pages and services", flat=5.0, services=True, most=1_000_000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """
    What a run comes to: seconds, requests, bundles.

    *floor* are the seconds that the longest lane takes alone, *busy* the share of the time in
    which workers' processors were at work, *memory* the most that the simulation took, in MB.
    """

    seconds: float
    requests: int
    bundles: int
    floor: float
    busy: float
    memory: float = 0.0


@dataclass(slots=True)
class _Bundle:
    """A bundle that is out: where, what is left of it, and when its threads are free."""

    worker: int
    shards: tuple[int, ...]
    left: int
    last: float = 0.0
    threads: list[float] = field(default_factory=list)


class Simulation:
    """One run on a clock of its own."""

    def __init__(self, loads: Sequence[Load], workers: int, costs: Costs, seed: int) -> None:
        self.costs = costs
        self.workers = workers
        self.loads = loads
        chance = Random(seed)  # noqa: S311 - a choice, not a secret
        size = len(loads)
        self.index = {load.host: place for place, load in enumerate(loads)}
        self.wait = array("d", (self._latency(chance) for _ in range(size)))
        self.interval = array("d", (load.interval for load in loads))
        self.next = array("d", bytes(8 * size))
        self.asked = array("d", (-1e9 for _ in range(size)))
        self.left = array("l", bytes(array("l").itemsize * size))
        self.owner = array("l", (-1 for _ in range(size)))
        # The end of the last request but so many as may be open at once; for most, of the last.
        self.ends = {
            place: [-1e9] * load.at_once for place, load in enumerate(loads) if load.count > 1
        }
        self.shards = Shards(shard_count(size, workers * costs.seats))
        for load in loads:
            self.shards.add(load.host, load.host, load.interval, load.count)
        self.free = [0.0] * workers
        self.backlog = costs.backlog * costs.keep
        self.keeper = 0.0
        self.out: dict[int, _Bundle] = {}
        self.idle = [worker for _ in range(costs.seats) for worker in range(workers)][::-1]
        # When a lane is ready; a bundle's end has the negative of its number.
        self.events: list[tuple[float, int]] = []
        self.bundles = self.requests = 0

    def run(self) -> Foretold:
        """Go from event to event, to the end."""
        now = 0.0
        self._hand_out(now)
        while self.events:
            now, place = heapq.heappop(self.events)
            if place < 0:
                self._end(-place, now)
            else:
                self._ask(place, now)
        assert self.requests == sum(load.count for load in self.loads)  # noqa: S101
        end = max(now, self.keeper)
        return Foretold(
            seconds=end,
            requests=self.requests,
            bundles=self.bundles,
            floor=max(self._alone(place) for place in range(len(self.loads))),
            busy=self.requests * self.costs.look / (end * self.workers),
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )

    def _alone(self, place: int) -> float:
        """Return the seconds that a lane takes when nothing holds it up."""
        load = self.loads[place]
        rounds, rest = divmod(load.count - 1, load.at_once)
        pace = max(load.at_once * load.interval, self.wait[place])
        return rounds * pace + rest * load.interval + self.wait[place]

    def _latency(self, chance: Random) -> float:
        usual = self.costs.median * chance.lognormvariate(0.0, self.costs.sigma)
        return self.costs.timeout if chance.random() < self.costs.silent else usual

    def _hand_out(self, now: float) -> None:
        while self.idle and self.shards.ready:
            shards, slices = self.shards.take(len(self.idle))
            if not shards:
                return
            worker = self.idle.pop()
            self.keeper = max(self.keeper, now) + self.costs.bundle
            self.bundles += 1
            bundle = _Bundle(worker=worker, shards=shards, left=sum(slices.values()))
            self.out[self.bundles] = bundle
            for lane, count in slices.items():
                place = self.index[lane]
                assert self.owner[place] < 0, f"{lane} is out twice"  # noqa: S101
                self.owner[place], self.left[place] = self.bundles, count
                ready = max(self.keeper, self.next[place])
                heapq.heappush(self.events, (ready, place))

    def _ask(self, place: int, now: float) -> None:
        """Ask a host once, as soon as a thread and the processor are free."""
        # This is called for each request: what is spelled out here makes it twice as fast.
        number, costs = self.owner[place], self.costs
        bundle = self.out[number]
        worker, threads = bundle.worker, bundle.threads
        free, kept = self.free[worker], self.keeper - self.backlog
        start = now if now > free else free
        start = start if start > kept else kept
        if len(threads) < costs.threads:
            heapq.heappush(threads, start)
        elif threads[0] > start:
            start = threads[0]
        interval = self.interval[place]
        assert start >= self.asked[place] + interval - _EPSILON, "asked too soon"  # noqa: S101
        self.asked[place] = start
        free = start + costs.look
        self.free[worker] = free
        end = free + self.wait[place]
        heapq.heapreplace(threads, end)
        self.requests += 1
        self.keeper = (self.keeper if self.keeper > now else now) + costs.keep
        room, ready = self._room(place, start, end), start + interval
        self.next[place] = ready = ready if ready > room else room
        if end > bundle.last:
            bundle.last = end
        bundle.left -= 1
        left = self.left[place] = self.left[place] - 1
        if left:
            heapq.heappush(self.events, (ready, place))
        else:
            self.owner[place] = -1
        if not bundle.left:
            heapq.heappush(self.events, (max(bundle.last, self.keeper), -number))

    def _room(self, place: int, start: float, end: float) -> float:
        """Return when fewer requests than allowed are open at a host."""
        ends = self.ends.get(place)
        if ends is None:
            return end
        assert ends[0] <= start + _EPSILON, "too many at once"  # noqa: S101
        heapq.heapreplace(ends, end)
        return ends[0]

    def _end(self, number: int, now: float) -> None:
        bundle = self.out.pop(number)
        self.shards.back(bundle.shards)
        self.idle.append(bundle.worker)
        self._hand_out(now)


def foretell(
    loads: Iterable[Load], workers: int, costs: Costs | None = None, seed: int = 1
) -> Foretold:
    """Simulate a run; AssertionError when it were impolite."""
    return Simulation(tuple(loads), workers, costs or Costs(), seed).run()


def _cell(world: World, costs: Costs, seed: int, what: tuple[int, int]) -> Foretold:
    references, workers = what
    return foretell(world.loads(references), workers, costs, seed)


def _spell(seconds: float) -> str:
    for unit, size in (("d", 86400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def main() -> None:
    """Print a table for each way in which references are spread."""
    options = _options()
    costs = Costs(look=options.look / 1000, keep=options.keep / 1000, bundle=options.bundle / 1000)
    for world in WORLDS:
        if options.worlds and world.name not in options.worlds:
            continue
        print(f"\n{world.name}\n")
        heads = [f"{number} workers" for number in options.workers]
        print("| references | hosts | requests | longest lane | " + " | ".join(heads) + " | MB |")
        print("|" + " ---: |" * (len(heads) + 5), flush=True)
        for size in SIZES:
            if size <= options.most:
                _row(world, size, costs, options)


def _row(world: World, size: int, costs: Costs, options: argparse.Namespace) -> None:
    hosts = min(MOST_HOSTS, max(1, size // 10))
    if size > world.most:
        loads = tuple(world.loads(size))
        count, floor = sum(load.count for load in loads), max(load.floor for load in loads)
        rest = " | not simulated" * len(options.workers)
        print(f"| {size:,} | {hosts:,} | {count:,} | {_spell(floor)}{rest} | |", flush=True)
        return
    cells = [(size, number) for number in options.workers]
    # A process for each, so that the memory of one is given back.
    context = multiprocessing.get_context("spawn")
    with context.Pool(options.jobs, maxtasksperchild=1) as pool:
        found = pool.map(partial(_cell, world, costs, options.seed), cells, chunksize=1)
    times = " | ".join(f"{_spell(one.seconds)} ({one.busy:.0%})" for one in found)
    memory = max(one.memory for one in found)
    first = f"| {size:,} | {hosts:,} | {found[0].requests:,} | {_spell(found[0].floor)} "
    print(f"{first}| {times} | {memory:.0f} |", flush=True)


def _options() -> argparse.Namespace:
    costs = Costs()
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n\n")[0])
    parser.add_argument("--most", type=int, default=SIZES[-1], help="references at most")
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS)
    parser.add_argument("--worlds", nargs="+", choices=[world.name for world in WORLDS])
    parser.add_argument("--look", type=float, default=1000 * costs.look, help="ms of a worker")
    parser.add_argument("--keep", type=float, default=1000 * costs.keep, help="ms of the client")
    parser.add_argument("--bundle", type=float, default=1000 * costs.bundle, help="ms a bundle")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="simulations at once (2)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
