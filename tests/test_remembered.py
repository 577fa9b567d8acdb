"""Answers of pandoc are kept with a project, and change nothing but the time that it takes."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite import app, sealed
from kzru_cite.errors import ToolError
from kzru_cite.loading import start
from kzru_cite.pandoc import Pandoc, bundled
from kzru_cite.remembered import RememberedPandoc, remembering
from kzru_cite.sealed import FOLDER, MOST

BOXED = ("--sandbox",)
ARTICLE = "---\ntitle: Gas\n---\n\nGas flows [@one]. More of it flows [@two].\n"
BIBLIOGRAPHY = """@online{one, author={A. Writer}, title={Gas}, url={https://gas.example/},
  date={2024-01-02}, urldate={2024-02-03}}
"""


class Program:
    """A program that answers with what it was given, and counts its runs."""

    def __init__(self, folder: Path, then: str = "exec cat") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "runs"
        self.path = folder / "program"
        self.path.write_text(f"#!/bin/sh\necho >> {shlex.quote(str(self.log))}\n{then}\n")
        self.path.chmod(0o755)

    @property
    def runs(self) -> int:
        return len(self.log.read_text()) if self.log.exists() else 0


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "bin")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def whose(folder: Path) -> Mapping[str, str]:
    return {"XDG_CACHE_HOME": str(folder / "caches")}


def kept(program: Program, home: Path, owner: Path | None = None) -> Pandoc:
    return remembering(Pandoc(path=program.path), home, whose(owner or home.parent))


def answers(home: Path) -> list[Path]:
    return sorted((home / FOLDER).glob("*.pandoc"))


def test_a_question_is_asked_once(program: Program, home: Path) -> None:
    first = kept(program, home).ask(BOXED, b"a\nb")
    assert kept(program, home).ask(BOXED, b"a\nb") == first
    assert (first.output, program.runs) == (b"a\nb", 1)
    assert (home / FOLDER / ".gitignore").read_text() == "*\n"


def test_another_question_is_another(program: Program, home: Path) -> None:
    pandoc = kept(program, home)
    pandoc.ask(BOXED, b"a")
    assert pandoc.ask(BOXED, b"b").output == b"b"
    pandoc.ask((*BOXED, "-s"), b"a")
    Pandoc.ask(pandoc, BOXED, b"a")
    assert program.runs == 4
    elsewhere = Pandoc(path=program.path, environment={"A": "b"})
    remembering(elsewhere, home, whose(home.parent)).ask(BOXED, b"a")
    assert program.runs == 5


def test_what_may_read_files_is_asked_anew(program: Program, home: Path) -> None:
    for _ in range(2):
        kept(program, home).ask((), b"a")
    assert program.runs == 2
    assert not (home / FOLDER).exists()


def test_another_program_is_asked_anew(program: Program, home: Path) -> None:
    kept(program, home).ask(BOXED, b"a")
    program.path.write_text(program.path.read_text().replace("exec cat", "exec tr a b"))
    assert kept(program, home).ask(BOXED, b"a").output == b"b"


def test_a_failure_is_not_kept(tmp_path: Path, home: Path) -> None:
    failing = Program(tmp_path / "failing", "echo no >&2; exit 3")
    for _ in range(2):
        answer = kept(failing, home).ask(BOXED, b"a")
        assert (answer.code, answer.messages) == (3, "no\n")
    assert failing.runs == 2


def test_warnings_are_kept(tmp_path: Path, home: Path) -> None:
    warning = Program(tmp_path / "warning", "echo 'line\nother é' >&2; exec cat")
    for _ in range(2):
        assert kept(warning, home).ask(BOXED, b"a").messages == "line\nother é\n"
    assert warning.runs == 1


def test_a_program_that_is_not_there_is_told(tmp_path: Path, home: Path) -> None:
    with pytest.raises(ToolError, match="cannot be started"):
        remembering(Pandoc(path=tmp_path / "none"), home, whose(tmp_path)).ask(BOXED)


def test_a_damaged_answer_counts_as_absent(program: Program, home: Path) -> None:
    pandoc = kept(program, home)
    pandoc.ask(BOXED, b"ab")
    (path,) = answers(home)
    whole = path.read_bytes()
    flipped = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    cut = [whole[:at] for at in range(len(whole))]
    for count, damaged in enumerate([*flipped, *cut, whole + b"\n"], 2):
        path.write_bytes(damaged)
        assert pandoc.ask(BOXED, b"ab").output == b"ab"
        assert program.runs == count
        # It is mended by that.
        assert path.read_bytes() == whole


def test_an_answer_of_somebody_else_counts_as_absent(program: Program, home: Path) -> None:
    kept(program, home).ask(BOXED, b"a")
    kept(program, home, home / "other").ask(BOXED, b"a")
    assert program.runs == 2


def test_an_answer_stands_for_no_other_question(program: Program, home: Path) -> None:
    pandoc = kept(program, home)
    pandoc.ask(BOXED, b"a")
    (one,) = answers(home)
    content = one.read_bytes()
    pandoc.ask(BOXED, b"b")
    (other,) = set(answers(home)) - {one}
    other.write_bytes(content)
    assert pandoc.ask(BOXED, b"b").output == b"b"


def test_a_pipe_or_a_folder_in_the_place_is_passed_by(program: Program, home: Path) -> None:
    pandoc = kept(program, home)
    pandoc.ask(BOXED, b"a")
    (path,) = answers(home)
    path.unlink()
    os.mkfifo(path)
    assert pandoc.ask(BOXED, b"a").output == b"a"
    path.unlink()
    path.mkdir()
    assert pandoc.ask(BOXED, b"a").output == b"a"
    assert program.runs == 3


@pytest.mark.parametrize("environment", [{}, {"HOME": "here"}, {"XDG_CACHE_HOME": "/dev/null"}])
def test_without_a_place_for_the_key_nothing_is_kept(
    environment: dict[str, str], program: Program, home: Path
) -> None:
    plain = Pandoc(path=program.path)
    assert remembering(plain, home, environment) is plain


def test_a_key_that_is_cut_short_is_none(program: Program, home: Path) -> None:
    place = home / ".cache" / "kzru-cite"
    place.mkdir(parents=True)
    (place / "key").write_bytes(b"short")
    plain = Pandoc(path=program.path)
    assert remembering(plain, home, {"HOME": str(home)}) is plain


def test_the_key_is_private(program: Program, home: Path) -> None:
    kept(program, home)
    key = home.parent / "caches" / "kzru-cite" / "key"
    assert key.stat().st_mode & 0o077 == 0


def test_links_are_not_followed(program: Program, home: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (home / FOLDER.parts[0]).symlink_to(tmp_path / "letters")
    plain = Pandoc(path=program.path)
    assert remembering(plain, home, whose(tmp_path)) is plain


def test_where_nothing_can_be_written_pandoc_answers(program: Program, home: Path) -> None:
    # A file stands where the folder should: so it is for root too.
    (home / FOLDER.parts[0]).write_text("in the way")
    assert [kept(program, home).ask(BOXED, b"a").output for _ in "12"] == [b"a", b"a"]
    assert program.runs == 2


def test_the_oldest_go_first_and_nothing_else(program: Program, home: Path) -> None:
    pandoc = kept(program, home)
    pandoc.ask(BOXED, b"asked again")
    (again,) = answers(home)
    for number in range(MOST - 1):
        pandoc.ask(BOXED, str(number).encode())
    letter = home / FOLDER / "letter.txt"
    letter.write_text("mine")
    for path in (letter, *answers(home)):
        os.utime(path, ns=(2, 2))
    os.utime(again, ns=(1, 1))
    pandoc.ask(BOXED, b"asked again")
    pandoc.ask(BOXED, b"one more")
    assert len(answers(home)) == MOST
    assert again.exists()
    assert letter.exists()


def test_room_is_bounded(program: Program, home: Path, tmp_path: Path) -> None:
    pandoc = kept(program, home)
    pandoc.ask(BOXED, b"a")
    (path,) = answers(home)
    # A file with a hole takes no room on the disk.
    with path.open("ab") as file:
        file.truncate(sealed.MOST_BYTES)
    os.utime(path, ns=(1, 1))
    pandoc.ask(BOXED, b"b")
    assert path not in answers(home)
    large = Program(tmp_path / "large", f"head -c {sealed.MOST_BYTES + 1} /dev/zero")
    kept(large, home).ask(BOXED, b"c")
    assert len(answers(home)) == 1


def test_many_at_once_agree(program: Program, home: Path) -> None:
    def ask(number: int) -> bytes:
        return kept(program, home).ask(BOXED, str(number % 70).encode()).output

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(210)))
    assert found == [str(number % 70).encode() for number in range(210)]
    assert len(answers(home)) <= MOST


def report(folder: Path, pandoc: Pandoc) -> str:
    call = app.Call(today=date(2026, 1, 2), form="json")
    return app.verify(start(folder, pandoc), call).text


def write(folder: Path, article: str, bibliography: str) -> None:
    (folder / "article").mkdir(exist_ok=True)
    (folder / "article" / "a.md").write_text(article, encoding="utf-8")
    (folder / "references.bib").write_text(bibliography, encoding="utf-8")


def test_reports_are_equal_cold_and_warm(home: Path, tmp_path: Path) -> None:
    write(home, ARTICLE, BIBLIOGRAPHY)
    counted = Program(tmp_path / "real", f'exec {shlex.quote(str(bundled().path))} "$@"')
    plain = report(home, bundled())
    assert [report(home, kept(counted, home)) for _ in "123"] == [plain] * 3
    assert counted.runs == 3
    for path in answers(home):
        path.write_bytes(path.read_bytes()[:-1])
    assert report(home, kept(counted, home)) == plain
    assert counted.runs == 6


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_an_edit_is_seen(data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        home = Path(name).resolve()
        write(home, ARTICLE, BIBLIOGRAPHY)
        pandoc = remembering(bundled(), home, whose(home))
        assert isinstance(pandoc, RememberedPandoc)
        report(home, pandoc)
        at = data.draw(st.integers(0, len(ARTICLE)))
        end = data.draw(st.integers(at, min(at + 5, len(ARTICLE))))
        words = data.draw(st.sampled_from(["", "[@one]", "\n\n", "]", "é", "*", "@three"]))
        key = data.draw(st.sampled_from(["one", "two", "three"]))
        edited = ARTICLE[:at] + words + ARTICLE[end:]
        write(home, edited, BIBLIOGRAPHY.replace("{one", "{" + key))
        assert report(home, pandoc) == report(home, bundled()) == report(home, pandoc)
