"""
Ask a bundle of questions on a machine of a cluster.

It is asked by the same crew, with the same lanes and the same doubts about the network, as all is
on one machine. What is its own stands here: it follows redirects to hosts of its shards alone and
hands others back, begins where the lanes of its hosts were left, and sends each sight on at once.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.gather.addresses import host_of
from kzru_cite.gather.carried import CarriedBudget, Standing
from kzru_cite.gather.crew import run
from kzru_cite.gather.errands import Errand, Onward, Settled, Turn, Underway, underway
from kzru_cite.gather.gate import Gate
from kzru_cite.gather.network import doubtful, worth_keeping
from kzru_cite.gather.shards import shard_of
from kzru_cite.gathering import World, errand_of, world
from kzru_cite.model.evidence import Look, Sight, Trouble, Unanswered
from kzru_cite.planning import Want
from kzru_cite.read.looks import write_look
from kzru_cite.settings import Settings

# Of plain values, so that any way will carry it: a kind, a number or name, and a text or bytes.
Record: TypeAlias = tuple[str, int | str, str | bytes]
SIGHT, ONWARD, CLOSED, BLOCK, END = "sight", "onward", "closed", "block", "end"
# So many of the hosts that answered last tell later that the network is there.
_WITNESSES = 4


class Terms(Struct, frozen=True, kw_only=True):
    """
    What all bundles of a run share, as values that travel.

    *authorities* are the texts of files that *settings* would name.
    """

    run: str
    settings: Settings
    authorities: tuple[str, ...] = ()
    shards: int = 1


class Task(Struct, frozen=True, kw_only=True):
    """A question of a run by its number, and where it stands when it was begun elsewhere."""

    number: int
    want: Want
    underway: Underway | None = None


class Bundle(Struct, frozen=True, kw_only=True):
    """
    What is handed out at a time: questions at hosts of some shards.

    *standing* tells when these may be asked again, *witnesses* are addresses that answered a
    moment ago, elsewhere.
    """

    shards: frozenset[int]
    tasks: tuple[Task, ...]
    standing: Standing
    witnesses: tuple[str, ...] = ()


class End(Struct, frozen=True, kw_only=True):
    """
    How a bundle ended: who answered, and whether there was a network.

    *lanes* are to be left alone for so many seconds more.
    """

    lanes: tuple[tuple[str, float], ...]
    witnesses: tuple[str, ...]
    offline: bool


class _Place:
    """What the bundles of one run share in this process."""

    def __init__(self, terms: Terms) -> None:
        self.stop = Event()
        self.heard: deque[str] = deque(maxlen=_WITNESSES)
        self._folder = TemporaryDirectory(prefix="kzru-cite-")
        self.world = _world(terms, Path(self._folder.name))

    def hear(self, address: str) -> None:
        """Take note of an address that answered."""
        if all(host_of(one) != host_of(address) for one in tuple(self.heard)):
            self.heard.append(address)

    def close(self) -> None:
        self.stop.set()
        self.world.close()
        self._folder.cleanup()


_places: dict[str, _Place] = {}
_lock = Lock()


def stop(run: str) -> None:
    """Let the bundles of a run that are out in this process end soon."""
    with _lock:
        place = _places.get(run)
    if place is not None:
        place.stop.set()


def leave(run: str) -> None:
    """Let go of what the bundles of a run shared in this process."""
    with _lock:
        place = _places.pop(run, None)
    if place is not None:
        place.close()


def ask(terms: Terms, bundle: Bundle, send: Callable[[list[Record]], None]) -> None:
    """
    Ask the questions of a bundle; *send* returns when a batch of records is safe.

    Each question that is settled is a record, so is each host that asks for quiet, and in the end
    there is one of how it ended. Questions that were not asked because there was no network have
    none. Raises what *send* raises.
    """
    place = _place(terms)
    work = _Work(terms, bundle, place, send)
    pages = sum(task.want.asked == "web" for task in bundle.tasks)
    place.world.readers.prepare(pages)
    try:
        crew = replace(place.world.crew, budget=work.budget, probe=work.probe)
        online = run([(task, work.errand(task)) for task in bundle.tasks], work.told, crew)
        end = End(lanes=work.budget.lanes(), witnesses=tuple(place.heard), offline=not online)
        work.gate.tell((END, 0, pickle.dumps(end)))
    finally:
        work.gate.close()


class _Work:
    """A bundle that is being asked."""

    def __init__(
        self,
        terms: Terms,
        bundle: Bundle,
        place: _Place,
        send: Callable[[list[Record]], None],
    ) -> None:
        self.place = place
        self._broken = Event()
        crew = place.world.crew
        self.gate: Gate[Record] = Gate(send, 2 * crew.threads, self._broken.set)
        self.budget = CarriedBudget(crew.budget, bundle.standing, self.is_over, self._blocks)
        self._terms = terms
        self._bundle = bundle
        self._entered: set[int] = set()
        self._onward: dict[int, Underway] = {}
        # Who asked for quiet in the answer to a question and with which code, and for how long.
        self._pleading: dict[int, tuple[str, int]] = {}
        self._quiet: dict[str, float] = {}

    def is_over(self) -> bool:
        """Tell whether nothing more is asked, since the run ended or nobody takes what comes."""
        return self.place.stop.is_set() or self._broken.is_set()

    def _blocks(self, host: str, seconds: float) -> None:
        """
        Tell of a host that is to be left alone, or keep it in mind until its answer is told.

        Nobody asks a host again that is left alone for long: who heard of that, and not of the
        answer, would lose the look when this process ends.
        """
        if seconds > self.place.world.crew.manners.longest_wait:
            self._quiet[host] = seconds
        else:
            self.gate.tell((BLOCK, host, str(seconds)))

    def errand(self, task: Task) -> Errand:
        """Return the errand of a task."""
        inner = errand_of(task.want, self.place.world, task.underway)
        return _Local(inner=inner, number=task.number, work=self)

    def probe(self) -> bool:
        """Tell whether a witness takes a connection, of the crew's or who answered elsewhere."""
        crew = self.place.world.crew
        heard = (*self._bundle.witnesses, *tuple(self.place.heard))
        return crew.probe() or (crew.knock is not None and any(map(crew.knock, heard)))

    def is_ours(self, errand: Errand) -> bool:
        """Tell whether the host that an errand leads to is one of this bundle's shards."""
        host = host_of(errand.address)
        return not host or shard_of(host, self._terms.shards) in self._bundle.shards

    def hold(self, number: int, onward: Underway | None = None) -> None:
        """Keep a question counted in until what it brought is safe."""
        self._entered.add(number)
        if onward is not None:
            self._onward[number] = onward

    def plead(self, number: int, host: str, code: int) -> None:
        """Note that a host asked for quiet in its answer to a question."""
        self._pleading[number] = host, code

    def told(self, task: Task, sight: Sight) -> None:
        """Send on what came of a question; nothing for one that found no network."""
        number = task.number
        onward, entered = self._onward.pop(number, None), number in self._entered
        self._entered.discard(number)
        if onward is not None:
            self.gate.tell((ONWARD, number, pickle.dumps(onward)), entered=entered)
        elif not (self.is_over() or _no_network(sight)) or worth_keeping(sight):
            self.gate.tell((SIGHT, number, _line(task.want, sight)), entered=entered)
        if number in self._pleading:
            self._leave_alone(*self._pleading.pop(number))

    def _leave_alone(self, host: str, code: int) -> None:
        """Tell that a host asked for quiet, after the answer in which it did."""
        if (seconds := self._quiet.pop(host, None)) is not None:
            self.gate.tell((BLOCK, host, str(seconds)))
        if code == 429:
            self.gate.tell((CLOSED, host, f"{host} answered {code}"))


