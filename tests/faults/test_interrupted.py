"""Ctrl-C, once on a slow disk and twice in a hurry, leaves files that the next run goes on from."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from failing import LINKED, MENDABLE, SLOW, SOURCES, at_terminal, call, made, online, told
from kzru_cite.captures import Store
from kzru_cite.read.looks import read_looks
from loopback.replies import page
from loopback.web import LoopbackWeb
from loopback.wire import late


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


@pytest.mark.parametrize(("words", "pause"), [("gather", 0.1), ("gather --capture", 0.0)])
def test_who_presses_twice_loses_nothing_that_was_answered(
    tmp_path: Path, web: LoopbackWeb, words: str, pause: float
) -> None:
    project = online(tmp_path / "p", web, count=8, timeout="60s")
    for number in range(4):
        web.put(f"host{number}.test", "/page", late(page("Late"), 60))
    log = project / "looks.jsonl"
    run = subprocess.Popen(
        [sys.executable, "-m", "kzru_cite", *words.split()],
        cwd=project,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 60
    while not (log.exists() and log.read_bytes().count(b"\n") == 4) and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    time.sleep(pause)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert 130 == run.returncode, said
    assert "Traceback" not in said
    assert "fault" not in said
    reading = read_looks(log.read_text(encoding="utf-8"))
    assert (4, ()) == (len(reading.evidence.looks), reading.lost)
    # Now the others answer too, and they alone are asked.
    web.forget()
    for number in range(4):
        web.page(f"host{number}.test", "/page", title="Now")
    told(call(project, words), 0)
    asked = [web.count(f"host{number}.test") > 0 for number in range(8)]
    assert [True] * 4 + [False] * 4 == asked
    if "capture" in words:
        store = Store(project / ".kzru-cite" / "captures")
        assert 8 == len({one.address for one in store.all()})


def test_an_interrupt_on_a_slow_disk_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    path = project / "references.bib"
    old = SOURCES + MENDABLE.format(name="salt")
    path.write_text(old, encoding="utf-8")
    assert 0 == call(project, "fmt").code
    new = path.read_text(encoding="utf-8")
    stops = 0
    for moment in range(1, 9):
        path.write_text(old, encoding="utf-8")
        answer = call(project, "fmt", site=SLOW, STOP_AT=str(moment), STOP_IN=str(project))
        assert path.read_text(encoding="utf-8") in (old, new)
        assert {"article", "kzru-cite.toml", "references.bib"} == {
            one.name for one in project.iterdir()
        }
        if answer.code == 0:
            break
        assert "fault" not in answer.err
        stops += 1
    assert stops
    told(call(project, "fmt"), 0)
    assert new == path.read_text(encoding="utf-8")


def test_an_interrupt_on_a_slow_disk_loses_no_look(tmp_path: Path, web: LoopbackWeb) -> None:
    project = online(tmp_path / "p", web, count=6)
    for moment in (1, 2):
        call(project, "gather --capture", site=SLOW, STOP_AT=str(moment), STOP_IN=str(project))
        log = project / "looks.jsonl"
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        assert () == read_looks(text).lost
    told(call(project, "gather --capture"), 0)
    reading = read_looks(log.read_text(encoding="utf-8"))
    assert 6 == len({look.about for look in reading.evidence.looks})
    store = Store(project / ".kzru-cite" / "captures")
    assert 6 == len({one.address for one in store.all()})
    assert [] == store.damages


# In the first file that is read for the command, at its first child, or at a page that hangs.
PRESSED = """
import os, signal, sys
pressed = []
def watch(event, words):
    if event == os.environ["STOP_AT"] and os.environ["STOP_IN"] in str(words[0]) and not pressed:
        # Once: several threads may start a child.
        pressed.append(event)
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(watch)
"""


@pytest.mark.parametrize(
    ("words", "event", "where"),
    [
        ("verify --offline", "open", "references.bib"),
        ("verify --offline one two", "open", "references.bib"),
        ("gather", "open", "references.bib"),
        ("gather one two", "open", "references.bib"),
        ("build html", "subprocess.Popen", "pandoc"),
        ("fix", "open", "references.bib"),
    ],
)
def test_an_interrupt_has_a_code_that_means_nothing_else(
    tmp_path: Path, words: str, event: str, where: str
) -> None:
    project = made(tmp_path / "p")
    (project / "article" / "ledger.yaml").write_text(LINKED, encoding="utf-8")
    for name in ("one", "two"):
        made(project / name)
    answer = call(project, words, site=PRESSED, STOP_AT=event, STOP_IN=where)
    told(answer, 130, "kzru-cite: interrupted")
    assert "" == answer.out


def test_an_interrupt_before_the_review_begins_has_that_code_too(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    ledger = project / "article" / "ledger.yaml"
    ledger.write_text(LINKED, encoding="utf-8")
    answer = at_terminal(
        project, "review --by AB", "q", site=PRESSED, STOP_AT="open", STOP_IN="ledger.yaml"
    )
    told(answer, 130, "kzru-cite: interrupted")
    assert LINKED == ledger.read_text(encoding="utf-8")
    # Later it is one of the ways to end.
    told(at_terminal(project, "review --by AB", "s\x03"), 0, "written: 1 decision")
