"""Where nothing may be written, the program judges all the same, and says what it cannot write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from failing import MENDABLE, call, has_disks, online, told
from loopback.web import LoopbackWeb

# The folder is bound over itself, and may not be written there.
LOCKED = """\
exec unshare -Urm /bin/sh -c 'mount --bind . "$PWD" && mount -o remount,ro,bind "$PWD" \
&& cd "$PWD" && ! touch x 2>/dev/null && exec $K'"""
# Without the powers of root, which no mode of a file keeps out.
PLAIN = "exec unshare -U $K"

pytestmark = pytest.mark.skipif(not has_disks(), reason="this system has no unshare, or forbids it")


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


def mendable(home: Path, web: LoopbackWeb, looks: str = "looks.jsonl") -> Path:
    project = online(home, web, looks=looks, count=1)
    path = project / "references.bib"
    path.write_text(path.read_text("utf-8") + MENDABLE.format(name="salt"), encoding="utf-8")
    return project


def listed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


READERS = ("verify --offline", "verify", "fmt --diff", "build --check")


@pytest.mark.parametrize(
    ("looks", "readers"), [("looks.jsonl", READERS), ("sqlite:looks.sqlite", READERS[:1])]
)
def test_what_only_reads_works_where_nothing_may_be_written(
    tmp_path: Path, web: LoopbackWeb, looks: str, readers: tuple[str, ...]
) -> None:
    project = mendable(tmp_path / "p", web, looks)
    assert 0 == call(project, "gather").code
    for words in readers:
        before = listed(project)
        answer = call(project, words, line=LOCKED)
        assert before == listed(project), words
        free = call(project, words)
        assert (free.code, free.out) == (answer.code, answer.out), answer.err


WRITERS = (
    ("gather", "looks.jsonl"),
    ("gather --capture", ".kzru-cite"),
    ("fmt", "references.bib"),
    ("fix --unsafe", "references.bib"),
    ("build html", "output"),
    ("verify --offline --write-baseline known.json", "known.json"),
)


@pytest.mark.parametrize(("words", "named"), WRITERS)
def test_what_would_write_says_what_it_cannot(
    tmp_path: Path, web: LoopbackWeb, words: str, named: str
) -> None:
    project = mendable(tmp_path / "p", web)
    before = listed(project)
    answer = call(project, words, line=LOCKED)
    assert answer.code in (2, 3), answer
    told(answer, answer.code, named, "ead-only", "hint:")
    assert before == listed(project)


@pytest.mark.parametrize("words", ["fmt", "fix --unsafe"])
def test_a_bibliography_that_is_read_only_is_not_replaced(
    tmp_path: Path, web: LoopbackWeb, words: str
) -> None:
    project = mendable(tmp_path / "p", web)
    path = project / "references.bib"
    before = path.read_bytes()
    path.chmod(0o444)
    told(call(project, words, line=PLAIN), 2, "references.bib cannot be written: it is read-only")
    assert before == path.read_bytes()
    path.chmod(0o644)
    assert call(project, words, line=PLAIN).code in (0, 1)
    assert before != path.read_bytes()


def test_a_log_that_is_read_only_is_named(tmp_path: Path, web: LoopbackWeb) -> None:
    project = mendable(tmp_path / "p", web)
    log = project / "looks.jsonl"
    log.write_bytes(b"")
    log.chmod(0o444)
    told(call(project, "gather", line=PLAIN), 2, "looks.jsonl", "Permission denied", "hint:")
    assert b"" == log.read_bytes()


def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path, web: LoopbackWeb) -> None:
    project = mendable(tmp_path / "p", web)
    (project / "article").chmod(0)
    answer = call(project, "verify --offline", line=PLAIN)
    (project / "article").chmod(0o755)
    assert answer.code in (2, 3)
    told(answer, answer.code, "article", "hint:")
