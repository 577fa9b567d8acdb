"""Have pages copied, and look at what was made: a copy counts when it was seen to show the page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite import asking, gathering, saving
from kzru_cite.gather.makers import Maker
from kzru_cite.memory import recorded
from kzru_cite.model.archive import read_capture
from kzru_cite.model.evidence import (
    SAVED,
    Answered,
    CaptureListed,
    Evidence,
    Listed,
    Look,
    Purpose,
)
from kzru_cite.model.saving import Fate, SaveJob
from kzru_cite.model.seen import Seen
from kzru_cite.planning import Want, plain_copy
from kzru_cite.plans import services_on
from kzru_cite.workspace import Workspace


class Saved(Struct, frozen=True, kw_only=True):
    """The job of a page, and whether the copy that it brought was seen, whatever it shows."""

    job: SaveJob
    shown: bool = False


def saved(
    workspace: Workspace,
    pages: Mapping[str, str],
    makes: Callable[[gathering.World], Maker],
    told: gathering.Told,
) -> dict[str, Saved]:
    """
    Have *pages* copied, whose addresses are given as cited and as asked for.

    What the archive says that it made goes into the log as its list of one copy, and the copy is
    looked at like any other, as often as the time for it allows. Returned by addresses as cited.
    """
    gather = workspace.settings.gather
    patience = saving.Patience(whole=gather.save_wait, first=max(gather.interval, 0.001))
    pauses = patience.pauses()
    with closing(gathering.world(workspace.settings, workspace.folder)) as place:
        maker = makes(place)
        with saving.jobs_of(workspace.folder, maker.base) as jobs:
            work = saving.Saving(maker=maker, jobs=jobs)
            came = work.run(tuple(dict.fromkeys(pages.values())), pauses)
    looks = _Looks(workspace=workspace, told=told)
    looks.enter({about: came[address] for about, address in pages.items()})
    shown = looks.look(pauses)
    return {about: _saved(came[address], shown) for about, address in pages.items()}


def _saved(job: SaveJob, shown: frozenset[str]) -> Saved:
    return Saved(job=job, shown=job.capture is not None and job.capture.address in shown)


class _Looks(Struct, kw_only=True):
    """Looks at copies that were made, until all were seen."""

    workspace: Workspace
    told: gathering.Told
    copies: set[str] = field(default_factory=set)

    def enter(self, jobs: Mapping[str, SaveJob]) -> None:
        """Note what was made, and ask what else there is of pages that were copied too often."""
        known = Seen(recorded(self.workspace) or Evidence())
        now = datetime.now(UTC).replace(microsecond=0)
        new = [
            Look(
                at=now,
                purpose=Purpose.CAPTURES,
                about=about,
                asked=SAVED,
                sight=Listed(captures=(job.capture,), complete=False),
                vantage=self.workspace.settings.gather.vantage,
            )
            for about, job in jobs.items()
            if job.capture and not _is_listed(known, about, job.capture)
        ]
        gathering.note(new, self.workspace.settings, self.workspace.folder)
        self.copies |= {job.capture.address for job in jobs.values() if job.capture}
        taken = [about for about, job in jobs.items() if job.fate is Fate.TAKEN]
        if "wayback" in services_on(self.workspace.settings):
            self._list_anew(taken, now)

    def _list_anew(self, pages: list[str], now: datetime) -> None:
        """Ask for the copies of today; the newest of each page will be looked at."""
        wants = [
            Want(purpose=Purpose.CAPTURES, about=about, asked="wayback", near=now)
            for about in pages
        ]
        for look in self._ask(wants) or () if wants else ():
            if isinstance(look.sight, Listed) and look.sight.captures:
                newest = max(look.sight.captures, key=lambda one: one.taken)
                self.copies.add(newest.address)

    def look(self, pauses: Iterator[float]) -> frozenset[str]:
        """Look at the copies that were not seen yet; return those that were."""
        while wanting := sorted(self.copies - self._shown()):
            self._leave_this_second(wanting)
            wants = [
                Want(
                    purpose=Purpose.CAPTURE,
                    about=one,
                    asked="web",
                    address=plain_copy(one, read_capture(one)),
                )
                for one in wanting
            ]
            looks = self._ask(wants)
            if looks is None or not (self.copies - self._shown()):
                break
            pause = next(pauses, None)
            if pause is None:
                break
            time.sleep(pause)
        if self.workspace.ledger is not None and self._captures:
            asking.search_captures(self.workspace)
        return self._shown()

    def _leave_this_second(self, copies: list[str]) -> None:
        """Wait if one was looked at just now: of two looks in a second nobody knows the later."""
        known = Seen(recorded(self.workspace) or Evidence())
        now = datetime.now(UTC).replace(microsecond=0)
        if any(look.at >= now for one in copies for look in known.at(one, Purpose.CAPTURE)):
            time.sleep(1.0)

    def _shown(self) -> frozenset[str]:
        """Return the copies that the archive was seen to show, by its own word."""
        known = Seen(recorded(self.workspace) or Evidence())
        return frozenset(
            one
            for one in self.copies
            for look in known.at(one, Purpose.CAPTURE)
            if isinstance(look.sight, Answered) and "memento-datetime" in look.sight.headers
        )

    @property
    def _captures(self) -> bool:
        """Tell whether this project keeps what it fetches, so that quotations can be found."""
        gather, folder = self.workspace.settings.gather, self.workspace.folder
        return gather.capture or (folder / gathering.CAPTURES).is_dir()

    def _ask(self, wants: list[Want]) -> tuple[Look, ...] | None:
        settings = self.workspace.settings
        gather = replace(settings.gather, capture=self._captures)
        settings = replace(settings, gather=gather)
        return gathering.look_at(wants, settings, self.workspace.folder, self.told)


def _is_listed(known: Seen, about: str, capture: CaptureListed) -> bool:
    looks = known.at(about, Purpose.CAPTURES)
    return any(
        look.asked == SAVED and isinstance(look.sight, Listed) and capture in look.sight.captures
        for look in looks
    )
