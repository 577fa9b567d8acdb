"""Have archives copy pages, and keep in mind over runs what they were asked."""

from __future__ import annotations

import fcntl
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.errors import UsageError
from kzru_cite.files import read_bytes, write_atomically
from kzru_cite.gather.makers import Again, Copied, Failed, Going, Maker, Progress
from kzru_cite.model.saving import Fate, SaveJob, Stage
from kzru_cite.read.save_jobs import read_jobs, write_jobs

JOBS = Path(".kzru-cite") / "saves.json"
# Status is kept for about an hour: who then knows nothing of a job has forgotten it.
_KNOWN = timedelta(hours=1)
# What has been copied or had ten copies made is not copied again on one day, and what was refused
# not within a week.
_COPIED = timedelta(days=1)
_REFUSED = timedelta(days=7)
_LONGEST_PAUSE = 30.0


class Jobs:
    """The jobs of a project at one archive, each written down before anybody hears of it."""

    def __init__(self, path: Path, keeper: str) -> None:
        self._path = path
        self.keeper = keeper
        found = read_jobs(read_bytes(path) or b"")
        self._all = {(job.keeper, job.address): job for job in found}

    def of(self, address: str) -> SaveJob | None:
        """Return the job of a page."""
        return self._all.get((self.keeper, address))

    def put(self, job: SaveJob) -> None:
        """Write a job down."""
        self._all[job.keeper, job.address] = job
        self._write()

    def drop(self, address: str) -> None:
        """Forget a job."""
        del self._all[self.keeper, address]
        self._write()

    def _write(self) -> None:
        try:
            write_atomically(self._path, write_jobs(self._all.values()))
        except OSError as cause:
            message = f"nothing more was asked: {self._path} cannot be written: {cause.strerror}"
            raise UsageError(message) from cause


@contextmanager
def jobs_of(folder: Path, keeper: str) -> Iterator[Jobs]:
    """Open the jobs of a project for this run alone; raises UsageError when another has them."""
    path = folder / JOBS
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            hint = "wait for its end; it goes on with the same pages"
            raise UsageError("another run is having pages copied here", hint=hint) from cause
        yield Jobs(path, keeper)
    finally:
        os.close(lock)


class Patience(Struct, frozen=True, kw_only=True):
    """How long a run waits in all, in seconds, and how long at first between two questions."""

    whole: float
    first: float = 5.0

    def pauses(self) -> Iterator[float]:
        """Yield pauses that grow, until the time is over."""
        end = time.monotonic() + self.whole
        pause = self.first
        while (left := end - time.monotonic()) > 0:
            yield min(pause, left)
            pause = min(2 * pause, _LONGEST_PAUSE)


class Saving(Struct, kw_only=True):
    """
    One run at one archive.

    *over* says why the archive is asked no more, *waiting* why a page was not taken in yet.
    """

    maker: Maker
    jobs: Jobs
    now: Callable[[], datetime] = lambda: datetime.now(UTC).replace(microsecond=0)
    over: Failed | None = None
    waiting: dict[str, str] = field(default_factory=dict)

    def run(self, addresses: Sequence[str], pauses: Iterator[float]) -> dict[str, SaveJob]:
        """
        Have pages copied that were not asked for lately; return how far the job of each is.

        Ends when all is settled, the archive will not be asked any more, or no pause is left. Jobs
        that are open then are taken up by the next run.
        """
        due = deque(address for address in addresses if self._is_due(address))
        while True:
            self._look_after(addresses, due)
            self._begin(addresses, due)
            if self.over or not (due or self._open(addresses)):
                break
            pause = next(pauses, None)
            if pause is None:
                break
            time.sleep(pause)
        return {address: self._came_to(address) for address in addresses}

    def _is_due(self, address: str) -> bool:
        job = self.jobs.of(address)
        if job is None:
            return True
        age = self.now() - job.at
        match job.stage:
            case Stage.PENDING:
                return False
            case Stage.MADE:
                return age > _COPIED
            case Stage.ASKED:
                return True
            case Stage.ENDED if job.fate is Fate.TAKEN:
                return age > _COPIED
            case Stage.ENDED if job.fate in (Fate.REFUSED, Fate.NOT_TO_BE_HAD):
                return age > _REFUSED
            case _:
                return True

    def _open(self, addresses: Sequence[str]) -> list[SaveJob]:
        jobs = (self.jobs.of(address) for address in addresses)
        return [job for job in jobs if job and job.stage is Stage.PENDING]

    def _look_after(self, addresses: Sequence[str], due: deque[str]) -> None:
        jobs = self._open(addresses)
        steps = self.maker.look_after(jobs) if jobs else {}
        for job in jobs:
            step = steps.get(job.address)
            if step is not None:
                self._take(job, step)
            elif self.now() - job.at > _KNOWN:
                # Nobody knows what came of it: as if no answer had come.
                self.jobs.put(replace(job, stage=Stage.ASKED, name=""))
                due.append(job.address)

    def _begin(self, addresses: Sequence[str], due: deque[str]) -> None:
        while due and not self.over and len(self._open(addresses)) < self.maker.at_once:
            address = due.popleft()
            before = self.jobs.of(address)
            unsure = before is not None and before.stage is Stage.ASKED
            asked = before if before and unsure else self._new(address)
            # Written down first: who is killed now must know that the archive may have been asked.
            self.jobs.put(asked)
            began = self.now()
            step = self.maker.begin(asked, unsure=unsure)
            self.waiting.pop(address, None)
            if isinstance(step, Again):
                if not unsure:
                    self.jobs.drop(address)
                self.waiting[address] = step.words
                due.append(address)
                return
            # For an hour from now on somebody should know of it.
            self._take(replace(asked, at=began), step)

    def _new(self, address: str) -> SaveJob:
        keeper = self.jobs.keeper
        return SaveJob(keeper=keeper, address=address, at=self.now(), stage=Stage.ASKED)

    def _take(self, job: SaveJob, step: Progress) -> None:
        match step:
            case Going(name=name):
                self.jobs.put(replace(job, stage=Stage.PENDING, name=name))
            case Copied(capture=capture):
                made = replace(job, stage=Stage.MADE, at=self.now(), capture=capture)
                self.jobs.put(made)
            case Failed(over=True):
                self.over = step
                if step.fate is Fate.KEYS and job.stage is Stage.ASKED:
                    self.jobs.drop(job.address)
            case Failed(fate=fate, words=words):
                ended = replace(job, stage=Stage.ENDED, at=self.now(), fate=fate, words=words)
                self.jobs.put(ended)
            case _:
                assert_never(step)

    def _came_to(self, address: str) -> SaveJob:
        """Return how far a page is; what was not taken in ends for this run, and is not kept."""
        job = self.jobs.of(address)
        if job is not None and job.stage in (Stage.MADE, Stage.ENDED):
            return job
        if self.over is not None:
            fate, words = self.over.fate, self.over.words
        elif job is not None:
            return job
        else:
            fate, words = Fate.LATER, self.waiting.get(address, "the archive has much to do")
        return SaveJob(
            keeper=self.jobs.keeper,
            address=address,
            at=self.now(),
            stage=Stage.ENDED,
            fate=fate,
            words=words,
        )
