"""Work is shared among copies of the process, and comes out as if it were not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kzru_cite import app, loaded
from kzru_cite.forked import MOST_NUMBERS, processors, share
from kzru_cite.loading import start
from kzru_cite.model.share import alone


def gone(process: int) -> bool:
    return not Path(f"/proc/{process}").exists()


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 3, 500])
def test_what_comes_of_it_is_in_order(count: int, processes: int) -> None:
    def work(number: int) -> str:
        return "é" * number

    assert share(count, work, processes=processes) == alone(count, work)


def test_others_work_and_are_gone_at_the_end() -> None:
    def work(_: int) -> int:
        time.sleep(0.02)
        return os.getpid()

    workers = set(share(40, work, processes=3))
    assert len(workers) == 3
    assert all(gone(one) for one in workers - {os.getpid()})


def test_an_error_is_that_of_the_work() -> None:
    def work(number: int) -> int:
        time.sleep(0.005)
        return 10 // (number - 20)

    with pytest.raises(ZeroDivisionError):
        share(40, work, processes=3)


def test_what_a_killed_copy_leaves_is_done_here() -> None:
    own = os.getpid()

    def work(number: int) -> int:
        time.sleep(0.005)
        if os.getpid() != own and number > 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    assert share(60, work, processes=3) == [number * number for number in range(60)]


def test_what_cannot_be_sent_is_done_here() -> None:
    def work(number: int) -> Callable[[], int]:
        return lambda: number

    assert [one() for one in share(20, work, processes=2)] == list(range(20))


FEW_FILES = """
import resource
from kzru_cite.forked import share
resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
assert share(300, str, processes=100) == [str(number) for number in range(300)]
"""


def test_where_no_more_copies_can_be_made_there_are_fewer() -> None:
    subprocess.run([sys.executable, "-c", FEW_FILES], check=True)


def test_an_interrupt_ends_the_copies(tmp_path: Path) -> None:
    own = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != own:
            (tmp_path / str(os.getpid())).touch()
            time.sleep(60)
        for _ in range(2000):
            if any(tmp_path.iterdir()):
                raise KeyboardInterrupt
            time.sleep(0.01)
        return number

    with pytest.raises(KeyboardInterrupt):
        share(9, work, processes=2)
    (copy,) = tmp_path.iterdir()
    assert gone(int(copy.name))


def test_more_than_a_pipe_holds_is_refused() -> None:
    with pytest.raises(ValueError, match=str(MOST_NUMBERS + 1)):
        share(MOST_NUMBERS + 1, str)
    assert len(share(MOST_NUMBERS, str, processes=2)) == MOST_NUMBERS


def test_there_is_a_processor() -> None:
    assert processors() >= 1


def test_a_long_bibliography_is_judged_as_if_alone(tmp_path: Path) -> None:
    entry = (
        "@online{{key{0}, author={{Writer, A. {0}}}, title={{The Gas Of {1}}},\n"
        "  url={{https://gas{0}.example/{1}}}, date={{20{2:02}-01-02}}, urldate={{2024-02-03}}}}\n"
    )
    entries = "".join(entry.format(n, n % 7, n % 40) for n in range(1_100))
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("---\ntitle: Gas\n---\n\nGas flows [@key3].\n")
    (tmp_path / "references.bib").write_text(entries)
    shared = app.verify(start(tmp_path), app.Call(today=date(2026, 1, 2))).report
    plain = app.check(loaded.load(start(tmp_path), date(2026, 1, 2)))
    assert shared == plain
    assert len(plain.findings) > 100
