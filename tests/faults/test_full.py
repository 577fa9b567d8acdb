"""A disk that is full: what stood there stays whole, nothing half is added, the next run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from failing import (
    FULL,
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
        *(("sqlite:looks.sqlite", room) for room in (0, 40, 100)),
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
@pytest.mark.parametrize("room", [0, 8, 60])
def test_captures_that_find_no_room(tmp_path: Path, web: LoopbackWeb, room: int) -> None:
    project = online(tmp_path / "p", web, budget="../b.sqlite", looks="../looks.jsonl", count=30)
    answer = on_disk(project, "gather --capture", room)
    told(answer, 2, "the captures in", ".kzru-cite/captures", "No space left", "hint:")
    store = Store(project / ".kzru-cite" / "captures")
    assert (0, 0) <= (len(list(store.all())), 0)
    assert [] == store.damages
    told(call(project, "gather --capture"), 0)
    again = Store(project / ".kzru-cite" / "captures")
    assert 30 == len({one.address for one in again.all()})
    assert [] == again.damages
