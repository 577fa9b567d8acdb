"""
Gather for many projects at once, so that what several of them ask is asked once.

Looks go into a store that the projects share. A project that has a log of its own gets what
concerns it there as well, so that it stands by itself. Projects are read one at a time, and again
for each round, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.asking import asker
from kzru_cite.errors import KzruError
from kzru_cite.gathering import Asker, Run, Told, World, ask_here, quoter, world
from kzru_cite.memory import concerning, recorded
from kzru_cite.model.evidence import Evidence
from kzru_cite.planning import Want, plan
from kzru_cite.plans import services_on
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.settings import Settings
from kzru_cite.stores import open_store
from kzru_cite.workspace import Shared, Workspace, open_workspace


class Joined(Struct, frozen=True, kw_only=True):
    """
    What a joint run came to.

    *asked* looks were kept, *fresh* questions were answered lately. *faults* are the projects that
    could not be read, or whose own log could not be written, and why. *troubles* tell, each
    once, what is wrong with budgets of hosts that are shared with other runs.
    """

    asked: int = 0
    fresh: int = 0
    offline: bool = False
    troubles: tuple[str, ...] = ()
    faults: tuple[tuple[Path, KzruError], ...] = ()


class _Group(Struct):
    """Projects that ask the world in one way."""

    settings: Settings
    home: Path | None
    folders: list[Path] = field(default_factory=list)


def gather(
    folders: Sequence[Path], shared: Shared, told: Told, *, capture: bool = False, dask: str = ""
) -> Joined:
    """
    Ask what is missing or stale for projects, and keep it in the store that they share.

    Projects whose settings let them ask in one way are asked for together, the others after them.
    A project that cannot be read is told of in the result, and left out. *dask* names the cluster
    that asks, '' for this machine.
    """
    groups, faults = _groups(folders, capture=capture)
    asked = fresh = 0
    offline = False
    troubles: dict[str, None] = {}
    for group in groups:
        joint = _Joint(group, shared, told)
        try:
            with asker(dask, group.settings, joint.folder) as asks:
                offline = not joint.complete(asks or ask_here) or offline
        except KeyboardInterrupt:
            # What was answered is not lost; after a fault the store may be of no use.
            joint.hand_out()
            raise
        joint.hand_out()
        faults += joint.faults
        asked, fresh = asked + joint.asked, fresh + joint.fresh
        troubles[joint.trouble] = None
    return Joined(
        asked=asked,
        fresh=fresh,
        offline=offline,
        troubles=tuple(filter(None, troubles)),
        faults=tuple(faults),
    )


def _groups(
    folders: Sequence[Path], *, capture: bool
) -> tuple[list[_Group], list[tuple[Path, KzruError]]]:
    groups: list[tuple[object, _Group]] = []
    faults = []
    for folder in folders:
        try:
            workspace = _opened(folder, None, capture=capture)
        except KzruError as fault:
            faults.append((folder, fault))
            continue
        home = _home(workspace)
        name = (home, *_way(workspace.settings))
        group = next((one for known, one in groups if known == name), None)
        if group is None:
            group = _Group(settings=workspace.settings, home=home)
            groups.append((name, group))
        group.folders.append(folder)
    return [group for _, group in groups], faults


def _opened(folder: Path, shared: Shared | None, *, capture: bool) -> Workspace:
    workspace = replace(open_workspace(folder), shared=shared)
    return workspace.capturing() if capture else workspace


def _way(settings: Settings) -> tuple[object, ...]:
    """Return what projects that are asked for together have in common."""
    return settings.gather, dict(settings.services), dict(settings.archives)


def _home(workspace: Workspace) -> Path | None:
    """Return the folder of a project whose way of asking rests on files of its own."""
    gather = workspace.settings.gather
    return workspace.folder if gather.authorities or gather.budget else None


class _Joint:
    """One run for a group of projects."""

    def __init__(self, group: _Group, shared: Shared, told: Told) -> None:
        self.asked = self.fresh = 0
        self.trouble = ""
        self.faults: list[tuple[Path, KzruError]] = []
        self._group = group
        self._store = shared.store
        self._shared = shared
        self._told = told
        self._put: set[tuple[object, ...]] = set()

    def complete(self, asks: Asker) -> bool:
        """Ask round by round until nothing is left; False when the network went away."""
        online = True
        with closing(world(self._group.settings, self.folder)) as place:
            while online and (wants := self._round(place)):
                run = Run(log=self._store, vantage=place.vantage, told=self._told)
                online = asks(wants, place, run.keep)
                self.asked += len(run.looks)
            self.trouble = place.trouble()
        return online

    @property
    def folder(self) -> Path:
        """Return the folder that authorities, budget and captures of the run are found from."""
        return self._group.home or self._shared.folder

    def _round(self, place: World) -> list[Want]:
        """Return the questions that any project has now, each once, in the order of projects."""
        wants: dict[tuple[object, ...], Want] = {}
        first = not self._put
        for folder in self._sound():
            for want in self._of(folder, place, first=first):
                if want.name not in self._put:
                    wants.setdefault(want.name, want)
        self._put |= wants.keys()
        return list(wants.values())

    def _sound(self) -> list[Path]:
        """Return the projects that nothing was wrong with so far."""
        told = {folder for folder, _ in self.faults}
        return [folder for folder in self._group.folders if folder not in told]

    def _opened(self, folder: Path) -> Workspace:
        return _opened(folder, self._shared, capture=self._group.settings.gather.capture)

    def _of(self, folder: Path, place: World, *, first: bool) -> tuple[Want, ...]:
        """Return the questions of a project; one that cannot be read has none."""
        try:
            return self._wants(self._opened(folder), place, first=first)
        except KzruError as fault:
            self.faults.append((folder, fault))
            return ()

    def _wants(self, workspace: Workspace, place: World, *, first: bool) -> tuple[Want, ...]:
        settings, now = workspace.settings, datetime.now(UTC)
        bibliography = read_bibliography(workspace.bibliographies)
        ledger = read_ledger(workspace.ledger) if workspace.ledger else None
        run = Run(log=self._store, vantage=place.vantage, told=self._told)
        before = recorded(workspace, bibliography) or Evidence()
        quoting = quoter(bibliography, ledger, place, settings, workspace.folder)(run, before, now)
        self.asked += len(run.looks)
        found = plan(
            bibliography,
            run.known(before),
            settings.policy,
            services_on(settings),
            now,
            quoting=quoting,
            archives=tuple(settings.archives),
        )
        self.fresh += found.fresh if first else 0
        return found.wants

    def hand_out(self) -> None:
        """Give each project that has a log of its own what concerns it."""
        for folder in self._sound():
            try:
                self._give(self._opened(folder))
            except KzruError as fault:
                self.faults.append((folder, fault))

    def _give(self, workspace: Workspace) -> None:
        setting, folder = workspace.settings.looks, workspace.folder
        named = setting != Settings().looks
        if named or (folder / setting).is_file():
            bibliography = read_bibliography(workspace.bibliographies)
            with open_store(setting, folder) as own:
                own.put(concerning(self._store, bibliography))
