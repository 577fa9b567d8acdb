"""The forms of reports and of changes, asked of the program as in continuous integration."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from kzru_cite import choices
from kzru_cite.read.looks import join
from test_cli import break_it, call, project
from worlds import BIBTEX, DEAD_LOOKS, PAGE, look, shows

__all__ = ["project"]


@pytest.mark.parametrize("form", choices.REPORTS)
def test_every_form_is_written_into_a_file(project: Path, form: str) -> None:
    break_it(project)
    answer = call("verify", "--offline", "--format", form, "--output", "out", folder=project)
    assert (1, "", "") == (answer.code, answer.out, answer.err)
    assert "KEY001" in (project / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", choices.LOOKED_UP)
def test_paths_are_those_from_here_for_programs_that_look_them_up(project: Path, form: str) -> None:
    break_it(project)
    above = call("verify", "--offline", "--format", form, project.name, folder=project.parent)
    assert f"{project.name}/article/article.md" in above.out
    below = call("verify", "--offline", "--format", form, folder=project / "article")
    assert "article/article.md" in below.out
    assert f"{project.name}/article" not in below.out


def test_the_page_draws_the_log_and_names_the_article(project: Path) -> None:
    evidence = project / "article" / "evidence"
    evidence.mkdir()
    (project / "references.bib").write_text(BIBTEX, encoding="utf-8")
    (evidence / "looks.jsonl").write_text(join([look("2026-03-01", shows())]), encoding="utf-8")
    page = call("verify", "--offline", "--format", "html", folder=project).out
    assert "<title>Citations checked: Water</title>" in page
    assert "Links over time" in page


def test_annotations_go_to_the_log_and_all_else_to_the_summary_of_the_step(
    project: Path, tmp_path: Path
) -> None:
    break_it(project)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    words = ("verify", "--offline", "--format", "github")
    answer = call(*words, folder=project, GITHUB_STEP_SUMMARY=str(summary))
    assert 1 == answer.code
    assert answer.out.startswith("::error file=article/article.md,line=8,")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n## Citations: failed\n")
    assert "**error** KEY001 `article/article.md:8:15`" in text
    # Other forms leave it alone.
    call("verify", "--offline", folder=project, GITHUB_STEP_SUMMARY=str(summary))
    assert text == summary.read_text(encoding="utf-8")


def test_a_summary_that_cannot_be_written_changes_no_verdict(project: Path) -> None:
    words = ("verify", "--offline", "--format", "github")
    answer = call(*words, folder=project, GITHUB_STEP_SUMMARY=str(project))
    assert 0 == answer.code
    assert "the summary of the step cannot be written: Is a directory" in answer.err


def test_annotations_of_several_projects_share_the_limit(project: Path) -> None:
    article = project / "article" / "article.md"
    cited = " ".join(f"[A{n} [@none{n}]]{{#c{n} .claim}}." for n in range(8))
    article.write_text(f"# Heat\n\n{cited}\n", encoding="utf-8")
    call("init", "other", folder=project)
    (project / "other" / "article" / "article.md").write_text(f"# A\n\n{cited}\n", encoding="utf-8")
    answer = call("verify", "--offline", "--format", "github", ".", "other", folder=project)
    assert 10 == answer.out.count("::error ")
    assert "more findings: run 'kzru-cite verify' to see them all\n" in answer.out
    assert "file=other/article/article.md" in answer.out


@pytest.mark.parametrize("form", sorted({*choices.REPORTS} - {*choices.JOINED}))
def test_some_forms_hold_the_report_of_one_project(project: Path, form: str) -> None:
    answer = call("verify", "--offline", "--format", form, ".", ".", folder=project)
    assert 2 == answer.code
    assert "holds the report of one project" in answer.err


@pytest.fixture
def watched(project: Path) -> Path:
    """Give the project a source whose link died in the summer."""
    evidence = project / "article" / "evidence"
    evidence.mkdir()
    (project / "references.bib").write_text(BIBTEX, encoding="utf-8")
    looks = (look("2026-03-01", shows()), *DEAD_LOOKS)
    (evidence / "looks.jsonl").write_text(join(looks), encoding="utf-8")
    return project


@pytest.mark.parametrize("form", choices.CHANGE_LISTS)
def test_changes_are_told_in_each_form(watched: Path, form: str) -> None:
    answer = call("changes", "--since", "2026-06-01", "--format", form, folder=watched)
    assert (0, "") == (answer.code, answer.err)
    assert PAGE in answer.out
    written = ("changes", "--since", "2026-06-01", "--format", form, "--output", "out")
    assert "" == call(*written, folder=watched).out
    assert answer.out == (watched / "out").read_text(encoding="utf-8")


def test_changes_since_a_commit(watched: Path) -> None:
    def git(*words: str, day: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        when = f"{day}T00:00:00+00:00"
        subprocess.run(
            ["git", *who, *words],  # noqa: S607  git as it is found by the program
            cwd=watched,
            check=True,
            capture_output=True,
            env={**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when},
        )

    git("init", "-q", day="2026-01-01")
    for day in ("2026-06-01", "2026-11-01"):
        git("commit", "-q", "--allow-empty", "-m", day, day=day)
    words = ("changes", "--format", "json", "--since")
    first = json.loads(call(*words, "HEAD~1", folder=watched).out)
    assert ["died"] == [one["kind"] for one in first["changes"]]
    assert "2026-06-01T00:00:00+00:00" == first["since"]
    assert [] == json.loads(call(*words, "HEAD", folder=watched).out)["changes"]


def test_what_is_neither_day_nor_commit_is_an_error_of_usage(watched: Path) -> None:
    answer = call("changes", "--since", "yesterday", folder=watched)
    assert 2 == answer.code
    assert "'yesterday' is no day as YYYY-MM-DD and no revision of the project" in answer.err


def test_without_a_log_nothing_is_known_to_have_changed(project: Path) -> None:
    answer = call("changes", "--since", "2026-06-01", folder=project)
    assert 0 == answer.code
    assert answer.out.startswith("nothing was looked at since 2026-06-01")
