"""What is written as BibLaTeX is read back as the same words."""

from __future__ import annotations

import re

import pytest
from bibs import read
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kzru_cite.convert.tex import body, clean, is_whole, names, person, value
from kzru_cite.pandoc import Pandoc

# Letters of several scripts, and every sign that TeX or a reader of it could stumble over.
WORDS = st.text(
    alphabet="abzÉé ЖшқңŞ中 0159.,;:!?'\"`-–—/()[]{}<>@#$%&*_^~\\|=+“”‘’«»\t\n", max_size=40
)


@settings(deadline=None)
@given(WORDS)
def test_words_come_back(words: str) -> None:
    written = value("title", words)
    (reference,) = read(f"@misc{{k,\n  title = {{{written}}},\n  note = {{n}},\n}}\n").references
    assert clean(words) == reference.fields["title"].value
    assert "n" == reference.text("note")


@settings(deadline=None)
@given(WORDS)
def test_an_address_holds_nothing_that_a_reader_takes_for_tex(words: str) -> None:
    written = value("url", words)
    assert not set(written) & set("{}\\")
    text = f"@online{{k,\n  url = {{{written}}},\n  note = {{n}},\n}}\n"
    (reference,) = read(text).references
    assert "n" == reference.text("note")


NAME = st.text(alphabet="abzÉ Жқ中 0.,;'&#%{}\\-=and", min_size=1, max_size=16)


@settings(deadline=None)
@example([("中{É", "0")])
@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=4))
def test_names_come_back_one_by_one(pairs: list[tuple[str, str]]) -> None:
    written = [person(family, given) for family, given in pairs]
    listed = names(written, others=True)
    kept = [pair for pair, one in zip(pairs, written, strict=True) if one]
    if not kept:
        assert "" == listed
        return
    (reference,) = read(f"@misc{{k,\n  author = {{{listed}}},\n}}\n").references
    read_back = reference.names["author"]
    assert len(kept) == len(read_back)
    for (family, given_name), name in zip(kept, read_back, strict=True):
        parts = tuple(clean(re.sub("[{}]", " ", part)) for part in (family, given_name))
        if all(parts):
            assert parts == (name.family, name.given)
        else:
            assert "".join(parts) == name.literal


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (person("Rao", "Anna"), "Rao, Anna"),
        (person("Rao", "Anna", suffix="Jr."), "Rao, Jr., Anna"),
        (person("Gogh", "Vincent", prefix="van"), "van Gogh, Vincent"),
        (person("Witt", "Jan", prefix="De"), "De Witt, Jan"),
        (person("el-Bizri", "Nader"), "{el-Bizri}, Nader"),
        (person("Strunk and White", "W."), "{Strunk and White}, W."),
        (person("Gogh", prefix="van"), "{van Gogh}"),
        (person("", "Plato"), "{Plato}"),
        (person("", ""), ""),
        (body("Barnes & Noble"), r"{Barnes \& Noble}"),
        (body(" "), ""),
    ],
)
def test_names_are_written(written: str, expected: str) -> None:
    assert expected == written


def test_pandoc_reads_the_same_words(pandoc: Pandoc) -> None:
    words = "A & B_c 5 % #1 $x$ {y} a~b a^b C:\\d -- e --- f <i>g</i> ``h''"
    text = f"@misc{{k,\n  title = {{{value('title', words)}}},\n}}\n"
    made = pandoc.need(["-f", "biblatex", "-t", "csljson", "--sandbox"], text.encode()).decode()
    (reference,) = read(text).references
    assert words == reference.text("title")
    # It makes small letters of those in capitals, and quotation marks of pairs.
    assert "A & b_c 5 % #1 $x$ {y} a~b a^b c:\\\\d -- e --- f <i>g</i>" in made


@pytest.mark.parametrize(
    ("raw", "whole"),
    [("a", True), ("{a}", True), ("a{", False), ("}{", False), ("a\\", False), ("a\\\\", False),
     ("\\{", True), ("a\\\\{}", False), ("a\n@misc{x}", False), ("a @misc{x}", True)],
)  # fmt: skip
def test_values_that_can_stand_between_braces(raw: str, *, whole: bool) -> None:
    assert whole is is_whole(raw)
