"""What is killed at any change of a folder leaves files that the next run goes on from."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from failing import (
    KILLED,
    LINKED,
    MENDABLE,
    SOURCES,
    STOPPED,
    at_terminal,
    call,
    made,
    online,
    told,
)
from kzru_cite.captures import Store
from kzru_cite.read.looks import read_looks
from kzru_cite.stores import open_store
from loopback.web import LoopbackWeb


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


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


def answered(project: Path) -> set[str]:
    """Return the pages in the log, of which the last line alone may be torn."""
    log = project / "looks.jsonl"
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    return {look.about for look in read_looks(text[: text.rfind("\n") + 1]).evidence.looks}


def test_killed_before_each_write_of_gather_nothing_is_lost_or_asked_again(
    tmp_path: Path, web: LoopbackWeb
) -> None:
    # Of one project, so that each run goes on from what the one before has left.
    project = online(tmp_path / "p", web, count=6)
    kills = 0
    for moment in range(1, 30):
        known = answered(project)
        web.forget()
        answer = call(project, "gather --capture", site=STOPPED, KILL_AT=str(moment))
        asked = {web.url(one.host, one.path, numeric=True) for one in web.requests()}
        assert not known & asked
        assert known <= answered(project)
        if answer.code == 0:
            break
        assert -signal.SIGKILL == answer.code
        kills += 1
    assert kills > 3
    assert 6 == len(answered(project))
    store = Store(project / ".kzru-cite" / "captures")
    assert 6 == len({one.address for one in store.all()})
    assert all(damage.torn for damage in store.damages)
    told(call(project, "captures verify"), 0)


def test_killed_before_each_write_of_fix_the_file_is_old_or_new(project: Path) -> None:
    path = project / "references.bib"
    old = SOURCES + MENDABLE.format(name="salt")
    new = old.replace("https://doi.org/10.1000", "10.1000")
    kills = 0
    for moment in range(1, 9):
        path.write_text(old, encoding="utf-8")
        answer = call(project, "fix --unsafe", site=STOPPED, KILL_AT=str(moment))
        assert path.read_text(encoding="utf-8") in (old, new)
        if answer.code != -signal.SIGKILL:
            break
        kills += 1
    # Before it is written, put on the disk, given its mode, and its name.
    assert 4 == kills
    # What the killed ones left beside it is in nobody's way.
    path.write_text(old, encoding="utf-8")
    told(call(project, "fix --unsafe"), 0)
    assert new == path.read_text(encoding="utf-8")


def test_killed_before_each_write_of_add_the_next_run_adds_it_once(
    tmp_path: Path, web: LoopbackWeb
) -> None:
    project = online(tmp_path / "p", web, count=0)
    path = project / "references.bib"
    url = web.page("new.test", "/new", title="Steam over the river", text="Steam. " * 300)
    url = web.url("new.test", "/new", numeric=True)
    kills = 0
    # While it keeps the page, the look, and the entry.
    for moment in range(2, 20, 2):
        answer = call(project, f"add {url} --write --force", site=STOPPED, KILL_AT=str(moment))
        if answer.code != -signal.SIGKILL:
            break
        assert SOURCES == path.read_text(encoding="utf-8")
        kills += 1
    assert kills > 2
    told(answer, 0, "wrote ")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(SOURCES.rstrip())
    assert 1 == text.count(url)
    told(call(project, f"add {url} --write --force"), 1, "in the bibliography already")
    assert text == path.read_text(encoding="utf-8")


def test_killed_while_a_decision_is_written_the_ledger_is_old_or_new(project: Path) -> None:
    path = project / "article" / "ledger.yaml"
    path.write_text(LINKED, encoding="utf-8")
    # Before it is put on the disk, and before it gets its name.
    for moment in ("2", "4"):
        answer = at_terminal(project, "review --by AB", "sq", site=STOPPED, KILL_AT=moment)
        assert -signal.SIGKILL == answer.code
        assert LINKED == path.read_text(encoding="utf-8")
    assert 0 == at_terminal(project, "review --by AB", "sq").code
    assert 1 == path.read_text(encoding="utf-8").count("decision: supports")


def test_killed_while_it_publishes_each_edition_is_whole_or_absent(project: Path) -> None:
    out = project / "output"
    # With one edition there and the next begun.
    answer = call(project, "publish", site=STOPPED, KILL_AT="15")
    assert -signal.SIGKILL == answer.code
    whole = {name for name in names(out) if not name.startswith(".")}
    assert whole < {"article.html", "article.epub", "article.pdf", "manifest.json"}
    # Without its manifest nothing passes for current.
    assert 1 == call(project, "build --check").code
    told(call(project, "publish"), 0)
    told(call(project, "build --check"), 0)
