"""Looks are kept in a file, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Absent, Look, Purpose, Trouble, Unanswered
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import read_looks, write_look
from kzru_cite.stores import open_store, reading, text_of
from loopback.postgresql import LoopbackPostgreSQL

HERE = Path()
KINDS = ("file", "sqlite", "postgresql")
ADD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from kzru_cite.model.evidence import Absent, Look, Purpose
from kzru_cite.stores import open_store
with open_store(sys.argv[1], Path()) as store:
    for number in range(int(sys.argv[3])):
        about = f"doi:10.1/{sys.argv[2]}{number}"
        store.add(Look(at=datetime(2026, 1, 1, tzinfo=UTC), purpose=Purpose.RECORD, about=about,
                       asked="doi", sight=Absent()))
        print(about, flush=True)
"""
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def server() -> Iterator[LoopbackPostgreSQL]:
    with LoopbackPostgreSQL() as running:
        yield running


@pytest.fixture(params=KINDS)
def setting(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return what names an empty store."""
    if request.param == "file":
        return str(tmp_path / "evidence" / "looks.jsonl")
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'evidence' / 'looks.sqlite'}"
    server: LoopbackPostgreSQL = request.getfixturevalue("server")
    server.clear()
    return server.address


def look(name: str, at: datetime = MOMENT) -> Look:
    return Look(at=at, purpose=Purpose.RECORD, about=name, asked="doi", sight=Absent())


def adding(setting: str, name: str, count: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", ADD, setting, name, str(count)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def abouts(setting: str) -> set[str]:
    with open_store(setting, HERE) as store:
        return {one.about for one in reading(store).evidence.looks}


def test_an_empty_store_holds_nothing_and_makes_nothing(setting: str, tmp_path: Path) -> None:
    with open_store(setting, HERE) as store:
        assert [] == list(store.lines())
        assert [] == list(store.lines({"doi:10.1/a"}))
        assert 0 == store.put([])
    assert [] == list(tmp_path.iterdir())


def test_looks_come_back_as_they_were_written(setting: str) -> None:
    looks = [look("doi:10.1/b"), look("doi:10.1/a"), look("https://example.org/ä\0")]
    for one in looks:
        with open_store(setting, HERE) as store:
            store.add(one)
    with open_store(setting, HERE) as store:
        assert [write_look(one).encode() for one in looks] == list(store.lines())


def test_what_was_added_is_there_before_the_store_is_closed(setting: str) -> None:
    store = open_store(setting, HERE)
    store.add(look("doi:10.1/a"))
    assert {"doi:10.1/a"} == abouts(setting)
    store.close()
    store.close()


def test_a_look_is_kept_once(setting: str) -> None:
    with open_store(setting, HERE) as store:
        for _ in range(2):
            store.add(look("doi:10.1/a"))
        assert 1 == len(list(store.lines()))


def test_looks_of_one_second_have_one_order(setting: str) -> None:
    later = look("doi:10.1/c", MOMENT + timedelta(seconds=1))
    with open_store(setting, HERE) as store:
        for one in (later, look("doi:10.1/b"), look("doi:10.1/a")):
            store.add(one)
        found = [one.about for one in reading(store).evidence.looks]
    assert ["doi:10.1/a", "doi:10.1/b", "doi:10.1/c"] == found


def test_a_line_that_is_no_look_is_carried_and_hides_no_other(setting: str) -> None:
    lines = [b"\xff\xfe\0", write_look(look("doi:10.1/a")).encode(), b"<<<<<<< HEAD", b"{}"]
    with open_store(setting, HERE) as store:
        assert 4 == store.put([lines[0], b"  ", *lines[1:], lines[1]])
        assert 0 == store.put(lines)
        assert lines == list(store.lines())
        assert (1, 3, 4) == reading(store).lost
        assert {"doi:10.1/a"} == abouts(setting)
        # A reader of a few things must hear of it as well.
        assert set(lines) <= set(store.lines({"doi:10.1/a"}))


def test_only_what_concerns_a_topic_is_needed(setting: str) -> None:
    page = "https://example.org/p"
    copy = f"https://web.archive.org/web/20200101000000/{page}"
    with open_store(setting, HERE) as store:
        for name in (page, copy, "doi:10.1/A", "doi:10.1/b"):
            store.add(look(name))
        found = text_of(store, {topic(page), topic("doi:10.1/a")})
    assert {page, copy, "doi:10.1/A"} <= {one.about for one in read_looks(found).evidence.looks}


def test_stores_give_no_more_than_concerns_a_topic(
    server: LoopbackPostgreSQL, tmp_path: Path
) -> None:
    server.clear()
    for setting in (server.address, f"sqlite:{tmp_path / 'looks'}", str(tmp_path / "log")):
        with open_store(setting, HERE) as store:
            store.put(write_look(look(f"doi:10.1/{n}")).encode() for n in range(20))
            assert 2 == len(list(store.lines({"doi:10.1/3", "doi:10.1/4", "doi:10.1/x"})))


def test_threads_do_not_mix_their_looks(setting: str) -> None:
    with open_store(setting, HERE) as store, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.add(look(f"doi:10.1/{number}")), range(300)))
    assert 300 == len(abouts(setting))


def test_processes_add_at_the_same_time(setting: str) -> None:
    running = [adding(setting, name, 100) for name in "abc"]
    said = [process.communicate()[0].split() for process in running]
    assert [0, 0, 0] == [process.returncode for process in running]
    assert {about for one in said for about in one} == abouts(setting)
    assert 300 == len(abouts(setting))


@pytest.mark.parametrize("after", [1, 37])
def test_what_was_added_survives_a_kill(setting: str, after: int) -> None:
    process = adding(setting, "k", 100_000)
    assert process.stdout is not None
    said = {process.stdout.readline().strip() for _ in range(after)}
    os.kill(process.pid, signal.SIGKILL)
    said |= set(process.communicate()[0].split("\n")[:-1])
    assert -signal.SIGKILL == process.returncode
    there = abouts(setting)
    # One look may have been kept that it had no time to tell of.
    assert said <= there
    assert len(there) <= len(said) + 1
    with open_store(setting, HERE) as store:
        store.add(look("doi:10.1/after"))
        assert () == reading(store).lost
    assert {"doi:10.1/after"} == abouts(setting) - there


sights = st.one_of(
    st.just(Absent()),
    st.builds(Unanswered, trouble=st.sampled_from(Trouble), words=st.text(max_size=20)),
)
looks_of_all_kinds = st.lists(
    st.builds(
        Look,
        at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
            lambda at: at.replace(microsecond=0, tzinfo=UTC)
        ),
        purpose=st.sampled_from(Purpose),
        about=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        asked=st.sampled_from(["web", "doi"]),
        sight=sights,
    ),
    max_size=8,
)


@given(looks=looks_of_all_kinds)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_go_from_store_to_store_without_loss(
    server: LoopbackPostgreSQL, tmp_path_factory: pytest.TempPathFactory, looks: list[Look]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    server.clear()
    way = ["first.jsonl", "sqlite:second.sqlite", server.address, "sqlite:third", "last.jsonl"]
    with open_store(way[0], folder) as store:
        for one in looks:
            store.add(one)
        evidence = reading(store).evidence
    for before, after in pairwise(way):
        with open_store(before, folder) as source, open_store(after, folder) as target:
            target.put(source.lines())
            assert evidence == reading(target).evidence
    first, last = folder / way[0], folder / way[-1]
    if looks:
        unique = dict.fromkeys(first.read_bytes().splitlines(keepends=True))
        assert b"".join(unique) == last.read_bytes()


def test_databases_of_a_later_version_are_refused(
    server: LoopbackPostgreSQL, tmp_path: Path
) -> None:
    server.clear()
    stores = (server.address, f"sqlite:{tmp_path / 'looks'}")
    for setting in stores:
        with open_store(setting, HERE) as store:
            store.add(look("doi:10.1/a"))
    with psycopg.connect(server.address, autocommit=True) as link:
        link.execute("update kzru_cite_version set version = 2")
    file = sqlite3.connect(tmp_path / "looks")
    file.execute("pragma user_version = 2")
    file.close()
    for setting in stores:
        with open_store(setting, HERE) as store:
            with pytest.raises(UsageError, match="is of version 2, and 1 is known here"):
                list(store.lines())
            with pytest.raises(UsageError, match="is of version 2, and 1 is known here"):
                store.add(look("doi:10.1/b"))


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "looks").write_text("what is this?" * 100, encoding="utf-8")
    with open_store("sqlite:looks", tmp_path) as store:
        with pytest.raises(UsageError, match="cannot be read: file is not a database"):
            list(store.lines())
        with pytest.raises(UsageError, match="cannot be written: file is not a database"):
            store.add(look("doi:10.1/a"))


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("other (a)", "is a database of something else: it has a table 'other'"),
        ("look (id integer primary key, title text)", "a table 'look' that is none of kzru-cite"),
    ],
)
def test_a_database_of_something_else_is_refused_as_it_is(
    tmp_path: Path, table: str, told: str
) -> None:
    path = tmp_path / "looks"
    file = sqlite3.connect(path)
    file.execute(f"create table {table}")
    file.close()
    before = path.read_bytes()
    with open_store("sqlite:looks", tmp_path) as store:
        with pytest.raises(UsageError, match=told):
            list(store.lines())
        with pytest.raises(UsageError, match=told):
            store.add(look("doi:10.1/a"))
    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("kzru_cite_look", "number bigint, digest text, topic text, line text"),
        ("kzru_cite_version", "name text"),
    ],
)
def test_tables_of_our_names_with_another_shape_are_refused(
    server: LoopbackPostgreSQL, table: str, columns: str
) -> None:
    server.clear()
    with psycopg.connect(server.address, autocommit=True) as link:
        link.execute(psycopg.sql.SQL(f"create table {table} ({columns})"))
    told = f"a table '{table}' that is none of kzru-cite"
    with open_store(server.address, HERE) as store:
        with pytest.raises(UsageError, match=told):
            list(store.lines())
        with pytest.raises(UsageError, match=told):
            store.add(look("doi:10.1/a"))
        with psycopg.connect(server.address, autocommit=True) as link:
            link.execute(
                "drop table kzru_cite_look, kzru_cite_version".replace(
                    *("kzru_cite_look, ", "") if "version" in table else (", kzru_cite_version", "")
                )
            )
        # Once it is out of the way all is well.
        store.add(look("doi:10.1/a"))
    assert {"doi:10.1/a"} == abouts(server.address)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_lines_that_end_in_a_fault_are_not_put_at_all(
    server: LoopbackPostgreSQL, tmp_path: Path, kind: str
) -> None:
    server.clear()

    def lines() -> Iterator[bytes]:
        # More than are put at once.
        yield from (write_look(look(f"doi:10.1/{number}")).encode() for number in range(6000))
        raise UsageError("the source went away")

    setting = f"sqlite:{tmp_path / 'looks'}" if kind == "sqlite" else server.address
    with open_store(setting, HERE) as store:
        with pytest.raises(UsageError, match="the source went away"):
            store.put(lines())
        assert [] == list(store.lines())
        store.add(look("doi:10.1/a"))
        assert 1 == len(list(store.lines()))


def test_a_file_that_another_program_begins_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(
        tmp_path / "looks", isolation_level=None, check_same_thread=False, timeout=0
    )
    other.execute("begin exclusive")
    soon = Timer(0.3, lambda: other.execute("commit"))
    soon.start()
    with open_store("sqlite:looks", tmp_path) as store:
        store.add(look("doi:10.1/a"))
        assert 1 == len(list(store.lines()))
    soon.join()
    other.close()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for setting in ("file/looks.jsonl", "sqlite:file/looks.sqlite"):
        with (
            open_store(setting, tmp_path) as store,
            pytest.raises(UsageError, match="cannot be written"),
        ):
            store.add(look("doi:10.1/a"))


READ = """
import os, sys, sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from kzru_cite.stores import open_store, sqlite
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
with open_store(sys.argv[1], Path()) as store:
    print(len(list(store.lines())))
"""


def test_a_database_is_read_where_nothing_may_be_written() -> None:
    # Who is not root may not look into the folder of all tests.
    with TemporaryDirectory(dir="/tmp") as name:
        read_only(Path(name))


def read_only(folder: Path) -> None:
    path = folder / "looks.sqlite"
    with open_store(f"sqlite:{path}", HERE) as store:
        store.add(look("doi:10.1/a"))
    path.chmod(0o444)
    folder.chmod(0o555)
    words = [sys.executable, "-c", READ, f"sqlite:{path}"]
    # Whoever counts the lines that run writes what it counted as well.
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={"PATH": ""})
    folder.chmod(0o755)
    assert ("1\n", "") == (done.stdout, done.stderr)


def test_a_server_that_goes_away_is_told_and_nothing_is_lost() -> None:
    with LoopbackPostgreSQL() as server, open_store(server.address, HERE) as store:
        store.add(look("doi:10.1/a"))
        server.stop()
        with pytest.raises(UsageError, match="cannot be written"):
            store.add(look("doi:10.1/b"))
        server.start()
        store.add(look("doi:10.1/c"))
        assert ["doi:10.1/a", "doi:10.1/c"] == [one.about for one in reading(store).evidence.looks]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:s3cret@127.0.0.1:1/looks",
        "postgresql://127.0.0.1:1/looks?password=s3cret",
        "postgresql://me:s3cret@[bad/looks",
    ],
)
def test_a_password_is_never_shown(address: str) -> None:
    with open_store(address, HERE) as store:
        assert "s3cret" not in store.name
        with pytest.raises(UsageError) as told:
            store.add(look("doi:10.1/a"))
    assert "s3cret" not in f"{told.value}{told.value.hint}{told.value.__cause__}"
    assert told.value.__suppress_context__


def test_what_names_no_store_is_refused() -> None:
    for setting in ("mysql://x/y", "sqlite:"):
        with pytest.raises(UsageError, match="names no store of looks"):
            open_store(setting, HERE)
