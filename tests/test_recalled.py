"""A report is recalled when nothing changed, and never else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from msgspec.json import encode

from kzru_cite.recalled import Case, Kept, case
from kzru_cite.sealed import FOLDER, sealed_in
from kzru_cite.workspace import open_workspace

ARTICLE = "---\ntitle: Gas\nlang: en-GB\n---\n\n[Gas flows [@one]]{#flow .claim}. More [@two].\n"
ENTRY = """@online{one, author={A. Writer}, title={Gas}, url={https://gas.example/},
  date={2024-01-02}, urldate={2024-02-03}}
"""
LOOK = (
    '{"about":"https://gas.example/","asked":"web","at":"2026-01-01T00:00:00Z","purpose":"page",'
    '"sight":{"code":404,"final":"https://gas.example/","kind":"answered"},"v":1}\n'
)
Change = Callable[[Path], object]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "article").mkdir(parents=True)
    (folder / "article" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "references.bib").write_text(ENTRY, encoding="utf-8")
    (folder / "kzru-cite.toml").write_text('today = "2026-01-02"\n', encoding="utf-8")
    return folder


def environment(home: Path, *, keeps: bool = True) -> dict[str, str]:
    caches = str(home.parent / "caches") if keeps else "/dev/null"
    return {**os.environ, "XDG_CACHE_HOME": caches, "HOME": str(home.parent)}


def verify(home: Path, *words: str, keeps: bool = True, **more: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", "verify", *(words or ("--offline",))],
        cwd=home,
        env=environment(home, keeps=keeps) | more,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


def reports(home: Path) -> list[Path]:
    return sorted((home / FOLDER).glob("*.report"))


def planted(home: Path) -> None:
    """Put another report in the place of the one that is kept, under the same seal."""
    (path,) = reports(home)
    store = sealed_in(home, environment(home))
    assert store
    store.put(path.name, encode(Kept(text="as before\n", summary="summed up\n", code=1)))


def test_a_report_is_kept_and_recalled(home: Path) -> None:
    first = verify(home)
    assert "KEY001" in first[1]
    assert verify(home) == first == verify(home, keeps=False)
    assert len(reports(home)) == 1
    planted(home)
    assert verify(home) == (1, "as before\n", "")


def test_a_recalled_report_goes_where_it_was_to_go(home: Path) -> None:
    words = ("--offline", "--format", "github")
    verify(home, *words)
    planted(home)
    step = home / "step.md"
    assert verify(home, *words, "--output", "told.txt", GITHUB_STEP_SUMMARY=str(step))[0] == 1
    assert (home / "told.txt").read_text() == "as before\n"
    assert step.read_text() == "summed up\n"


def replaced(name: str, old: str, new: str) -> Change:
    def change(home: Path) -> None:
        path = home / name
        path.write_text(path.read_text().replace(old, new), encoding="utf-8")

    return change


def written(name: str, text: str) -> Change:
    def change(home: Path) -> None:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "change",
    [
        replaced("article/a.md", "flows", "flowed"),
        replaced("references.bib", "A. Writer", "Writer, A."),
        replaced("kzru-cite.toml", "2026", "2023"),
        written("article/b.md", "More gas [@three].\n"),
        written("article/ledger.yaml", "version: 1\nclaims: {}\n"),
        written("article/evidence/looks.jsonl", LOOK),
        written("kzru-cite.toml", 'today = "2026-01-02"\n[rules]\nignore = ["KEY"]\n'),
        lambda home: (home / "references.bib").write_bytes(ENTRY.encode() + b"% \xff\n"),
        lambda home: (home / "article" / "a.md").rename(home / "article" / "c.md"),
    ],
)
def test_what_changed_is_judged_anew(home: Path, change: Change) -> None:
    before = verify(home, "--offline", "--min-severity", "note")
    change(home)
    after = verify(home, "--offline", "--min-severity", "note")
    assert after == verify(home, "--offline", "--min-severity", "note", keeps=False) != before
    assert len(reports(home)) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--today", "2023-01-01"),
        ("--select", "DAT"),
        ("--ignore", "KEY001"),
        ("--format", "json"),
        ("--format", "github"),
        ("--format", "html"),
        ("--min-severity", "note"),
    ],
)
def test_another_call_is_another(home: Path, words: tuple[str, ...]) -> None:
    before = verify(home)
    other = verify(home, "--offline", *words)
    assert other == verify(home, "--offline", *words) != before
    assert other == verify(home, "--offline", *words, keeps=False)
    assert verify(home) == before


def test_a_baseline_counts(home: Path) -> None:
    base = ("--offline", "--baseline", "base.json")
    verify(home, "--offline", "--write-baseline", "base.json")
    assert not reports(home)
    first = verify(home, *base)
    assert first[0] == 0
    empty = home / "base.json"
    empty.write_text('{"version": 1, "findings": []}', encoding="utf-8")
    assert verify(home, *base) == verify(home, *base, keeps=False) != first


def test_a_changed_program_judges_anew(home: Path, tmp_path: Path) -> None:
    verify(home)
    planted(home)
    (tmp_path / "more" / "other-1.dist-info").mkdir(parents=True)
    assert "KEY001" in verify(home, PYTHONPATH=str(tmp_path / "more"))[1]


def test_looks_in_a_database_and_damaged_reports_are_not_recalled(home: Path) -> None:
    first = verify(home)
    (path,) = reports(home)
    path.write_bytes(path.read_bytes()[:-1])
    assert verify(home) == first
    store = sealed_in(home, environment(home))
    assert store
    store.put(path.name, b'{"text": 3}')
    assert verify(home) == first
    written("kzru-cite.toml", 'today = "2026-01-02"\nlooks = "sqlite:looks.sqlite"\n')(home)
    assert verify(home) == first
    assert reports(home) == [path]


def test_what_changed_while_it_was_judged_is_not_kept(home: Path) -> None:
    workspace = open_workspace(home)

    def now() -> Case:
        found = case(workspace, date(2026, 1, 2), (), None, environment(home))
        assert found
        return found

    told, before = Kept(text="", summary="", code=0), now()
    written("article/evidence/looks.jsonl", LOOK)(home)
    before.keep(told)
    assert not reports(home)
    now().keep(told)
    assert now().known() == told
    assert before.known() is None


def test_a_baseline_from_a_pipe_is_read_once(home: Path) -> None:
    verify(home, "--offline", "--write-baseline", "base.json")
    os.mkfifo(home / "pipe")
    text = (home / "base.json").read_bytes()
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit((home / "pipe").write_bytes, text)
        assert verify(home, "--offline", "--baseline", "pipe")[0] == 0
        assert written.result() == len(text)
    assert not reports(home)


def test_a_log_without_end_is_refused(home: Path) -> None:
    (home / "zero").symlink_to("/dev/zero")
    written("kzru-cite.toml", 'today = "2026-01-02"\nlooks = "zero"\n')(home)
    code, _, words = verify(home)
    assert (code, "is no file" in words) == (2, True)
