"""What a user gets when the disk, the memory or a stream fails: the program as it is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from failing import ARTICLE, FULL, KILLED, SOURCES, call, made, online, told
from kzru_cite.commands.common import told_errors
from kzru_cite.read.looks import read_looks
from loopback.web import LoopbackWeb


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return made(tmp_path / "project")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_a_report_that_finds_no_room_is_no_finding(project: Path, form: str) -> None:
    answer = call(project, f"verify --offline --format {form}", line="exec $K > /dev/full")
    told(answer, 3, "No space left on device", "hint:")


@pytest.mark.parametrize("closed", [">&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_verdict(project: Path, closed: str) -> None:
    told(call(project, "verify --offline", line=f"exec $K {closed}"), 0)


def test_a_disk_without_room_leaves_the_old_file_whole(project: Path) -> None:
    answer = call(project, "fmt", site=FULL, ROOM="16")
    told(answer, 2, "references.bib cannot be written")
    assert SOURCES == (project / "references.bib").read_text(encoding="utf-8")
    assert [] == list(project.glob(".references*"))
    told(call(project, "fmt"), 0)


@pytest.mark.parametrize("words", ["build", "verify --offline --output out.txt"])
def test_what_cannot_be_built_is_told_and_nothing_is_left_behind(project: Path, words: str) -> None:
    answer = call(project, words, site=FULL, ROOM="16", TMPDIR=str(project))
    assert "Traceback" not in answer.err
    assert answer.code in (2, 3)
    assert "hint:" in answer.err or "cannot be written" in answer.err
    names = {"article", "kzru-cite.toml", "references.bib", "output"}
    assert {path.name for path in project.iterdir()} <= names
    assert 0 == call(project, words).code


def test_no_temporary_folder_is_told(project: Path) -> None:
    told(call(project, "build", site=FULL, ROOM="0"), 3, "No usable temporary directory")


def test_pandoc_without_memory_makes_no_finding_about_the_article(project: Path) -> None:
    answer = call(project, "verify --offline", line="ulimit -v 200000; exec $K")
    told(answer, 3, "memory")
    assert "SYN012" not in answer.out


def test_killed_at_every_change_of_a_folder_a_file_is_old_or_new(project: Path) -> None:
    path = project / "references.bib"
    assert 0 == call(project, "fmt").code
    new = path.read_text(encoding="utf-8")
    assert new != SOURCES
    kills = 0
    for moment in range(1, 20):
        path.write_text(SOURCES, encoding="utf-8")
        answer = call(project, "fmt", site=KILLED, KILL_AT=str(moment), KILL_IN=str(project))
        assert path.read_text(encoding="utf-8") in (SOURCES, new)
        if answer.code == 0:
            break
        kills += 1
        assert 0 == call(project, "fmt").code
        assert new == path.read_text(encoding="utf-8")
    # Opened, given a mode, renamed.
    assert 3 == kills


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ValueError("of\x1b[31m\nred"), "ValueError at test_survived.py"),
        (MemoryError(), "not enough memory"),
        (PermissionError(13, "Permission denied", "a\x1bb"), "Permission denied"),
        (OSError("odd"), "odd"),
    ],
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_what_nobody_foresaw_is_told_in_a_line(
    fault: Exception,
    words: str,
    debug: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KZRU_CITE_DEBUG", debug)
    with pytest.raises(SystemExit) as end, told_errors():
        raise fault
    own = isinstance(fault, ValueError)
    assert (4 if own else 3) == end.value.code
    said = capsys.readouterr().err
    assert words in said
    assert bool(debug and own) == ("Traceback" in said)
    if not debug:
        assert 2 == len(said.splitlines())
        assert "\x1b" not in said


def test_an_interrupt_that_breaks_off_the_tidying_up_is_no_fault_of_the_program() -> None:
    def interrupted_twice() -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("release unlocked lock")

    with pytest.raises(KeyboardInterrupt), told_errors():
        interrupted_twice()


def test_what_click_says_stays_as_it_is() -> None:
    with pytest.raises(click.UsageError), told_errors():
        raise click.UsageError("no")


ODD_NAMES = (b"bad\xff.md", b"-n\nl\xe2\x80\xae.md", b"..md", b"o\xcc\x88.md", b"a" * 252 + b".md")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_any_bytes_can_be_printed(project: Path, name: bytes) -> None:
    try:
        (project / "article" / os.fsdecode(name)).write_bytes(b"See [@nowhere].\n")
    except OSError:
        pytest.skip("this file system takes no such name")
    answer = call(project, "verify --offline")
    told(answer, 1)
    assert "nowhere" in answer.out


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "shift-jis", "cp1252"])
def test_an_odd_encoding_is_read_or_told(project: Path, encoding: str) -> None:
    path = project / "article" / "article.md"
    path.write_bytes(ARTICLE.replace("Water b", "Water\N{DEGREE SIGN} b").encode(encoding))
    answer = call(project, "verify --offline")
    told(answer, 1)
    assert "SYN014" in answer.out or "KEY002" in answer.out


def test_what_is_no_file_is_no_article(project: Path) -> None:
    folder = project / "article"
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    (folder / "loop").symlink_to(".")
    (folder / "self.md").symlink_to("self.md")
    told(call(project, "verify --offline"), 0)


FEW_FILES = """
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (int(os.environ["FILES"]),) * 2)
"""


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


@pytest.mark.parametrize(
    ("words", "files"),
    [("gather --capture", 64), ("gather", 16), ("verify --select LNK001", 64)],
)
def test_with_few_files_all_pages_are_asked_a_few_at_a_time(
    tmp_path: Path, web: LoopbackWeb, words: str, files: int
) -> None:
    project = online(tmp_path / "p", web, count=70)
    told(call(project, words, site=FEW_FILES, FILES=str(files)), 0)
    looks = read_looks((project / "looks.jsonl").read_text(encoding="utf-8")).evidence.looks
    assert [200] * 70 == [getattr(look.sight, "code", None) for look in looks]


def test_with_too_few_files_nothing_is_said_about_the_article(project: Path) -> None:
    answer = call(project, "verify --offline", site=FEW_FILES, FILES="8")
    told(answer, 3, "Too many open files", "hint: look at the limits")
    assert "" == answer.out
