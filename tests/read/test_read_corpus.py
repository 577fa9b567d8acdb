"""Bibliographies from the wild are read with exact places, and as pandoc reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import dossier_of

from kzru_cite.files import read_text
from kzru_cite.model.bibliography import Field, NotReadTwice, SecondReading, UnreadableToPandoc
from kzru_cite.model.place import Location, SourceText
from kzru_cite.pandoc import Pandoc
from kzru_cite.read.bibliography import read_bibliography

# The collection lies beside the project, and is no part of it.
FOLDER = Path(__file__).parents[3] / "shared" / "corpus" / "bib-quirks"
FILES = sorted(FOLDER.glob("*.bib"))
# Files that pandoc refuses, and the keys that we read all the same.
REFUSED = {
    "comments": [
        "mcelreath2007mathematical",
        "fischer2022equivalence",
        "roes2003belief",
        "wong2016null",
    ],
    "errors": ["key", "key"],
    "non-utf8": ["Babak-FOSE"],
}

needs_corpus = pytest.mark.skipif(not FILES, reason="the collection of odd files is not here")


def _spelled(source: SourceText, place: Location) -> str:
    start = source.offset(place.line, place.column)
    return source.text[start : source.offset(place.end_line, place.end_column)]


@needs_corpus
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_part_stands_where_it_is_said_to(file: Path) -> None:
    source = read_text(file, FOLDER)
    found = read_bibliography([source])
    assert found.references or found.broken
    for entry in found.references:
        assert entry.key == _spelled(source, entry.key_place)
        assert entry.kind == _spelled(source, entry.kind_place).lower()
        assert _spelled(source, entry.place)[0] == "@"
        fields: list[Field] = [*entry.fields.values(), *entry.repeats]
        for field in fields:
            if not field.joined:
                assert field.raw == _spelled(source, field.place)
            if not field.inherited_from:
                assert field.name == _spelled(source, field.name_place).lower()


@needs_corpus
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pandoc_reads_the_same_entries(file: Path, tmp_path: Path, pandoc: Pandoc) -> None:
    source = read_text(file, FOLDER)
    bibliography = dossier_of(tmp_path, pandoc, "Text.\n", bib=source.text).bibliography
    (reread,) = bibliography.rereads
    match reread:
        case SecondReading(entries=entries):
            assert set(entries) == {entry.key for entry in bibliography.references}
            assert bibliography.broken == ()
        case UnreadableToPandoc(message=message):
            assert message
            assert REFUSED[file.stem] == [entry.key for entry in bibliography.references]
        case NotReadTwice(why=why):
            pytest.fail(why)


@needs_corpus
def test_faults_of_a_faulty_file_are_named_one_by_one() -> None:
    source = read_text(FOLDER / "errors.bib", FOLDER)
    assert [
        (one.key, one.place.line, one.place.column, one.message)
        for one in read_bibliography([source]).broken
    ] == [
        ("", 15, 8, "the brace that opens the entry is never closed"),
        ("", 21, 14, "the brace that opens the entry is never closed"),
        ("", 31, 2, "no comma after the key of the entry"),
        ("key", 34, 7, "no comma after the key of the entry"),
        ("key", 40, 2, "a comma is missing between the fields 'author' and 'title'"),
        (
            "key",
            45,
            11,
            "the quotation mark that opens the value of the field 'author' is never closed",
        ),
        ("", 56, 1, "the brace that opens the entry is never closed"),
    ]