class _Local(Struct, frozen=True, kw_only=True):
    """An errand that stays with the hosts of its bundle."""

    inner: Errand
    number: int
    work: _Work

    @property
    def address(self) -> str:
        return self.inner.address

    def go(self) -> Turn:
        """Ask once, when there is room for what comes back."""
        work, address = self.work, self.address
        if work.is_over() or not work.gate.enter():
            return _left("the run was ended")
        if address:
            work.budget.note(work.place.world.crew.manners.pace(address))
        turn = self.inner.go()
        if isinstance(turn, Onward):
            work.place.hear(address)
            if work.is_ours(turn.errand):
                # What waits for its next hop must not keep others out, who may have to go first.
                work.gate.leave()
                return Onward(errand=replace(self, inner=turn.errand))
            work.hold(self.number, underway(turn.errand))
            # A code says that the host answered, so that the network is known to be there.
            return _left("it goes on elsewhere", code=302)
        self._weigh(turn, address)
        return turn

    def _weigh(self, turn: Settled, address: str) -> None:
        """Count what came back until it is safe, unless it has to wait, or is asked for again."""
        work, plea = self.work, turn.plea
        if plea is not None:
            work.plead(self.number, host_of(address), plea.code)
        if turn.rest is not None or not isinstance(turn.sight, Unanswered):
            work.place.hear(address)
        # After a 429 nothing is sent again in this run.
        again = plea is not None and plea.code != 429
        if again or doubtful(turn.sight) or not worth_keeping(turn.sight):
            work.gate.leave()
        else:
            work.hold(self.number)


def _no_network(sight: Sight) -> bool:
    return isinstance(sight, Unanswered) and sight.trouble is Trouble.OFFLINE


def _left(words: str, code: int | None = None) -> Settled:
    return Settled(sight=Unanswered(trouble=Trouble.STOPPED, words=words, code=code))


def _line(want: Want, sight: Sight) -> str:
    """Return a sight in the form of the log, which says all of it."""
    now = datetime.now(UTC)
    look = Look(at=now, purpose=want.purpose, about=want.about, asked=want.asked, sight=sight)
    return write_look(look)


def _place(terms: Terms) -> _Place:
    with _lock:
        if terms.run not in _places:
            _places[terms.run] = _Place(terms)
        return _places[terms.run]


def _world(terms: Terms, folder: Path) -> World:
    """Make what a run asks with, from values alone."""
    names = []
    for number, text in enumerate(terms.authorities):
        name = f"authority-{number}.pem"
        (folder / name).write_text(text, encoding="utf-8")
        names.append(name)
    gather = replace(terms.settings.gather, authorities=tuple(names))
    return world(replace(terms.settings, gather=gather), folder)
