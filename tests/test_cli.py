"""The program, called as its users call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kzru_cite import choices
from kzru_cite.model.evidence import Look, Purpose, Trouble, Unanswered
from kzru_cite.model.outcome import Severity
from kzru_cite.read.looks import write_look
from kzru_cite.report import FORMATS
from kzru_cite.report.changes import CHANGE_FORMATS
from kzru_cite.report.claims import CLAIM_FORMATS
from kzru_cite.reviewing import STATES

ARTICLE = """\
---
title: Water
lang: en-GB
---

# Heat

[Water boils [@rao2019]]{#boiling .claim}.
"""
SOURCES = """\
@book{rao2019,
  author = {Rao, Anna},
  title = {Boiling},
  publisher = {Steam Press},
  date = {2019},
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str


def call(*words: str | Path, folder: Path, **environment: str) -> Answer:
    """Run the program in *folder*, in an environment of its own."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", *map(str, words)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **kept, **environment},
        capture_output=True,
        check=False,
    )
    return Answer(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write a small project that passes."""
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "references.bib").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    return tmp_path


def break_it(project: Path) -> None:
    path = project / "article" / "article.md"
    path.write_text(ARTICLE.replace("rao2019", "rao2020"), encoding="utf-8")


def test_a_sound_project_passes(project: Path) -> None:
    answer = call("verify", "--offline", folder=project)
    assert 0 == answer.code
    assert answer.out.splitlines()[-1].startswith("passed: nothing found")
    assert "not asked, nothing was gathered: LNK ×" in answer.out
    assert "" == answer.err


def test_a_finding_at_the_gate_exits_with_1_and_names_the_place(project: Path) -> None:
    break_it(project)
    answer = call("verify", "--offline", folder=project)
    assert 1 == answer.code
    assert "article/article.md:8:15: error KEY001 no reference has the key 'rao2020'" in answer.out


def test_the_readme_shows_what_the_program_prints(project: Path, root: Path) -> None:
    break_it(project)
    answer = call("verify", "--offline", folder=project)
    shown = f"```text\n$ kzru-cite verify --offline\n{answer.out}```\n"
    assert shown in (root / "README.md").read_text(encoding="utf-8")


def test_verify_finds_the_project_from_a_folder_below(project: Path) -> None:
    assert 0 == call("verify", "--offline", folder=project / "article").code


def test_json_on_stdout_is_nothing_but_json(project: Path) -> None:
    break_it(project)
    answer = call("verify", "--offline", "--format", "json", folder=project)
    document = json.loads(answer.out)
    assert ("failed", "2026-11-23") == (document["verdict"], document["today"])
    for counts in (document["counts"], *document["by_rule"].values()):
        parts = (counts[name] for name in ("passed", "failed", "unable", "skipped"))
        assert counts["planned"] == sum(parts)
    assert "" == answer.err


def test_the_report_goes_to_a_file_when_asked(project: Path) -> None:
    answer = call("verify", "--offline", "--output", "sub/report.txt", folder=project)
    assert (0, "") == (answer.code, answer.out)
    report = (project / "sub" / "report.txt").read_text(encoding="utf-8")
    assert report.splitlines()[-1].startswith("passed")


def test_a_report_that_cannot_be_written_is_an_error_of_usage(project: Path) -> None:
    answer = call("verify", "--offline", "--output", "references.bib/report", folder=project)
    assert 2 == answer.code
    assert "references.bib/report cannot be written" in answer.err


def test_rules_are_chosen_by_the_call(project: Path) -> None:
    break_it(project)
    assert 0 == call("verify", "--offline", "--select", "dat,NAM", folder=project).code
    assert 0 == call("verify", "--offline", "--ignore", "KEY", folder=project).code


def test_an_unknown_rule_is_an_error_of_usage(project: Path) -> None:
    answer = call("verify", "--offline", "--select", "KEY01", folder=project)
    assert 2 == answer.code
    assert "there is no rule or family 'KEY01'\n  hint: did you mean KEY001?" in answer.err
    assert (
        "there is no rule or family 'XYZ'" in call("verify", "--ignore", "XYZ", folder=project).err
    )


def test_several_projects_are_verified_in_one_call(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert 0 == call("init", other, folder=tmp_path).code
    break_it(project)
    answer = call("verify", "--offline", ".", "other", folder=project)
    assert 1 == answer.code
    assert "./article/article.md:8:15: error KEY001" in answer.out
    assert "\npassed: nothing found" in answer.out
    assert 2 == call("verify", "--format", "json", ".", "other", folder=project).code


def test_the_day_can_be_set_by_call_settings_and_epoch(project: Path) -> None:
    def today(*words: str, **environment: str) -> str:
        answer = call("verify", "--format", "json", *words, folder=project, **environment)
        return str(json.loads(answer.out)["today"])

    assert "2025-01-02" == today("--today", "2025-01-02")
    assert "2026-11-23" == today(SOURCE_DATE_EPOCH="86400")
    (project / "kzru-cite.toml").write_text("", encoding="utf-8")
    assert "1970-01-02" == today(SOURCE_DATE_EPOCH="86400")
    assert today() > "2026-11-01"
    assert 2 == call("verify", "--today", "yesterday", folder=project).code


def test_settings_that_cannot_be_read_exit_with_2_and_name_the_place(project: Path) -> None:
    (project / "kzru-cite.toml").write_text("[gate]\ncoverige = 0.5\n", encoding="utf-8")
    answer = call("verify", "--offline", folder=project)
    assert 2 == answer.code
    assert "kzru-cite.toml:2:1: 'coverige' is no known setting" in answer.err
    assert "did you mean 'gate.coverage'?" in answer.err


def test_a_folder_without_an_article_says_how_to_begin(tmp_path: Path) -> None:
    answer = call("verify", folder=tmp_path)
    assert 2 == answer.code
    assert "kzru-cite init" in answer.err
    assert 2 == call("verify", "nowhere", folder=tmp_path).code


def test_publish_builds_three_editions_when_the_gate_is_passed(project: Path) -> None:
    answer = call("publish", folder=project)
    assert 0 == answer.code
    built = sorted(path.name for path in (project / "output").iterdir())
    assert ["article.epub", "article.html", "article.pdf", "manifest.json"] == built
    assert 3 == answer.err.count("kzru-cite: built ")


def test_publish_builds_nothing_when_the_gate_is_not_passed(project: Path) -> None:
    break_it(project)
    answer = call("publish", folder=project)
    assert 1 == answer.code
    assert "nothing was built" in answer.err
    assert not (project / "output").exists()


def test_publish_strict_refuses_what_was_checked_in_part(project: Path) -> None:
    answer = call("publish", "--strict", folder=project)
    assert 3 == answer.code
    assert "nothing was built: --strict wants all checked, and this was not" in answer.err
    assert "  nothing was gathered: LNK001, LNK002" in answer.err
    assert not (project / "output").exists()
    break_it(project)
    assert 1 == call("publish", "--strict", folder=project).code


def test_publish_strict_builds_what_was_checked_whole(project: Path) -> None:
    looks = project / "article" / "evidence" / "looks.jsonl"
    looks.parent.mkdir()
    # A look at a page that the article does not name; of a book without an address all is asked.
    look = Look(
        at=datetime(2026, 11, 22, tzinfo=UTC),
        purpose=Purpose.PAGE,
        about="https://example.org/",
        asked="web",
        sight=Unanswered(trouble=Trouble.TIMEOUT),
    )
    looks.write_text(write_look(look) + "\n", encoding="utf-8")
    (project / "article" / "ledger.yaml").write_text(
        "boiling:\n  - ref: rao2019\n", encoding="utf-8"
    )
    answer = call("publish", "--strict", folder=project)
    assert (0, 3) == (answer.code, answer.err.count("kzru-cite: built "))
    page = (project / "output" / "article.html").read_text(encoding="utf-8")
    assert "<code>article/evidence/looks.jsonl</code>" in page
    assert "Not checked:" not in page


def test_build_makes_what_is_named_and_says_when_the_check_failed(project: Path) -> None:
    break_it(project)
    answer = call("build", "html", folder=project)
    assert 0 == answer.code
    built = sorted(path.name for path in (project / "output").iterdir())
    assert ["article.html", "manifest.json"] == built
    assert "the check came out failed, and the editions say so" in answer.err


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-author-date"])
def test_build_knows_three_styles(project: Path, style: str) -> None:
    assert 0 == call("build", "html", "--csl", style, folder=project).code
    assert "Boiling" in (project / "output" / "article.html").read_text(encoding="utf-8")


def test_unknown_editions_and_styles_are_errors_of_usage(project: Path) -> None:
    answer = call("build", "htm", folder=project)
    assert (2, True) == (answer.code, "did you mean 'html'?" in answer.err)
    assert 2 == call("build", "html", "--csl", "chicago", folder=project).code
    assert 2 == call("build", "html", "--csl", "none.csl", folder=project).code


def test_an_edition_that_cannot_be_made_does_not_keep_the_others_back(project: Path) -> None:
    path = project / "article" / "article.md"
    path.write_text(ARTICLE + "\nThe sign 水 means water.\n", encoding="utf-8")
    answer = call("build", folder=project)
    assert answer.code in (2, 3)
    assert "水" in answer.err
    assert "built all the same: article.html, article.epub" in answer.err
    built = sorted(path.name for path in (project / "output").iterdir())
    assert ["article.epub", "article.html", "manifest.json"] == built


def test_two_builds_are_the_same_to_the_byte(project: Path) -> None:
    def bytes_of_all() -> list[bytes]:
        assert 0 == call("publish", folder=project).code
        return [path.read_bytes() for path in sorted((project / "output").iterdir())]

    assert bytes_of_all() == bytes_of_all()


def test_init_begins_a_project_that_passes_and_touches_nothing(tmp_path: Path) -> None:
    assert 0 == call("init", "new", folder=tmp_path).code
    answer = call("publish", folder=tmp_path / "new")
    assert 0 == answer.code
    assert answer.out.splitlines()[-1].startswith("passed: nothing found")
    again = call("init", "new", folder=tmp_path)
    assert (2, True) == (again.code, "is there already, so nothing was written" in again.err)


def test_init_leaves_a_gitignore_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    answer = call("init", folder=tmp_path)
    assert 0 == answer.code
    assert answer.err.endswith("next: kzru-cite publish\n")
    assert "mine\n" == (tmp_path / ".gitignore").read_text(encoding="utf-8")


def test_claims_are_listed(project: Path) -> None:
    answer = call("claims", folder=project)
    assert "article/article.md:8:1  boiling  rao2019" in answer.out
    assert 1 == json.loads(call("claims", "--format", "json", folder=project).out)["version"]


def test_rules_are_listed_and_explained(project: Path) -> None:
    assert "KEY001  undefined-key" in call("rules", folder=project).out
    assert (
        "| KEY001 | undefined-key | error | high |"
        in call("rules", "--format", "markdown", folder=project).out
    )
    by_code = call("explain", "key001", folder=project)
    assert by_code.out.startswith("KEY001 undefined-key (error, confidence high)\n\nFind citations")
    assert by_code.out == call("explain", "undefined-key", folder=project).out
    unknown = call("explain", "undefined-kee", folder=project)
    assert (2, True) == (unknown.code, "did you mean undefined-key?" in unknown.err)
    assert "'kzru-cite rules' lists them" in call("explain", "zzz", folder=project).err


def test_what_is_offered_is_what_there_is() -> None:
    assert choices.REPORTS == tuple(FORMATS)
    assert choices.CLAIM_LISTS == tuple(CLAIM_FORMATS)
    assert choices.CHANGE_LISTS == tuple(CHANGE_FORMATS)
    assert set(choices.REPORTS) > {*choices.JOINED, *choices.LOOKED_UP}
    assert choices.STATES == tuple(STATES)
    assert choices.SEVERITIES == tuple(severity.word for severity in Severity)


@pytest.mark.parametrize(
    "command",
    [
        "verify",
        "gather",
        "build",
        "publish",
        "claims",
        "review",
        "schema",
        "rules",
        "explain",
        "init",
        "lsp",
        "man",
    ],
)
def test_the_help_of_each_command_has_an_example(command: str, tmp_path: Path) -> None:
    answer = call(command, "--help", folder=tmp_path)
    assert 0 == answer.code
    assert f"Example: kzru-cite {command}" in " ".join(answer.out.split())


def test_a_pipe_that_is_closed_early_is_no_fault() -> None:
    words = [sys.executable, "-m", "kzru_cite", "rules"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
