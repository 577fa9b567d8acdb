"""`kzru-cite fix` mends what it can, writes nothing unseen, and says what it left."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from failing import FULL, told
from failing import call as called
from kzru_cite import app, repairing
from kzru_cite.errors import LedgerError
from kzru_cite.pandoc import bundled
from kzru_cite.workspace import open_workspace
from test_cli import ARTICLE, call

SOURCES = """\
% Kept as it stands.
@book{rao2019,
  author    = {Rao, Anna},
  title     = {Boiling.,},
  publisher = {Steam Press},
  doi       = {https://doi.org/10.1038/nrd842},
  date      = {3 September 2019}, % by the imprint
  urldatte  = {2020-01-02},
  note      = {},
}
"""
SAFE = (
    SOURCES.replace("Boiling.,", "Boiling.")
    .replace("https://doi.org/10", "10")
    .replace("3 September 2019", "2019-09-03")
    .replace("  note      = {},\n", "")
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "kzru-cite.toml").write_text('article = ["article.md"]\n')
    (tmp_path / "article.md").write_text(ARTICLE)
    (tmp_path / "references.bib").write_text(SOURCES)
    return tmp_path


def test_safe_fixes_are_made_and_told(project: Path) -> None:
    answer = call("fix", folder=project)
    assert 0 == answer.code
    assert SAFE == (project / "references.bib").read_text()
    assert "references.bib:7:16 DAT001 malformed-date: write 2019-09-03\n" in answer.out
    assert 4 == answer.out.count("\n")
    assert "kzru-cite: 1 more finding can be mended with --unsafe --diff\n" == answer.err
    again = call("fix", folder=project)
    assert (0, "") == (again.code, again.out)
    assert SAFE == (project / "references.bib").read_text()


def test_the_rest_is_mended_when_asked_for(project: Path) -> None:
    answer = call("fix", "--unsafe", folder=project)
    assert (0, "") == (answer.code, answer.err)
    assert SAFE.replace("urldatte", "urldate") == (project / "references.bib").read_text()
    done = call("fix", "--unsafe", folder=project)
    assert ("", "kzru-cite: nothing here can be mended by the program\n") == (done.out, done.err)


def test_a_patch_is_shown_and_nothing_written(project: Path) -> None:
    answer = call("fix", "--diff", folder=project)
    assert 0 == answer.code
    assert SOURCES == (project / "references.bib").read_text()
    words = ["git", "apply", "-"]
    subprocess.run(words, cwd=project, input=answer.out.encode(), check=True, capture_output=True)
    assert SAFE == (project / "references.bib").read_text()


def test_rules_can_be_chosen(project: Path) -> None:
    call("fix", "--select", "IDS,DAT", "--ignore", "DAT001", folder=project)
    expected = SOURCES.replace("https://doi.org/10", "10")
    assert expected == (project / "references.bib").read_text()
    assert 2 == call("fix", "--select", "XYZ", folder=project).code


def test_two_fixes_that_go_together_badly_are_not_both_made(project: Path) -> None:
    # Two misspellings of one field: to mend both would set it twice.
    twice = SOURCES.replace("  note ", "  urldat    = {2021-01-02},\n  note ")
    (project / "references.bib").write_text(twice)
    answer = call("fix", "--unsafe", "--select", "SYN003", folder=project)
    assert 0 == answer.code
    assert 1 == answer.out.count("call the field 'urldate'")
    text = (project / "references.bib").read_text()
    assert 1 == text.count("  urldate ")
    assert 1 == text.count("  urldat ")


def test_a_file_that_is_not_utf_8_is_left(project: Path) -> None:
    (project / "references.bib").write_bytes(SOURCES.replace("Anna", "Année").encode("cp1252"))
    answer = call("fix", folder=project)
    assert 1 == answer.code
    assert "IDS010 was left as it is: references.bib is not UTF-8" in answer.err
    assert b"https://doi.org/10" in (project / "references.bib").read_bytes()


def test_the_text_is_mended_too(project: Path) -> None:
    text = ARTICLE.replace("boils", "bo\u200bils").replace("@rao2019", "@rao2109")
    (project / "article.md").write_text(text)
    answer = call("fix", "--unsafe", "--select", "TXT,KEY", folder=project)
    assert 0 == answer.code
    assert ARTICLE == (project / "article.md").read_text()


def test_what_an_editor_lets_pass_is_not_mended(project: Path) -> None:
    allowed = "  kzrucite  = {allow IDS010: as printed (until 2999-01-01)},\n  note "
    (project / "references.bib").write_text(SOURCES.replace("  note ", allowed))
    call("fix", folder=project)
    assert "https://doi.org/10" in (project / "references.bib").read_text()


@pytest.mark.parametrize("late", ["article.md", "references.bib"])
def test_where_one_file_was_changed_meanwhile_none_is_written(project: Path, late: str) -> None:
    (project / "article.md").write_text(ARTICLE.replace("boils", "bo\u200bils"))
    workspace = open_workspace(project)
    done = app.fix(workspace, app.Call(), bundled(), unsafe=True)
    assert 2 == len(done.changed)
    with (project / late).open("a") as file:
        file.write("% mine\n")
    before = {name: (project / name).read_bytes() for name in ("article.md", "references.bib")}
    with pytest.raises(LedgerError, match=f"{late} was changed .* nothing was written"):
        repairing.written(workspace, done)
    assert before == {name: (project / name).read_bytes() for name in before}


def test_what_was_written_before_a_file_that_finds_no_room_is_named(project: Path) -> None:
    (project / "article.md").write_text(ARTICLE.replace("boils", "bo\u200bils"))
    (project / "references.bib").write_text(SOURCES + "% more\n" * 2000)
    answer = called(project, "fix --unsafe", site=FULL, ROOM="9000")
    told(answer, 2, "references.bib cannot be written", "; written before it: article.md", "hint:")
    assert "" == answer.out
    assert ARTICLE == (project / "article.md").read_text()
    assert SOURCES in (project / "references.bib").read_text()
    told(called(project, "fix --unsafe"), 0)
    assert SOURCES not in (project / "references.bib").read_text()
