"""SQLite killed within its own writes loses no look that was answered; a damaged file is told."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from failing import call, online, told
from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Absent, Look, Purpose
from kzru_cite.stores import open_store, reading
from loopback.web import LoopbackWeb

SQLITE = "sqlite:looks.sqlite"

# The system ends the process, as abruptly as SIGKILL does, in the middle of the write that makes a
# file longer than this: what fits is in the file, the rest is not.
TORN = """
import os, resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["ROOM"]),) * 2)
"""
# SQLite itself calls back before each statement and after steps of its own machine, for the store
# of looks alone.
STEPPED = """
import os, signal, sqlite3
left = int(os.environ["KILL_AT"])
known = sqlite3.connect
def step(*words):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0
def watched(address, **more):
    link = known(address, **more)
    if "looks.sqlite" in str(address):
        link.set_trace_callback(step)
        link.set_progress_handler(step, 1)
    return link
sqlite3.connect = watched
"""
# Fills a store, then goes on from it in a copy of this process for each size that a file may
# have; tells the size, how the copy ended, which looks were answered, and which are there.
MANY = """
import json, os, resource, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kzru_cite.model.evidence import Absent, Look, Purpose
from kzru_cite.stores import open_store, reading

def look(name):
    return Look(at=datetime(2026, 1, 1, tzinfo=UTC), purpose=Purpose.RECORD,
                about=f"doi:10.1/{name}", asked="d" * 700, sight=Absent())

def add(folder, names, room, pipe):
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    with open_store("sqlite:looks.sqlite", folder) as store:
        for name in names:
            store.add(look(name))
            os.write(pipe, f"doi:10.1/{name} ".encode())

first, sizes = int(sys.argv[1]), range(*map(int, sys.argv[2:]))
with open_store("sqlite:looks.sqlite", Path("old")) as store:
    for number in range(first):
        store.add(look(f"old{number}"))
for size in sizes:
    folder = Path(str(size))
    shutil.copytree("old", folder) if first else folder.mkdir()
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            add(folder, [f"new{number}" for number in range(6)], size, there)
        finally:
            os._exit(0)
    os.close(there)
    with open(here) as pipe:
        answered = pipe.read().split()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with open_store("sqlite:looks.sqlite", folder) as store:
        found = [one.about for one in reading(store).evidence.looks]
        store.add(look("next"))
    with open_store("sqlite:looks.sqlite", folder) as store:
        again = [one.about for one in reading(store).evidence.looks]
    shutil.rmtree(folder)
    print(json.dumps([size, code, answered, found, again]))
