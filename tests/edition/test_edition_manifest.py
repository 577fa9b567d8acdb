"""The manifest is read as it was written, and each difference has a line of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.edition.manifest import (
    Basis,
    Manifest,
    Output,
    differences,
    joined,
    read_manifest,
    write_manifest,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TEXTS = st.dictionaries(WORDS, WORDS, max_size=3)
BASES = st.builds(Basis, inputs=TEXTS, tools=TEXTS, settings=TEXTS, day=WORDS)
OUTPUTS = st.dictionaries(WORDS, st.builds(Output, edition=WORDS, sha256=WORDS, basis=WORDS))
MANIFESTS = st.builds(Manifest, basis=BASES, commit=WORDS, dirty=st.booleans(), outputs=OUTPUTS)

BASIS = Basis(
    inputs={"a.md": "1", "b.bib": "2"},
    tools={"pandoc": "3.9"},
    settings={"csl": "apa"},
    day="2026-11-23",
)
PAGE = Output(edition="html", sha256="f", basis=BASIS.sum)
BUILT = Manifest(basis=BASIS, outputs={"article.html": PAGE})
FOUND = {"article.html": "f"}


@given(MANIFESTS)
def test_reading_undoes_writing(manifest: Manifest) -> None:
    assert manifest == read_manifest(write_manifest(manifest))


@pytest.mark.parametrize(
    "text", [b"", b"\xff", b"[]", b"{}", b'{"version": 2}', b'{"version": 1}', b"null", b'"a"']
)
def test_what_is_no_manifest_is_not_read(text: bytes) -> None:
    assert read_manifest(text) is None


@given(BASES, BASES)
def test_the_sum_tells_bases_apart(one: Basis, other: Basis) -> None:
    assert (one == other) == (one.sum == other.sum)


def test_what_is_current_has_no_difference() -> None:
    assert () == differences(BUILT, BASIS, FOUND)
    assert () == differences(BUILT, replace(BASIS, day=""), FOUND)


@pytest.mark.parametrize(
    ("now", "line"),
    [
        (replace(BASIS, inputs={"a.md": "9", "b.bib": "2"}), "input changed: a.md"),
        (replace(BASIS, inputs={"a.md": "1"}), "input gone: b.bib"),
        (replace(BASIS, inputs={**BASIS.inputs, "c.md": "3"}), "input new: c.md"),
        (replace(BASIS, tools={"pandoc": "4"}), "tool changed: pandoc (3.9, now 4)"),
        (replace(BASIS, settings={"csl": "ieee"}), "setting changed: csl (apa, now ieee)"),
        (replace(BASIS, day="2026-11-24"), "day changed: built for 2026-11-23, now 2026-11-24"),
    ],
)
def test_a_change_is_named(now: Basis, line: str) -> None:
    assert (line,) == differences(BUILT, now, FOUND)


def test_files_that_are_not_as_built_are_named() -> None:
    assert ("output missing: article.html",) == differences(BUILT, BASIS, {})
    assert ("output altered: article.html",) == differences(BUILT, BASIS, {"article.html": "0"})
    assert ("nothing was built",) == differences(replace(BUILT, outputs={}), BASIS, {})


def test_a_file_of_an_earlier_build_is_named_as_such() -> None:
    later = replace(BASIS, day="2026-11-24")
    book = Output(edition="epub", sha256="e", basis=later.sum)
    both = joined(BUILT, Manifest(basis=later, outputs={"article.epub": book}))
    found = {**FOUND, "article.epub": "e"}
    line = "output older than the last build: article.html"
    assert (line,) == differences(both, later, found)
    assert BUILT == joined(None, BUILT)
