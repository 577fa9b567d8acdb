"""A long file is read stretch by stretch, and comes out as if it were read in one piece."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kzru_cite.read.bibtex_blocks import split, stretches

SIGNS = (
    *("@book{a,", "@book{b,\n", "@article(c,", "@string{s = {S}}\n", "@comment{", "@preamble{"),
    *("title = {T},\n", 'note = "N",\n', "url = {u} date = {2020}", "x = y", "pages", "=", ","),
    *("}\n", "}\n", "}\n\n", "} \n", ")\n", "{", "}", '"', "\\", "%", "@", "\n", " ", "word"),
    *("@book{d}\n", "@{", "@book {e,", "@string(", "@comment(", "\\}\n", "(", ")"),
)
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.integers(0, 40))
@example("@book{a, title = {T\n}\n@book{b,}\n", 0)
@example("@comment(\n}\n@book{b, x = {1}}\n", 0)
def test_a_file_read_in_stretches_reads_as_in_one(text: str, length: int) -> None:
    assert list(split(text, stretch=length)) == list(split(text, stretch=len(text) + 1))


@given(TEXTS, st.integers(0, 40))
def test_stretches_make_up_the_file(text: str, length: int) -> None:
    cuts = list(stretches(text, length))
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(end - start >= length for start, end in cuts[:-1])


def test_a_stretch_ends_where_an_entry_begins() -> None:
    text = "@book{a, note = {\n}}\n\n@book{b,}\n  @book{c,}\n"
    assert [text[start:end][:7] for start, end in stretches(text, 0)] == ["@book{a", "@book{b"]
