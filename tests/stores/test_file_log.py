"""The log takes looks from many hands, and survives what interrupts it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Absent, Look, Purpose
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import read_looks, write_look
from kzru_cite.stores.file_log import Log

ADD_MANY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kzru_cite.stores.file_log import Log
from kzru_cite.model.evidence import Absent, Look, Purpose
with Log(Path(sys.argv[1])) as log:
    for number in range(200):
        about = f"doi:{sys.argv[2]}/{number}"
        log.add(Look(at=datetime(2026, 1, 1, tzinfo=UTC), purpose=Purpose.RECORD, about=about,
                     asked="doi", sight=Absent()))
"""


def look(name: str) -> Look:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Look(at=at, purpose=Purpose.RECORD, about=f"doi:{name}", asked="doi", sight=Absent())


def abouts(path: Path) -> list[str]:
    reading = read_looks(path.read_text(encoding="utf-8"))
    return sorted(one.about for one in reading.evidence.looks)


def test_looks_are_added_to_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "looks.jsonl"
    for name in ("a", "b"):
        with Log(path) as log:
            log.add(look(name))
    assert ["doi:a", "doi:b"] == abouts(path)


def test_a_line_left_unfinished_is_lost_alone(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    path.write_text(f"{write_look(look('a'))}\n{write_look(look('b'))[:30]}", encoding="utf-8")
    with Log(path) as log:
        log.add(look("c"))
    assert ["doi:a", "doi:c"] == abouts(path)
    assert (2,) == read_looks(path.read_text(encoding="utf-8")).lost


def test_threads_do_not_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    with Log(path) as log, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: log.add(look(str(number))), range(300)))
    assert 300 == len(abouts(path))


def test_processes_do_not_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    running = [subprocess.Popen([sys.executable, "-c", ADD_MANY, str(path), name]) for name in "ab"]
    assert [0, 0] == [process.wait() for process in running]
    assert 400 == len(abouts(path))


def test_what_was_added_is_there_before_the_log_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    log = Log(path)
    log.add(look("a"))
    assert ["doi:a"] == abouts(path)
    log.close()


def test_a_log_is_closed_after_whoever_is_adding_to_it(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    log = Log(path)
    log.add(look("a"))
    with ThreadPoolExecutor(2) as pool, path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        adding = pool.submit(log.add, look("b"))
        time.sleep(0.1)
        closing = pool.submit(log.close)
        time.sleep(0.1)
        assert not closing.done()
        fcntl.flock(other, fcntl.LOCK_UN)
        adding.result()
        closing.result()
    assert ["doi:a", "doi:b"] == abouts(path)


def test_a_log_is_read_once_however_often_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    with Log(path) as log:
        log.put(write_look(look(str(number))).encode() for number in range(100))
        for number in range(100):
            assert [write_look(look(str(number))).encode()] == list(log.lines({f"doi:{number}"}))
        assert path.stat().st_size == log.topics.read
        before = path.stat().st_size
        log.add(look("7"))
        log.add(look("new"))
        # Another process adds as well, and has not ended its line.
        with path.open("ab") as file:
            file.write(write_look(look("late")).encode())
        asked = {"doi:7", "doi:new", "doi:nothing"}
        found = read_looks(b"\n".join(log.lines(asked)).decode()).evidence.looks
        assert ["doi:7", "doi:late", "doi:new"] == sorted(one.about for one in found)
        assert path.stat().st_size > log.topics.read > before
        assert [b'"doi:late"'] == [line[9:19] for line in log.lines({"doi:late"})]
        log.add(look("after"))
        assert {"doi:late", "doi:after"} == set(topics(log, "doi:late", "doi:after"))
        assert 1 == len(topics(log, "doi:late"))


def topics(log: Log, *about: str) -> list[str]:
    return [str(json.loads(line)["about"]) for line in log.lines(about)]


def test_a_log_that_is_not_the_same_any_more_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    with Log(path) as log:
        log.add(look("first"))
        log.add(look("second"))
        assert ["doi:second"] == topics(log, "doi:second")
        # One of the same length; one that is shorter; one that another file was moved to.
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("second", "fourth"), encoding="utf-8")
        assert ["doi:fourth"] == topics(log, "doi:fourth", "doi:second")
        path.write_text("", encoding="utf-8")
        assert [] == topics(log, "doi:first", "doi:fourth")
        log.add(look("third"))
        assert ["doi:third"] == topics(log, "doi:first", "doi:third")
        other = tmp_path / "other"
        other.write_text(f"\n{write_look(look('moved'))}\n", encoding="utf-8")
        other.replace(path)
        assert ["doi:moved"] == topics(log, "doi:third", "doi:moved")


def test_what_a_line_is_about_is_told_however_it_is_written(tmp_path: Path) -> None:
    ours = write_look(look('"ä\n'))
    lines = [ours, json.dumps(json.loads(ours), indent=None), '{"about":"doi:cut', '{"about":5}']
    path = tmp_path / "looks.jsonl"
    path.write_text("\n".join([*lines, "[]", "{}"]), encoding="utf-8")
    with Log(path) as log:
        about = topic('doi:"ä\n')
        assert lines[:2] == [line.decode() for line in log.lines({about})][:2]
        # What does not say what it is about is of interest to all.
        assert [*lines[2:], "[]", "{}"] == [line.decode() for line in log.lines({"doi:x"})]


def test_no_file_is_made_before_the_first_look(tmp_path: Path) -> None:
    with Log(tmp_path / "looks.jsonl"):
        pass
    assert [] == list(tmp_path.iterdir())


def test_a_log_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    log = Log(tmp_path / "file" / "looks.jsonl")
    with pytest.raises(UsageError, match="cannot be written"):
        log.add(look("a"))


def test_a_full_disk_says_so() -> None:
    log = Log(Path("/dev/full"))
    with pytest.raises(UsageError, match="No space left"):
        log.add(look("a"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_log_that_finds_no_room_is_named(tmp_path: Path) -> None:
    path = tmp_path / "looks.jsonl"
    # It takes nothing, and cannot be told to put what it took onto a disk. It must not be read.
    path.symlink_to("/dev/full")
    log = Log(path)
    absent = Look(
        at=datetime(2026, 1, 1, tzinfo=UTC),
        purpose=Purpose.RECORD,
        about="doi:1",
        asked="doi",
        sight=Absent(),
    )
    with pytest.raises(UsageError, match=r"looks\.jsonl.*No space left"):
        log.add(absent)
    with pytest.raises(UsageError, match=r"looks\.jsonl.*cannot be written"):
        log.close()
    log.close()


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with Log(tmp_path / name) as log, pytest.raises(UsageError, match="is no file"):
            log.lines()
    (tmp_path / "folder").mkdir()
    with Log(tmp_path / "folder") as log:
        assert not list(log.lines())
