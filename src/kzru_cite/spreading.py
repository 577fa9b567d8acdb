"""
Put questions from the machines of a cluster, and keep each answer as it comes.

Work is split by host. A shard of hosts is out at one place at a time, with a slice of what waits at
each of its hosts; what is known of how soon these may be asked again goes along and comes back.
What was on its way when a worker died is asked again elsewhere, and nothing else is.
"""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite import bundles
from kzru_cite.bundles import BLOCK, CLOSED, END, ONWARD, SIGHT, Bundle, End, Record, Task, Terms
from kzru_cite.cluster import Broken, Cluster, Over, Told, lost
from kzru_cite.errors import ClusterError, SettingsError, UsageError
from kzru_cite.gather.carried import Standing
from kzru_cite.gather.manners import Pace
from kzru_cite.gather.shards import Shards, shard_count
from kzru_cite.gathering import Told as Hears
from kzru_cite.gathering import World, errand_of
from kzru_cite.model.evidence import Sight, Trouble, Unanswered
from kzru_cite.planning import Want
from kzru_cite.read.looks import read_look
from kzru_cite.settings import Settings

# More than this many bundles in a row lost without one answer are no accident.
_MOST_LOST = 8
# Seconds that an interrupted run waits for what workers have in hand.
_GRACE = 8.0
# Seconds after which a cluster without workers is given up.
_PATIENCE = 60.0
# Seconds after which new workers are looked for, when nothing happens.
_GLANCE = 1.0
# The longest interval of any service is shorter.
_STRANGE = 30.0


@contextmanager
def spread(words: str, settings: Settings, folder: Path) -> Iterator[Spread]:
    """
    Connect to a cluster, and let go of it at the end.

    Raises UsageError for words that name none, and for captures, which would lie on machines
    where nobody looks for them; ClusterError when it cannot be reached.
    """
    if settings.gather.capture:
        raise UsageError(
            "what is fetched cannot be kept when a cluster asks",
            hint="leave out --dask, or the wish to capture",
        )
    authorities = _authorities(settings, folder)
    cluster: Cluster[Record] = Cluster(words)
    try:
        local = replace(settings.gather, budget=_budget(settings, folder, local=cluster.local))
        terms = Terms(
            run=cluster.run,
            settings=replace(settings, gather=local, theme_place=None),
            authorities=authorities,
        )
        yield Spread(cluster, terms)
    finally:
        cluster.everywhere(bundles.leave)
        cluster.close()


class Spread:
    """A run on a cluster: what its workers told of themselves and of hosts, over all rounds."""

    def __init__(self, cluster: Cluster[Record], terms: Terms) -> None:
        self.cluster = cluster
        self.terms = terms
        interval = terms.settings.gather.interval
        self.books = _Books(patience=_STRANGE + 2 * interval)
        # Workers that found themselves without a network.
        self.barred: set[str] = set()
        self.witnesses: deque[str] = deque(maxlen=4)
        self.number = 0
        self._workers: Mapping[str, int] = {}
        self._counted, self._manned = float("-inf"), time.monotonic()

    def usable(self) -> dict[str, int]:
        """Return the workers that are there and have a network, and how many bundles each takes."""
        if time.monotonic() > self._counted + _GLANCE:
            self._workers = self.cluster.workers()
            self._counted = time.monotonic()
            self._manned = self._counted if self._workers else self._manned
            if self._counted > self._manned + _PATIENCE:
                raise lost("all workers of the cluster are gone")
        return {name: takes for name, takes in self._workers.items() if name not in self.barred}

    def __call__(self, wants: Sequence[Want], place: World, told: Hears) -> bool:
        """Put the questions of a round; False when no worker has a network."""
        if self.terms.shards == 1:
            hosts = {place.crew.manners.pace(errand_of(want, place).address).host for want in wants}
            seats = sum(self.cluster.workers().values())
            self.terms = replace(self.terms, shards=shard_count(len(hosts), seats))
        return _Round(self, wants, place, told).complete()


