"""What is killed at any change of a folder leaves files that the next run goes on from."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from failing import KILLED, call, made
from kzru_cite.read.looks import read_looks
from kzru_cite.stores import open_store


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return made(tmp_path / "project")


ADD = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kzru_cite.model.evidence import Absent, Look, Purpose
from kzru_cite.stores import open_store
with open_store(sys.argv[1], Path.cwd()) as store:
    for number in range(10):
        store.add(Look(at=datetime(2026, 1, 1, tzinfo=UTC), purpose=Purpose.RECORD,
                       about=f"doi:{number}", asked="doi", sight=Absent()))
        if number + 1 == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("name", ["looks.jsonl", "sqlite:looks.sqlite"])
@pytest.mark.parametrize("count", [1, 4, 10])
def test_every_look_added_before_a_kill_is_there(tmp_path: Path, name: str, count: int) -> None:
    words = [sys.executable, "-c", ADD, name, str(count)]
    done = subprocess.run(words, cwd=tmp_path, check=False, timeout=120)
    assert -signal.SIGKILL == done.returncode
    words[-1] = "0"
    subprocess.run(words, cwd=tmp_path, check=True, timeout=120)
    with open_store(name, tmp_path) as store:
        reading = read_looks(b"\n".join(store.lines()).decode())
    assert 10 == len(reading.evidence.looks)
    assert () == reading.lost


def names(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_killed_while_it_builds_the_output_is_whole_at_the_next_run(project: Path) -> None:
    out = project / "output"
    assert 0 == call(project, "build html").code
    wanted = names(out)
    kills = 0
    for moment in range(1, 40):
        answer = call(project, "build html", site=KILLED, KILL_AT=str(moment), KILL_IN=str(out))
        there = names(out)
        assert {name: there.get(name) for name in wanted} == wanted
        if answer.code == 0:
            break
        kills += 1
    assert kills
    assert 0 == call(project, "build html").code
    assert {name: names(out)[name] for name in wanted} == wanted
