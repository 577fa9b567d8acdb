"""Files that were cut, mixed up or written by a clock that was wrong hide nothing else."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from failing import call, online, told
from kzru_cite.edition.manifest import read_manifest
from kzru_cite.errors import UsageError
from kzru_cite.gather.budget import SharedBudget
from kzru_cite.model.evidence import Absent, Answered, Evidence, Look, PageFacts, Purpose
from kzru_cite.model.place import SourceText
from kzru_cite.model.policy import Policy
from kzru_cite.planning import plan
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.looks import write_look
from kzru_cite.stores import open_store, reading
from loopback.replies import page
from loopback.web import LoopbackWeb
from loopback.wire import late

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "https://example.org/a"
KINDS = ("looks.jsonl", "sqlite:looks.sqlite")


def look(name: str, at: datetime = NOW) -> Look:
    return Look(
        at=at, purpose=Purpose.RECORD, about=f"doi:10.1/{name}", asked="doi", sight=Absent()
    )


def abouts(setting: str, folder: Path) -> list[str]:
    with open_store(setting, folder) as store:
        return [one.about for one in reading(store).evidence.looks]


LINES = [write_look(look(name)).encode() for name in "abc"]


# The log.


def test_a_log_cut_anywhere_loses_what_was_cut_alone(tmp_path: Path) -> None:
    whole = b"".join(line + b"\n" for line in LINES)
    path = tmp_path / "looks.jsonl"
    for cut in range(len(LINES[1]) + len(LINES[2]) + 2):
        path.write_bytes(whole[: len(whole) - cut])
        there = path.read_bytes().split(b"\n")
        pairs = zip("abc", LINES, strict=True)
        expected = [f"doi:10.1/{name}" for name, line in pairs if line in there]
        assert expected == abouts("looks.jsonl", tmp_path)
        with open_store("looks.jsonl", tmp_path) as store:
            store.add(look("z"))
        assert [*expected, "doi:10.1/z"] == abouts("looks.jsonl", tmp_path)


def test_a_bit_that_flips_hides_no_other_look(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    for place in range(len(LINES[1])):
        for bit in range(8):
            line = bytearray(LINES[1])
            line[place] ^= 1 << bit
            path.write_bytes(b"\n".join((LINES[0], bytes(line), LINES[2])))
            found = abouts("looks.jsonl", tmp_path)
            assert {"doi:10.1/a", "doi:10.1/c"} <= set(found)


@pytest.mark.parametrize(
    "between",
    [
        b"<<<<<<< HEAD\n%b\n=======\n%b\n>>>>>>> theirs" % (LINES[1], LINES[2]),
        b"\0" * 4096 + b"\n" + LINES[1],
        LINES[0] + b"\n" + LINES[1] + b"\r\n" + LINES[1],
        b"[" * 100_000 + b"\n" + LINES[1],
        b"\xff\xfe\n" + LINES[1] + b"\n\xe2\x80\xa8",
    ],
    ids=["conflict", "zeros", "twice", "deep", "odd"],
)
def test_what_is_no_look_is_passed_over(tmp_path: Path, between: bytes) -> None:
    path = tmp_path / "looks.jsonl"
    path.write_bytes(b"\n".join((LINES[0], between, LINES[2])) + b"\n")
    assert [f"doi:10.1/{name}" for name in "abc"] == abouts("looks.jsonl", tmp_path)


def test_a_database_cut_anywhere_is_told_or_read(tmp_path: Path) -> None:
    path = tmp_path / "looks.sqlite"
    with open_store("sqlite:looks.sqlite", tmp_path) as store:
        store.put(write_look(look(str(number))).encode() for number in range(300))
    whole = path.read_bytes()
    told = 0
    for size in [0, 1, 50, 99, 100, *range(1000, len(whole), len(whole) // 40)]:
        path.write_bytes(whole[:size])
        try:
            assert len(abouts("sqlite:looks.sqlite", tmp_path)) <= 300
        except UsageError as fault:
            told += "'sqlite:" in str(fault) and "cannot be read" in str(fault)
    assert told > 20


def test_a_database_that_another_program_holds_is_waited_for(tmp_path: Path) -> None:
    with open_store("sqlite:looks.sqlite", tmp_path) as store:
        store.add(look("a"))
    holder = sqlite3.connect(tmp_path / "looks.sqlite", isolation_level=None)
    holder.execute("begin immediate")
    add = (
        "from datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from kzru_cite.stores import open_store\n"
        "with open_store('sqlite:looks.sqlite', Path()) as store:\n"
        f"    print('ready', flush=True)\n    store.put([{LINES[1]!r}])\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", add], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert "ready\n" == writer.stdout.readline()
    # Reading goes on in the meantime.
    assert ["doi:10.1/a"] == abouts("sqlite:looks.sqlite", tmp_path)
    assert writer.poll() is None
    holder.execute("commit")
    holder.close()
    writer.communicate()
    assert 0 == writer.returncode
    assert ["doi:10.1/a", "doi:10.1/b"] == abouts("sqlite:looks.sqlite", tmp_path)


# The budget.


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\0" * 200])
def test_a_budget_that_cannot_be_read_keeps_a_run_polite(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "budget.sqlite"
    path.write_bytes(content)
    budget = SharedBudget(path)
    moments = [budget.reserve("host", 100.0, 2.0) for _ in range(3)]
    budget.block("host", 500.0)
    assert [100.0, 102.0, 104.0] == moments
    assert 500.0 == budget.blocked("host", 200.0)
    budget.close()


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("create table diary (day text)")


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b"notes"),
        lambda path: path.write_bytes(b"n" * 511),
        lambda path: path.write_bytes(b"n" * 5000),
        other_database,
    ],
    ids=["5 bytes", "511 bytes", "5000 bytes", "another database"],
)
def test_what_is_somebody_elses_is_not_made_a_budget(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "budget.sqlite"
    make(path)
    before = path.read_bytes()
    budget = SharedBudget(path)
    assert str(path) in budget.trouble
    assert [100.0, 102.0] == [budget.reserve("host", 100.0, 2.0) for _ in range(2)]
    budget.close()
    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_run_says_that_it_does_not_share_its_budget(tmp_path: Path, web: LoopbackWeb) -> None:
    project = online(tmp_path / "p", web, count=1)
    path = project / "budget.sqlite"
    path.write_bytes(b"notes")
    told(call(project, "gather"), 0, "the budget of hosts cannot be used", str(path))
    assert b"notes" == path.read_bytes()


def test_a_joint_run_says_once_that_it_does_not_share_its_budget(
    tmp_path: Path, web: LoopbackWeb
) -> None:
    path = tmp_path / "budget.sqlite"
    path.write_bytes(b"notes")
    for name in ("p", "q"):
        online(tmp_path / name, web, budget=str(path), count=1)
    answer = call(tmp_path, "gather p q")
    told(answer, 0, "the budget of hosts cannot be used", str(path))
    assert 1 == answer.err.count("the budget of hosts")
    assert b"notes" == path.read_bytes()


def test_a_budget_from_the_future_silences_nobody(tmp_path: Path) -> None:
    now = 1_000_000.0
    wrong = SharedBudget(tmp_path / "budget.sqlite")
    wrong.reserve("host", now + 10**9, 1.0)
    wrong.block("host", now + 10**9)
    wrong.close()
    budget = SharedBudget(tmp_path / "budget.sqlite")
    assert now == budget.reserve("host", now, 1.0)
    assert 0.0 == budget.blocked("host", now)
    budget.close()


# The manifest of the editions.


def test_a_manifest_cut_anywhere_is_none() -> None:
    text = json.dumps({"version": 1, "basis": {"inputs": {"a": "b"}}, "outputs": {}}).encode()
    for size in range(len(text)):
        assert read_manifest(text[:size]) is None


# Clocks.


def seen(at: datetime) -> Look:
    facts = PageFacts(title="Trains", text_hash="sha256:" + "a" * 64, text_length=900)
    sight = Answered(code=200, final=PAGE, content_type="text/html", page=facts)
    return Look(at=at, purpose=Purpose.PAGE, about=PAGE, asked="web", sight=sight)


@pytest.mark.parametrize(
    ("moments", "asked"),
    [
        ([timedelta()], 0),
        ([timedelta(hours=3)], 0),
        ([timedelta(days=365)], 1),
        ([timedelta(days=365), timedelta()], 0),
        ([timedelta(days=-300), timedelta(days=4000)], 1),
    ],
)
def test_a_look_from_the_future_is_not_fresh(moments: list[timedelta], asked: int) -> None:
    text = f"@online{{a, title = {{Trains}}, url = {{{PAGE}}}}}\n"
    sources = read_bibliography([SourceText(path="references.bib", text=text)])
    looks = sorted((seen(NOW + moment) for moment in moments), key=lambda one: one.at)
    found = plan(sources, Evidence(looks=tuple(looks)), Policy(), frozenset(), NOW)
    assert asked == len(found.wants)


# Signals.


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("store", KINDS)
def test_a_run_that_is_told_to_end_keeps_what_came(
    tmp_path: Path, web: LoopbackWeb, number: signal.Signals, store: str
) -> None:
    web.page("quick.test", "/1", title="Quick")
    web.put("slow.test", "/1", late(page("Slow"), 60))
    quick, slow = (web.url(f"{name}.test", "/1", numeric=True) for name in ("quick", "slow"))
    entries = (
        f"@online{{k{n}, title = {{T}}, url = {{{url}}}}}\n" for n, url in enumerate((quick, slow))
    )
    (tmp_path / "references.bib").write_text("".join(entries), encoding="utf-8")
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("x\n", encoding="utf-8")
    settings = f'looks = "{store}"\n[gather]\nallow-private = ["127.0.0.0/8"]\nbudget = "b"\n'
    (tmp_path / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    run = subprocess.Popen([sys.executable, "-m", "kzru_cite", "gather"], cwd=tmp_path)
    end = time.monotonic() + 60
    while quick not in abouts(store, tmp_path) and time.monotonic() < end:
        time.sleep(0.05)
    run.send_signal(number)
    assert -number == run.wait(30)
    assert [quick] == abouts(store, tmp_path)
