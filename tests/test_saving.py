"""Jobs at archives are begun within what the archive takes, and written down before it is asked."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kzru_cite.errors import UsageError
from kzru_cite.gather.makers import Again, Copied, Failed, Going, Progress, Step
from kzru_cite.model.evidence import CaptureListed
from kzru_cite.model.saving import Fate, SaveJob, Stage
from kzru_cite.saving import JOBS, Patience, Saving, jobs_of

AT = datetime(2026, 11, 26, 8, 9, 10, tzinfo=UTC)
PAGES = tuple(f"https://example.org/{number}" for number in range(5))


@dataclass(kw_only=True)
class Archive:
    """An archive that takes two jobs at once, and ends each when it is asked about it."""

    path: Path
    base: str = "https://archive.example"
    at_once: int = 2
    steps: dict[str, Step] = field(default_factory=dict)
    begun: list[tuple[str, bool]] = field(default_factory=list)
    most: int = 0

    def begin(self, job: SaveJob, *, unsure: bool) -> Step:
        assert job.address in self.path.read_text(encoding="utf-8")
        self.begun.append((job.address, unsure))
        return self.steps.pop(job.address, Going(name="job"))

    def look_after(self, jobs: Sequence[SaveJob]) -> Mapping[str, Progress]:
        self.most = max(self.most, len(jobs))
        return {job.address: Copied(capture=capture(job.address)) for job in jobs}


def capture(address: str) -> CaptureListed:
    return CaptureListed(taken=AT, address=f"copy of {address}", original=address)


def run(archive: Archive, *pages: str, now: datetime = AT, pauses: int = 9) -> dict[str, SaveJob]:
    with jobs_of(archive.path.parent.parent, archive.base) as jobs:
        work = Saving(maker=archive, jobs=jobs, now=lambda: now)
        return work.run(pages, iter([0.0] * pauses))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(path=tmp_path / JOBS)


def test_no_more_jobs_are_open_than_the_archive_takes(archive: Archive) -> None:
    came = run(archive, *PAGES)
    assert {Stage.MADE} == {job.stage for job in came.values()}
    assert 2 == archive.most
    assert [(page, False) for page in PAGES] == archive.begun


def test_what_was_made_is_not_asked_for_again_on_one_day(archive: Archive) -> None:
    run(archive, PAGES[0])
    assert capture(PAGES[0]) == run(archive, PAGES[0])[PAGES[0]].capture
    assert 1 == len(archive.begun)
    run(archive, PAGES[0], now=AT + timedelta(days=2))
    assert 2 == len(archive.begun)


@pytest.mark.parametrize(
    ("fate", "days"),
    [(Fate.LATER, 0), (Fate.TAKEN, 1), (Fate.REFUSED, 7), (Fate.NOT_TO_BE_HAD, 7)],
)
def test_how_long_a_refusal_stands(archive: Archive, fate: Fate, days: int) -> None:
    archive.steps[PAGES[0]] = Failed(fate=fate, words="no")
    assert fate is run(archive, PAGES[0])[PAGES[0]].fate
    archive.steps[PAGES[0]] = Failed(fate=fate, words="no")
    run(archive, PAGES[0], now=AT + timedelta(days=days))
    assert (2 if days == 0 else 1) == len(archive.begun)
    run(archive, PAGES[0], now=AT + timedelta(days=days, seconds=1))
    assert (3 if days == 0 else 2) == len(archive.begun)


def test_a_wish_that_was_not_taken_in_is_put_again_after_the_others(archive: Archive) -> None:
    archive.steps[PAGES[0]] = Again(words="busy")
    came = run(archive, *PAGES[:2])
    assert [PAGES[0], PAGES[1], PAGES[0]] == [page for page, _ in archive.begun]
    assert {Stage.MADE} == {job.stage for job in came.values()}


def test_without_time_it_is_left_for_later_and_not_kept(archive: Archive) -> None:
    archive.steps[PAGES[0]] = Again(words="busy")
    job = run(archive, *PAGES[:2], pauses=0)[PAGES[0]]
    assert (Stage.ENDED, Fate.LATER, "busy") == (job.stage, job.fate, job.words)
    assert PAGES[0] not in archive.path.read_text(encoding="utf-8")
    assert "the archive has much to do" == run(archive, *PAGES[1:], pauses=0)[PAGES[4]].words


def test_who_does_not_know_what_came_of_a_wish_says_so(archive: Archive) -> None:
    lost = Failed(fate=Fate.UNREACHED, words="no answer in time", over=True)
    archive.steps[PAGES[0]] = lost
    came = run(archive, *PAGES[:2])
    assert {Fate.UNREACHED} == {job.fate for job in came.values()}
    assert [(PAGES[0], False)] == archive.begun
    archive.steps[PAGES[0]] = Again(words="busy")
    run(archive, PAGES[0])
    assert [(PAGES[0], False), (PAGES[0], True), (PAGES[0], True)] == archive.begun


def test_jobs_of_other_archives_are_kept_and_left_alone(archive: Archive) -> None:
    run(archive, PAGES[0])
    other = Archive(path=archive.path, base="https://other.example")
    run(other, PAGES[0])
    assert [(PAGES[0], False)] == other.begun
    run(archive, PAGES[0])
    assert 1 == len(archive.begun)


def test_one_run_at_a_time_has_pages_copied(tmp_path: Path) -> None:
    with jobs_of(tmp_path, "a"), pytest.raises(UsageError, match="another run"):
        jobs_of(tmp_path, "a").__enter__()
    with (tmp_path / JOBS).with_suffix(".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_what_cannot_be_written_down_is_not_asked(tmp_path: Path) -> None:
    archive = Archive(path=tmp_path / JOBS)
    with jobs_of(tmp_path, archive.base) as jobs:
        # Where the folder was there is a file now.
        (tmp_path / ".kzru-cite" / "saves.lock").unlink()
        (tmp_path / ".kzru-cite").rmdir()
        (tmp_path / ".kzru-cite").write_text("")
        with pytest.raises(UsageError, match="cannot be written"):
            Saving(maker=archive, jobs=jobs).run(PAGES, iter(()))
    assert [] == archive.begun


def test_pauses_grow_and_end() -> None:
    assert [] == list(Patience(whole=0.0).pauses())
    first = Patience(whole=100.0, first=20.0).pauses()
    assert [20.0, 30.0, 30.0] == [next(first) for _ in range(3)]