"""


# The first writes into a store that is not there: its log grows first. The second adds a little to
# a store of 100 kB: there the store itself is the longer, and ends in what the log is put into it.
@pytest.mark.parametrize(
    ("first", "sizes"), [(0, range(1, 110_000, 1501)), (100, range(96_000, 130_000, 801))]
)
def test_torn_within_any_write_of_sqlite_what_was_answered_is_there_once(
    tmp_path: Path, first: int, sizes: range
) -> None:
    words = map(str, (first, sizes.start, sizes.stop, sizes.step))
    done = subprocess.run(
        [sys.executable, "-c", MANY, *words],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    kills, amounts = 0, set()
    for line in done.stdout.splitlines():
        _, code, answered, found, again = json.loads(line)
        assert code in (0, -signal.SIGXFSZ)
        kills += code != 0
        amounts.add(len(answered))
        new = [about for about in found if "new" in about]
        assert first + len(new) == len(found) == len(set(found))
        # One more can be there: written whole, and not yet told.
        assert answered == new[: len(answered)]
        assert len(new) - len(answered) in (0, 1)
        assert sorted([*found, "doi:10.1/next"]) == sorted(again)
    assert kills > 30
    assert len(amounts) > 4 or first


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


@pytest.mark.parametrize(
    ("site", "variable", "points"),
    [
        (TORN, "ROOM", (5_000, 17_000, 21_500, 33_300, 38_123)),
        (STEPPED, "KILL_AT", (11, 23, 37, 52, 71)),
    ],
    ids=["torn", "stepped"],
)
def test_a_gathering_killed_within_the_store_goes_on(
    tmp_path: Path, web: LoopbackWeb, site: str, variable: str, points: tuple[int, ...]
) -> None:
    project = online(tmp_path / "p", web, looks=SQLITE, budget="", count=6)
    kills = 0
    for point in points:
        known = pages(project)
        web.forget()
        answer = call(project, "gather", site=site, **{variable: str(point)})
        asked = {web.url(one.host, one.path, numeric=True) for one in web.requests()}
        assert not set(known) & asked
        assert set(known) <= set(pages(project))
        kills += answer.code in (-signal.SIGKILL, -signal.SIGXFSZ)
    assert kills > 1
    told(call(project, "gather"), 0)
    there = pages(project)
    assert 6 == len(there) == len(set(there))


def pages(folder: Path) -> list[str]:
    """Return the pages that were seen, each as often as it is in the store."""
    with open_store(SQLITE, folder) as store:
        kept = reading(store)
    assert () == kept.lost
    return [look.about for look in kept.evidence.looks if look.purpose is Purpose.PAGE]


# Damage.


def look(name: str) -> Look:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Look(at=at, purpose=Purpose.RECORD, about=f"doi:10.1/{name}", asked="d", sight=Absent())


def lines(folder: Path) -> list[bytes]:
    with open_store(SQLITE, folder) as store:
        return list(store.lines())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with open_store(SQLITE, tmp_path) as kept:
        for number in range(60):
            kept.add(look(str(number)))
    return tmp_path / "looks.sqlite"


def test_a_bit_that_flips_in_a_store_changes_no_look_unsaid(store: Path) -> None:
    whole, before = store.read_bytes(), lines(store.parent)
    said = 0
    for place in random.Random(7).sample(range(len(whole) * 8), 800):  # noqa: S311  no secret
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        store.write_bytes(damaged)
        fault = None
        try:
            assert before == lines(store.parent)
        except UsageError as error:
            fault = error
        assert fault is None or (f"'sqlite:{store}'" in str(fault) and fault.hint)
        said += fault is not None
        # Reading changes nothing.
        assert bytes(damaged) == store.read_bytes()
    assert said > 100


@pytest.mark.parametrize("words", ["verify --offline", "gather"])
def test_who_calls_the_program_is_told_which_row_is_damaged(
    tmp_path: Path, web: LoopbackWeb, words: str
) -> None:
    project = online(tmp_path / "p", web, looks=SQLITE, count=3)
    told(call(project, "gather"), 0)
    path = project / "looks.sqlite"
    damaged = path.read_bytes().replace(b"Page 1 of", b"Page 7 of")
    path.write_bytes(damaged)
    web.forget()
    answer = call(project, words)
    told(answer, 2, "looks.sqlite' is damaged: row ", "hint: put a copy", "delete from look where")
    assert "" == answer.out
    assert 0 == web.count()
    assert damaged == path.read_bytes()


@pytest.mark.parametrize("words", ["verify --offline", "gather"])
def test_who_calls_the_program_is_told_of_a_store_that_was_cut(
    tmp_path: Path, web: LoopbackWeb, words: str
) -> None:
    project = online(tmp_path / "p", web, looks=SQLITE, count=3)
    told(call(project, "gather"), 0)
    path = project / "looks.sqlite"
    cut = path.read_bytes()[:-5000]
    path.write_bytes(cut)
    told(call(project, words), 2, "looks.sqlite' cannot be read", "malformed", ".recover")
    assert cut == path.read_bytes()


def test_nothing_is_written_to_a_store_whose_pages_are_damaged(store: Path) -> None:
    damaged = bytearray(store.read_bytes())
    # The head of the last page.
    damaged[-4096:-4088] = b"\xff" * 8
    store.write_bytes(damaged)
    with pytest.raises(UsageError, match="cannot be written") as fault:
        open_store(SQLITE, store.parent).add(look("new"))
    assert ".recover" in fault.value.hint
    assert bytes(damaged) == store.read_bytes()


def test_a_name_that_is_no_text_is_damage(store: Path) -> None:
    store.write_bytes(store.read_bytes().replace(b"look_topic", b"loo\xff_topic", 1))
    with pytest.raises(UsageError, match="cannot be read") as fault:
        lines(store.parent)
    assert ".recover" in fault.value.hint
