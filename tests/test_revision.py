"""The commit of a project is found by git, whatever its settings name, and else is not known."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kzru_cite.model.edition import Revision
from kzru_cite.revision import moment_of, revision

PATHS = ("text/a.md", "b.bib")


def _git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *words],  # noqa: S607  git as it is found by the program
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture(params=["sha1", "sha256"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Commit two files, in repositories of both forms."""
    home = tmp_path / "project"
    (home / "text").mkdir(parents=True)
    (home / "text" / "a.md").write_text("Қазақ\n", encoding="utf-8")
    (home / "b.bib").write_text("@book{a}\n", encoding="utf-8")
    _git(home, "init", "-q", f"--object-format={request.param}")
    _git(home, "add", ".")
    _git(home, "commit", "-q", "-m", "one")
    return home


def test_the_commit_is_told(project: Path) -> None:
    head = _git(project, "rev-parse", "HEAD")
    assert Revision(commit=head, dirty=False) == revision(project, PATHS)
    below = revision(project / "text", ("a.md", "../b.bib"))
    assert Revision(commit=head, dirty=False) == below


def test_only_changes_of_the_files_asked_for_count(project: Path) -> None:
    (project / "other.txt").write_text("x", encoding="utf-8")
    found = revision(project, PATHS)
    assert found is not None
    assert not found.dirty
    (project / "b.bib").write_text("@book{b}\n", encoding="utf-8")
    changed = revision(project, PATHS)
    assert changed is not None
    assert changed.dirty
    # What is staged is no more committed than what is not.
    _git(project, "add", "b.bib")
    assert revision(project, PATHS) == changed


def test_a_file_that_git_does_not_know_is_a_change(project: Path) -> None:
    (project / "c.md").write_text("x", encoding="utf-8")
    found = revision(project, (*PATHS, "c.md"))
    assert found is not None
    assert found.dirty


def test_settings_of_the_project_run_nothing(project: Path, tmp_path: Path) -> None:
    trap, mark = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.x.clean", "alias.x"):
        _git(project, "config", name, str(trap))
    (project / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    assert revision(project, PATHS) is not None
    assert not mark.exists()


def test_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    assert revision(tmp_path, ("a.md",)) is None
    _git(tmp_path, "init", "-q")
    assert revision(tmp_path, ("a.md",)) is None


def test_a_repository_that_does_not_know_the_project_is_not_named(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    (inner / "a.md").write_text("x", encoding="utf-8")
    assert revision(inner, ("a.md",)) is None


def test_without_git_nothing_is_known(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert revision(project, PATHS) is None


def test_a_git_that_cannot_be_started_is_no_git(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "git").write_text("#!/nowhere/at/all\n", encoding="utf-8")
    (broken / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken}{os.pathsep}")
    assert revision(project, PATHS) is None


def test_the_moment_of_a_revision_is_that_of_its_commit(project: Path) -> None:
    moment = datetime.fromtimestamp(int(_git(project, "show", "-s", "--format=%ct")), UTC)
    _git(project, "tag", "-a", "-m", "x", "v1")
    for name in ("HEAD", "v1", _git(project, "rev-parse", "HEAD")[:12]):
        assert moment == moment_of(project, name)
    assert moment == moment_of(project / "text", "HEAD")


@pytest.mark.parametrize("name", ["", "nowhere", "--help", "-v1", "HEAD~9", "a\0b", "HEAD:b.bib"])
def test_what_is_no_revision_has_no_moment(project: Path, name: str) -> None:
    assert moment_of(project, name) is None


def test_without_git_there_is_no_moment(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert moment_of(project, "HEAD") is None


def test_a_commit_that_cannot_be_shown_has_no_moment(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A git that names the commit and then fails.
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    real = shutil.which("git")
    fake.write_text(f'#!/bin/sh\ncase "$*" in *rev-list*) exit 1;; esac\nexec {real} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    assert moment_of(project, "HEAD") is None
