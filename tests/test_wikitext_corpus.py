"""Articles of Wikipedia as they stand are imported, verified and built; where they lie at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kzru_cite import app
from kzru_cite.convert.wiki_page import read_page
from kzru_cite.importing import take
from kzru_cite.loading import start
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import Pandoc
from kzru_cite.read.bibliography import read_bibliography

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "wikitext"
FILES = sorted(CORPUS.glob("*.wikitext"))
pytestmark = pytest.mark.skipif(not FILES, reason="the corpus is not at hand")

_NOTE = re.compile(r"<ref\b[^<>]*?(?:/>|>)", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{\s*(?:cite [a-z]|citation\s*[|<])", re.IGNORECASE)


def outside_of_remarks(text: str) -> str:
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_goes_in_comes_out(file: Path, pandoc: Pandoc, tmp_path: Path) -> None:
    text = outside_of_remarks(file.read_text(encoding="utf-8"))
    done = take(pandoc, "wikitext", file, tmp_path / "out")
    given = re.match(r"references in the text: (\d+) in, (\d+) out", done.account[0])
    assert given is not None
    assert given[1] == given[2]
    # Each note in tags is a reference; the rest are templates in the text and within footnotes.
    assert len(_NOTE.findall(text)) <= int(given[1])
    sources = re.match(
        r"sources: (\d+) citation templates and (\d+) notes .* (\d+) entries out, (\d+) said again",
        done.account[1],
    )
    assert sources is not None
    templates, free, entries, again = map(int, sources.groups())
    assert len(_TEMPLATE.findall(text)) == templates
    assert templates + free == entries + again
    bibliography = read_bibliography(
        [SourceText(path="x", text=(tmp_path / "out" / "references.bib").read_text("utf-8"))]
    )
    assert () == bibliography.broken
    assert entries == len(bibliography.references) == len(bibliography.keys())
    # Those that say again what others say are named, line by line.
    assert again == sum("the same source" in line or "was taken for" in line
                        for line in done.losses)  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_result_verifies_and_builds(file: Path, pandoc: Pandoc, tmp_path: Path) -> None:
    take(pandoc, "wikitext", file, tmp_path / "out")
    done = app.verify(start(tmp_path / "out", pandoc), app.Call())
    codes = {finding.code for finding in done.report.findings}
    # Undefined and unused keys, broken claims and entries, unproven places: none.
    assert not codes & {"KEY001", "KEY002", "KEY003", "SYN001", "SYN011", "SYN012", "SYN015",
                        "SYN019", "COV001", "COV008", "RUN004", "QUO107"}  # fmt: skip
    built = app.build(start(tmp_path / "out", pandoc), app.Call(), ("html",), None)
    assert ["article.html"] == [path.name for path in built.files]


def test_templates_of_a_robots_tests_are_read() -> None:
    lines = (CORPUS / "citation-bot-templates.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        template = json.loads(line)["template"]
        page = read_page(SourceText(path="x", text=f"Words.<ref>{template}</ref>"))
        assert len(_TEMPLATE.findall(template)) <= page.counts.templates + 1
        assert len(page.entries) >= 1
