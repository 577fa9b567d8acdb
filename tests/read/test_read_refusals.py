"""What pandoc says about a file that it refuses, or reads, becomes values with places."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import dossier_of

from kzru_cite.model.bibliography import NotReadTwice, SecondReading, UnreadableToPandoc
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import Pandoc
from kzru_cite.read import refusal, reread

SOURCE = SourceText(path="a.md", text="one\ntwo\nthree\nfour\n")

# Messages as pandoc 3.9 writes them.
YAML = (
    "Error parsing YAML metadata at (line 2, column 1):\n"
    "YAML parse exception at line 1, column 2,\n"
    "while parsing a flow node:\ndid not find expected node content\n"
)
BLOCK = "Error at (line 2, column 3): \nunexpected end of input\n"


@pytest.mark.parametrize(
    ("messages", "line", "column", "message"),
    [
        (YAML, 3, 3, "while parsing a flow node, did not find expected node content"),
        (BLOCK, 2, 3, "unexpected end of input"),
        ("pandoc: out of memory\n", 1, 1, "pandoc: out of memory"),
        ("", 1, 1, ""),
    ],
)
def test_a_refused_article_names_its_place(
    messages: str, line: int, column: int, message: str
) -> None:
    found = refusal.read_refusal(SOURCE, messages)
    assert (line, column, message) == (found.place.line, found.place.column, found.message)


def test_a_refused_bibliography_names_its_place() -> None:
    messages = 'Error at (line 3, column 2):\nunexpected "="\nexpecting ","\nmore\n = x\n ^\n'
    found = reread.read_refusal(SOURCE, messages)
    assert isinstance(found, UnreadableToPandoc)
    assert (3, 2) == (found.place.line, found.place.column)
    assert found.message == 'unexpected "="; expecting ","'


def test_words_without_a_place_are_kept() -> None:
    found = reread.read_refusal(SOURCE, "out of memory\n")
    assert isinstance(found, UnreadableToPandoc)
    assert (1, 1, "out of memory") == (found.place.line, found.place.column, found.message)


def test_an_empty_answer_holds_no_entries() -> None:
    assert SecondReading(path="a.md", entries={}) == reread.read_answer(SOURCE, b"")


BIB = """@article{one, author = {A, B and C, D}, editor = {E, F}, title = {T}, journaltitle = {J},
  date = {2020-05}, volume = 3, pages = {1--2}, doi = {10.1/x}, url = {http://x.org}}
@book{two, title = {U}}
"""


def test_pandoc_reads_a_bibliography_once_more(tmp_path: Path, pandoc: Pandoc) -> None:
    (found,) = dossier_of(tmp_path, pandoc, "Text.\n", bib=BIB).bibliography.rereads
    assert isinstance(found, SecondReading)
    assert found.path == "references.bib"
    assert found.entries == {
        "one": {
            "title": "T",
            "DOI": "10.1/x",
            "URL": "http://x.org",
            "volume": "3",
            "page": "1-2",
            "container-title": "J",
            "authors": "2",
            "editors": "1",
            "year": "2020",
        },
        "two": {"title": "U"},
    }


def test_a_bibliography_that_pandoc_refuses_is_named(tmp_path: Path, pandoc: Pandoc) -> None:
    bib = "@book{one, title = {A}}\n@book{two title = {B}}\n"
    (found,) = dossier_of(tmp_path, pandoc, "Text.\n", bib=bib).bibliography.rereads
    assert isinstance(found, UnreadableToPandoc)
    assert (2, "references.bib") == (found.place.line, found.place.path)
    assert found.message.startswith("unexpected")


def test_a_loop_is_not_given_to_pandoc(tmp_path: Path, pandoc: Pandoc) -> None:
    bib = "@book{a, crossref = {b}}\n@book{b, crossref = {a}}\n"
    (found,) = dossier_of(tmp_path, pandoc, "Text.\n", bib=bib).bibliography.rereads
    assert isinstance(found, NotReadTwice)
    assert "inherit from themselves" in found.why
