"""On a full disk what stood there stays whole, nothing half is added, the next run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from failing import (
    FULL,
    LINKED,
    MENDABLE,
    SOURCES,
    at_terminal,
    call,
    has_disks,
    made,
    on_disk,
    online,
    told,
)
from kzru_cite.captures import Store
from kzru_cite.read.looks import read_looks
from kzru_cite.stores import open_store
from loopback.web import LoopbackWeb

disks = pytest.mark.skipif(not has_disks(), reason="no disk can be made here (unshare, tmpfs)")
OLD_LOOKS = 2


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


def pages(folder: Path, looks: str) -> int:
    """Return how many pages were seen; every line is whole."""
    with open_store(looks, folder) as store:
        reading = read_looks(b"\n".join(store.lines()).decode())
    assert () == reading.lost
    return len({look.about for look in reading.evidence.looks})


@disks
@pytest.mark.parametrize(
    ("looks", "room"),
    [
        *(("looks.jsonl", room) for room in (0, 4)),
        *(("sqlite:looks.sqlite", room) for room in (0, 40)),
    ],
)
def test_looks_that_find_no_room(tmp_path: Path, web: LoopbackWeb, looks: str, room: int) -> None:
    # The budget lies on another disk.
    project = online(tmp_path / "p", web, looks=looks, budget="../budget.sqlite", count=30)
    answer = on_disk(project, "gather", room)
    name = looks.removeprefix("sqlite:")
    told(answer, 2, name, "cannot be", "No space left" if name == looks else "full", "hint:")
    kept = pages(project, looks)
    assert 30 > kept
    assert not (room == 4 and kept == 0)
    web.forget()
    told(call(project, "gather"), 0)
    assert 30 - kept == web.count()
    assert 30 == pages(project, looks)


@disks
@pytest.mark.parametrize("room", [0, 24])
def test_captures_that_find_no_room(tmp_path: Path, web: LoopbackWeb, room: int) -> None:
    project = online(tmp_path / "p", web, budget="../b.sqlite", looks="../looks.jsonl", count=30)
    answer = on_disk(project, "gather --capture", room)
    told(answer, 2, "the captures in", ".kzru-cite/captures", "No space left", "hint:")
    store = Store(project / ".kzru-cite" / "captures")
    kept = len(list(store.all()))
    assert 30 > kept
    assert not (room == 24 and kept == 0)
    assert [] == store.damages
    told(call(project, "gather --capture"), 0)
    again = Store(project / ".kzru-cite" / "captures")
    assert 30 == len({one.address for one in again.all()})
    assert [] == again.damages


def test_a_budget_that_finds_no_room_is_told_and_stops_nothing(
    tmp_path: Path, web: LoopbackWeb
) -> None:
    project = online(tmp_path / "p", web)
    # Enough for the log, less than a database takes.
    answer = call(project, "gather", site=FULL, ROOM="8000")
    told(answer, 0, "the budget of hosts cannot be used", "budget.sqlite", "looks kept: 4")
    assert 4 == pages(project, "looks.jsonl")
    told(call(project, "gather"), 0)


def whole(folder: Path) -> dict[str, bytes]:
    """Return the files of a project, but for caches and what a run adds to beside them."""
    own = (".kzru-cite", "budget.sqlite", "looks.jsonl")
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in names.items() if not name.startswith(own)}


CHANGES = (
    ("fmt", "references.bib", 0),
    ("fix --unsafe", "references.bib", 0),
    ("add {page} --write --force", ".kzru-cite/captures", 0),
    ("add {page} --write --force", "references.bib", 4),
    ("build html", "output/article.html", 0),
    ("verify --offline --write-baseline known.json", "known.json", 0),
    ("verify --offline --output report.txt", "report.txt", 0),
    ("claims --graph map.svg", "map.svg", 0),
    ("captures export all.wacz", "all.wacz", 0),
)


@disks
@pytest.mark.parametrize(("words", "named", "room"), CHANGES)
def test_a_file_that_finds_no_room_stays_as_it_was(
    tmp_path: Path, web: LoopbackWeb, words: str, named: str, room: int
) -> None:
    project = online(tmp_path / "p", web, budget="../b.sqlite", looks="../looks.jsonl", count=1)
    bibliography = project / "references.bib"
    bibliography.write_text(SOURCES + MENDABLE.format(name="salt"), encoding="utf-8")
    web.page("new.test", "/new", title="Steam over the river", text="Steam. " * 300)
    words = words.format(page=web.url("new.test", "/new", numeric=True))
    if "captures" in words:
        online(tmp_path / "q", web, count=1)
        assert 0 == call(tmp_path / "q", "gather --capture").code
        (tmp_path / "q" / ".kzru-cite").rename(project / ".kzru-cite")
    before = whole(project)
    answer = on_disk(project, words, room)
    assert answer.code in (2, 3), answer
    told(answer, answer.code, named, "No space left", "hint:")
    after = whole(project)
    assert before == after
    again = call(project, words)
    assert again.code in (0, 1), again
    assert after != whole(project)


@disks
def test_an_edition_whose_manifest_finds_no_room_is_not_called_current(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    assert 0 == call(project, "build html").code
    page, manifest = (project / "output" / name for name in ("article.html", "manifest.json"))
    room = -(-page.stat().st_size // 4096) * 4
    page.unlink()
    manifest.unlink()
    answer = on_disk(project, "build html", room)
    told(answer, 2, "output/manifest.json", "No space left", "hint:")
    assert ["article.html"] == [path.name for path in (project / "output").iterdir()]
    assert 1 == call(project, "build --check").code
    assert 0 == call(project, "build html").code
    told(call(project, "build --check"), 0)


def test_a_decision_that_finds_no_room_is_said_and_can_be_made_again(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    ledger = project / "article" / "ledger.yaml"
    ledger.write_text(LINKED, encoding="utf-8")
    answer = at_terminal(project, "review --by AB", "sq", site=FULL, ROOM="16")
    assert "ledger.yaml cannot be written" in answer.out
    assert "written: 0 decisions" in answer.out
    assert LINKED == ledger.read_text(encoding="utf-8")
    assert ["article.md", "ledger.yaml"] == sorted(path.name for path in ledger.parent.iterdir())
    told(at_terminal(project, "review --by AB", "sq"), 0, "written: 1 decision")
    assert "decision: supports" in ledger.read_text(encoding="utf-8")