class _Books(Struct):
    """When lanes and hosts may be asked again, by time.monotonic, as far as that is to come."""

    lanes: dict[str, float] = field(default_factory=dict)
    hosts: dict[str, float] = field(default_factory=dict)
    # Shards whose last worker was lost, and since when; nobody minds them after so many seconds.
    patience: float = 0.0
    strange: dict[int, float] = field(default_factory=dict)

    def standing(self, lanes: Sequence[Pace], shards: Sequence[int]) -> Standing:
        """Return what is known of some lanes, for whoever asks there next."""
        now = time.monotonic()
        hosts = {pace.host for pace in lanes}
        self.strange = {shard: at for shard, at in self.strange.items() if at > now - self.patience}
        return Standing(
            lanes=tuple(
                (name, left)
                for name in map(_name, lanes)
                if (left := self.lanes.pop(name, now) - now) > 0
            ),
            hosts=tuple(
                (host, left)
                for host in sorted(hosts)
                if (left := self.hosts.get(host, now) - now) > 0
            ),
            strange=any(shard in self.strange for shard in shards),
        )

    def note(self, lanes: Iterable[tuple[str, float]]) -> None:
        """Take over where a bundle left its lanes."""
        now = time.monotonic()
        self.lanes.update((name, now + left) for name, left in lanes)

    def block(self, host: str, seconds: float) -> None:
        """Note that a host asked to be left alone."""
        until = time.monotonic() + seconds
        self.hosts[host] = max(until, self.hosts.get(host, 0.0))


class _Out(Struct, kw_only=True):
    """A bundle that is out: its shards, its tasks that are not settled, and who has it."""

    shards: tuple[int, ...]
    tasks: dict[int, Task]
    informed: bool
    worker: str = ""
    end: End | None = None
    told: int = 0


class _Lane(Struct):
    """What waits at a host, or a part of it, in the order in which it is asked."""

    pace: Pace
    tasks: deque[Task] = field(default_factory=deque)


