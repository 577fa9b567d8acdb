"""Positions of editors and places of ours lead to one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.editor.positions import Point, Units, offset, points, written
from kzru_cite.model.place import SourceText

LETTERS = st.text(st.sampled_from("a\n\u2028é水𝒜🜂\x0b"), max_size=40)


@given(LETTERS, st.integers(0, 40), st.sampled_from(Units))
def test_there_and_back_again(text: str, at: int, units: Units) -> None:
    source = SourceText(path="a.md", text=text)
    at = min(at, len(text))
    start, end = points(source, source.locate(at, at), units)
    assert start == end
    assert at == offset(source, start, units)


@pytest.mark.parametrize(
    ("units", "character"), [(Units.UTF8, 8), (Units.UTF16, 4), (Units.UTF32, 2)]
)
def test_letters_beyond_the_first_plane_have_their_width(units: Units, character: int) -> None:
    source = SourceText(path="a.md", text="x\n𝒜🜂y")
    assert Point(line=1, character=character) == points(source, source.locate(4, 4), units)[0]


def test_what_lies_outside_is_brought_back() -> None:
    source = SourceText(path="a.md", text="𝒜b\nc")
    assert 0 == offset(source, Point(line=0, character=1), Units.UTF16)
    assert 2 == offset(source, Point(line=0, character=99), Units.UTF16)
    assert 4 == offset(source, Point(line=9, character=9), Units.UTF16)


def test_texts_of_editors_are_read_as_files_are() -> None:
    assert "a\nb\nc" == written("\ufeffa\r\nb\rc")
    assert "𝒜" == written("\ud835\udc9c")
    assert "x\ufffdy" == written("x\ud835y")
