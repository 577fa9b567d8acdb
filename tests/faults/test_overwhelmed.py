"""An article that pandoc cannot read in its time is named, and nothing is said about it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from failing import call, made, told
from kzru_cite.errors import OverwhelmedError
from kzru_cite.loading import begin
from kzru_cite.pandoc import Pandoc
from kzru_cite.workspace import open_workspace


def test_what_takes_pandoc_too_much_memory_is_named(tmp_path: Path) -> None:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "brackets.md").write_text("[" * 100, encoding="utf-8")
    (tmp_path / "kzru-cite.toml").write_text("", encoding="utf-8")
    (tmp_path / "references.bib").write_text("", encoding="utf-8")
    program = tmp_path / "pandoc"
    # What the run-time system of pandoc does when its heap is used up.
    program.write_text("#!/bin/sh\ncat > /dev/null\nexit 251\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    started = begin(open_workspace(tmp_path), Pandoc(path=program))
    for future in (*started.marked, *started.plain):
        with pytest.raises(OverwhelmedError, match=r"brackets\.md cannot be read: .* memory"):
            future.result()
    started.pool.shutdown()


def test_what_is_nested_too_deeply_is_named(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    deep = "::: a\n" * 2000 + "x\n" + "\n:::\n" * 2000
    (project / "article" / "deep.md").write_text(deep, encoding="utf-8")
    answer = call(project, "verify --offline")
    told(answer, 2, "article/deep.md is nested too deeply to be read", "hint: ")
    assert "" == answer.out


def test_aliases_that_grow_without_bound_are_named_before_pandoc_is_asked(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    lines = [f"a0: &a0 [{', '.join(['x'] * 10)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    text = "---\ntitle: T\n" + "\n".join(lines) + "\n---\n\nWords.\n"
    (project / "article" / "grown.md").write_text(text, encoding="utf-8")
    answer = call(project, "verify --offline")
    told(answer, 2, "article/grown.md:7:45: the front matter grows beyond 100,000", "hint: ")
    assert "" == answer.out


def test_a_claim_that_nobody_can_read_is_named_before_pandoc_is_asked(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    text = f"A [claim]{{.claim #a}}.\n\nAnd [{'words ' * 20_000}]{{.claim #b}}.\n"
    (project / "article" / "long.md").write_text(text, encoding="utf-8")
    answer = call(project, "verify --offline")
    told(answer, 2, "article/long.md:3:5: a claim of more than 100,000 characters", "hint: ")
    assert "" == answer.out