class _Round:
    """The questions of one round, which end one by one."""

    def __init__(self, run: Spread, wants: Sequence[Want], place: World, told: Hears) -> None:
        self._run = run
        self._place = place
        self._told = told
        self._lanes: dict[str, _Lane] = {}
        self._shards = Shards(run.terms.shards)
        self._open: dict[int, Task] = {}
        self._out: dict[str, _Out] = {}
        self._closed: dict[str, Sight] = {}
        self._lost = 0
        for number, want in enumerate(wants):
            self._put(Task(number=number, want=want))

    def complete(self) -> bool:
        """Hand out and take in until all is settled; False when no worker has a network."""
        try:
            while self._open:
                seats = self._hand_out()
                if self._run.barred and not self._out and not seats:
                    return self._give_up()
                self._take_in(self._run.cluster.next(_GLANCE))
        except BaseException as error:
            self._leave(keeps=isinstance(error, KeyboardInterrupt))
            raise
        return True

    # Handing out.

    def _put(self, task: Task, *, first: bool = False) -> None:
        """Let a question wait in the lane of its host, unless that host is left alone."""
        errand = errand_of(task.want, self._place, task.underway)
        pace = self._place.crew.manners.pace(errand.address)
        self._open[task.number] = task
        if (closed := self._closed.get(pace.host)) is not None:
            self._settle(task.number, closed)
            return
        lane = self._lanes.setdefault(_name(pace), _Lane(pace=pace))
        (lane.tasks.appendleft if first else lane.tasks.append)(task)
        self._shards.add(pace.host, _name(pace), pace.interval)

    def _hand_out(self) -> int:
        """Give each free seat a bundle, and return how many seats there are."""
        usable = self._run.usable()
        seats = sum(usable.values())
        while len(self._out) < seats and self._shards.ready:
            shards, slices = self._shards.take(seats - len(self._out))
            tasks = [task for lane, count in slices.items() for task in self._taken(lane, count)]
            if not tasks:
                self._shards.back(shards)
                continue
            self._start(shards, tasks, [self._lanes[lane].pace for lane in slices], usable)
        return seats

    def _taken(self, lane: str, count: int) -> Iterator[Task]:
        tasks = self._lanes[lane].tasks
        for _ in range(min(count, len(tasks))):
            task = tasks.popleft()
            # What a lost worker still sent in time needs no second asking.
            if task.number in self._open:
                yield task

    def _start(
        self, shards: tuple[int, ...], tasks: list[Task], paces: list[Pace], usable: dict[str, int]
    ) -> None:
        run = self._run
        run.number += 1
        name = f"bundle-{run.number}"
        bundle = Bundle(
            shards=frozenset(shards),
            tasks=tuple(tasks),
            standing=run.books.standing(paces, shards),
            witnesses=tuple(run.witnesses),
        )
        self._out[name] = _Out(
            shards=shards,
            tasks={task.number: task for task in tasks},
            informed=bool(run.witnesses),
        )
        only = usable if run.barred else None
        run.cluster.start(name, partial(bundles.ask, run.terms, bundle), only)

    # Taking in.

    def _take_in(self, event: Told[Record] | Over | Broken | None) -> None:
        match event:
            case Told(name=name, worker=worker, records=records):
                for record in records:
                    self._read(name, worker, record)
            case Over(name=name):
                self._end(name)
            case Broken(words=words):
                raise lost(words)
            case None:
                pass

    def _read(self, name: str, worker: str, record: Record) -> None:
        out = self._out.get(name)
        kind, key, content = record
        if kind == SIGHT:
            look = read_look(str(content))
            if look is not None:
                self._count(out, int(key))
                self._settle(int(key), look.sight)
        elif kind == CLOSED:
            self._close(str(key), str(content))
        elif kind == BLOCK:
            self._run.books.block(str(key), float(content))
        elif out is not None and isinstance(content, bytes):
            # Dask itself trusts its machines in the same way.
            value = pickle.loads(content)  # noqa: S301
            if kind == END:
                out.end, out.worker = value, worker
            elif kind == ONWARD and int(key) in out.tasks:
                self._count(out, int(key))
                self._put(replace(self._open[int(key)], underway=value), first=True)

    def _count(self, out: _Out | None, number: int) -> None:
        self._lost = 0
        if out is not None:
            out.tasks.pop(number, None)

    def _settle(self, number: int, sight: Sight) -> None:
        """Tell what came of a question, once."""
        task = self._open.pop(number, None)
        if task is None:
            return
        self._told(task.want, sight)
        if isinstance(sight, Unanswered) and sight.trouble is Trouble.STOPPED:
            errand = errand_of(task.want, self._place, task.underway)
            self._close(self._place.crew.manners.pace(errand.address).host, sight.words)

    def _close(self, host: str, words: str) -> None:
        """Leave a host alone for this round."""
        if host in self._closed:
            return
        stopped = Unanswered(trouble=Trouble.STOPPED, words=words)
        self._closed[host] = stopped
        for name, lane in self._lanes.items():
            if lane.pace.host == host:
                self._shards.drop(host, name)
                while lane.tasks:
                    self._settle(lane.tasks.popleft().number, stopped)

    def _end(self, name: str) -> None:
        """Take back a bundle with what is not settled in it."""
        out = self._out.pop(name, None)
        if out is None:
            return
        run, end = self._run, out.end
        if end is None:
            # It was lost with its worker: when its hosts were asked last is not known.
            run.books.strange.update(dict.fromkeys(out.shards, time.monotonic()))
            self._lost += 1
            if self._lost > _MOST_LOST:
                words = f"workers were lost {self._lost} times in a row without one answer"
                raise ClusterError(words, hint="look at their logs; is there enough memory?")
        else:
            run.books.note(end.lanes)
            if end.offline and (out.informed or not run.witnesses):
                run.barred.add(out.worker)
            elif not end.offline:
                self._hear(end.witnesses)
        for task in reversed(tuple(out.tasks.values())):
            if task.number in self._open:
                self._put(task, first=True)
        self._shards.back(out.shards)

    def _hear(self, witnesses: tuple[str, ...]) -> None:
        for address in witnesses:
            if address not in self._run.witnesses:
                self._run.witnesses.append(address)

    # Ending.

    def _give_up(self) -> bool:
        """End all that is left, since no worker has a network."""
        for number in tuple(self._open):
            offline = Unanswered(trouble=Trouble.OFFLINE, words="no worker could reach anything")
            self._told(self._open.pop(number).want, offline)
        return False

    def _leave(self, *, keeps: bool) -> None:
        """Let workers end what they have in hand; with *keeps* what comes in is kept."""
        self._run.cluster.everywhere(bundles.stop)
        patience = time.monotonic() + _GRACE
        while keeps and self._out and time.monotonic() < patience:
            event = self._run.cluster.next(0.2)
            match event:
                case Told(records=records):
                    for kind, key, content in records:
                        look = read_look(str(content)) if kind == SIGHT else None
                        if look is not None and (task := self._open.pop(int(key), None)):
                            self._told(task.want, look.sight)
                case Over(name=name):
                    self._out.pop(name, None)
                case _:
                    pass


def _name(pace: Pace) -> str:
    return f"{pace.host}{pace.path}"


def _authorities(settings: Settings, folder: Path) -> tuple[str, ...]:
    """Read the files of certificate authorities, which workers do not have."""
    try:
        names = settings.gather.authorities
        return tuple((folder / name).read_text(encoding="utf-8") for name in names)
    except (OSError, UnicodeDecodeError) as cause:
        message = f"a file of 'authorities' cannot be read: {cause}"
        raise SettingsError(message, hint="name PEM files, relative to the project") from cause


def _budget(settings: Settings, folder: Path, *, local: bool) -> str:
    """Name the file of the budget so that it means the same on a worker, '' for its own."""
    name = settings.gather.budget
    if not name:
        return ""
    if local:
        return str(folder / name)
    return name if Path(name).is_absolute() else ""
