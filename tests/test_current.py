"""The manifest tells what was built from what, and whether that is still so."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from test_cli import ARTICLE, Answer, call
from test_cli import project as project  # noqa: PLC0414  a fixture is found by its name

DOT = Path(__file__).parent / "edition" / "sample" / "text" / "figures" / "dot.png"


def _check(folder: Path, *words: str) -> Answer:
    return call("build", "--check", *words, folder=folder)


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def built(project: Path) -> Path:
    """Build the page of a project with a figure."""
    text = ARTICLE + "\n![A dot](dot.png)\n"
    (project / "article" / "article.md").write_text(text, encoding="utf-8")
    (project / "article" / "dot.png").write_bytes(DOT.read_bytes())
    assert 0 == call("build", "html", "markdown", folder=project).code
    return project


def test_the_manifest_names_inputs_tools_settings_and_outputs(built: Path) -> None:
    told = json.loads((built / "output" / "manifest.json").read_text(encoding="utf-8"))
    paths = ("article/article.md", "article/dot.png", "references.bib")
    assert {path: _sum(built / path) for path in paths} == told["inputs"]
    assert {"kzru-cite", "pandoc", "typst"} == told["tools"].keys()
    assert ("chicago-author-date", "2026-11-23") == (told["settings"]["csl"], told["day"])
    assert "0.8" == told["settings"]["policy.coverage"]
    assert {name: (one["edition"], one["sha256"]) for name, one in told["outputs"].items()} == {
        "article.html": ("html", _sum(built / "output" / "article.html")),
        "article.md": ("markdown", _sum(built / "output" / "article.md")),
    }


def test_what_was_just_built_is_current(built: Path) -> None:
    answer = _check(built)
    assert (0, "") == (answer.code, answer.out)
    assert "all that was built is current" in answer.err


def test_each_change_is_named(built: Path) -> None:
    (built / "article" / "more.md").write_text("More.\n", encoding="utf-8")
    (built / "article" / "dot.png").write_bytes(b"x")
    (built / "output" / "article.md").unlink()
    settings = 'today = "2026-11-24"\ncsl = "apa"\n[gate]\ncoverage = 0.5\n'
    settings += '[rules]\nseverity = {NAM011 = "note"}\n'
    settings += '[pdf]\nlinks = "qr"\n'
    settings += '[[allow]]\ncode = "DAT008"\nhost = "a.org"\nreason = "r"\nuntil = 2027-01-31\n'
    (built / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    answer = _check(built)
    assert 1 == answer.code
    assert answer.out.splitlines() == [
        "input changed: article/dot.png",
        "input new: article/more.md",
        "setting new: allow.DAT008.a.org",
        "setting changed: csl (chicago-author-date, now apa)",
        "setting changed: pdf.links (names, now qr)",
        "setting changed: policy.coverage (0.8, now 0.5)",
        "setting changed: policy.severity (, now NAM011 = note)",
        "day changed: built for 2026-11-23, now 2026-11-24",
        "output missing: article.md",
    ]
    assert "input changed" not in _check(built, "--csl", "apa").out.partition("input new")[2]


def test_an_image_that_is_gone_and_a_text_that_is_left_out_are_named(built: Path) -> None:
    (built / "article" / "dot.png").unlink()
    (built / "article" / "article.md").rename(built / "text.md")
    (built / "kzru-cite.toml").write_text(
        'today = "2026-11-23"\narticle = ["text.md"]\n', encoding="utf-8"
    )
    assert _check(built).out.splitlines() == [
        "input gone: article/article.md",
        "input gone: article/dot.png",
        "input new: text.md",
    ]


def test_the_ledger_and_a_style_of_ones_own_count(built: Path) -> None:
    (built / "article" / "ledger.yaml").write_text("{}\n", encoding="utf-8")
    style = Path(__file__).parent.parent / "src" / "kzru_cite" / "edition" / "styles" / "ieee.csl"
    answer = _check(built, "--csl", str(style))
    assert answer.out.startswith("input new: article/ledger.yaml\nsetting changed: csl (chicago")
    assert f"now sha256:{sha256(style.read_text(encoding='utf-8').encode()).hexdigest()}" in (
        answer.out
    )


def test_a_build_of_one_edition_leaves_the_others_in_the_manifest(built: Path) -> None:
    (built / "references.bib").write_text(
        (built / "references.bib").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert 0 == call("build", "html", folder=built).code
    assert ["output older than the last build: article.md"] == _check(built).out.splitlines()
    assert 0 == call("build", "html", "markdown", folder=built).code
    assert 0 == _check(built).code


def test_without_a_manifest_nothing_is_current(project: Path) -> None:
    answer = _check(project)
    assert (1, "there is no manifest.json: nothing was built\n") == (answer.code, answer.out)
    (project / "output").mkdir()
    (project / "output" / "manifest.json").write_text("[]", encoding="utf-8")
    answer = _check(project)
    assert (1, "manifest.json cannot be read\n") == (answer.code, answer.out)
    assert 0 == call("build", "html", folder=project).code
    assert 0 == _check(project).code


def test_when_the_clock_decides_the_day_does_not_count(built: Path) -> None:
    (built / "kzru-cite.toml").write_text("", encoding="utf-8")
    assert 0 == _check(built).code
    assert 1 == _check(built, "--today", "2027-01-01").code


def test_checking_names_no_editions(built: Path) -> None:
    assert 2 == _check(built, "html").code
