"""The cover shows the title, whatever it is, inside its margins and the same each time."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.edition.cover import Cover, draw_cover
from kzru_cite.edition.front import Front, read_front
from kzru_cite.edition.lettering import from_right, is_unbroken, set_lines
from kzru_cite.model.theme import LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def _front(title: str, under: str = "", authors: str = "") -> Front:
    fields = {"title": title, "subtitle": under}
    meta = {name: {"t": "MetaString", "c": text} for name, text in fields.items() if text}
    names = [{"t": "MetaString", "c": name} for name in authors.split(";") if name]
    return read_front({**meta, "author": {"t": "MetaList", "c": names}})


def _drawn(title: str, under: str = "", authors: str = "") -> tuple[Cover, list[ET.Element]]:
    cover = draw_cover(_front(title, under, authors), LIGHT)
    return cover, list(ET.fromstring(cover.svg).iter(f"{SVG}text"))  # noqa: S314  our own


def _lines(texts: list[ET.Element], weight: str) -> list[str]:
    return [str(text.text) for text in texts if text.get("font-weight") == weight]


def test_the_cover_shows_title_subtitle_and_authors() -> None:
    cover, texts = _drawn("The <lake> & more", "A report", "Ann Author;Bob Writer")
    assert ["The <lake>", "& more"] == _lines(texts, "bold")
    assert ["A report", "Ann Author, Bob Writer"] == _lines(texts, "normal")
    assert "Cover: The <lake> & more – A report – Ann Author, Bob Writer" == cover.words
    assert cover == draw_cover(
        _front("The <lake> & more", "A report", "Ann Author;Bob Writer"), LIGHT
    )
    assert "<image" not in cover.svg


def test_colours_and_fonts_are_those_of_the_house() -> None:
    svg = draw_cover(_front("T"), {**LIGHT, "paper": "#123456"}, ["House & Sons"]).svg
    assert 'fill="#123456"' in svg
    family = ET.fromstring(svg).findall(f"{SVG}g")[0].get("font-family")  # noqa: S314  our own
    assert str(family).startswith("'House & Sons', Georgia")
    assert svg != draw_cover(_front("T"), LIGHT).svg


def test_a_long_title_is_set_smaller_and_a_longer_one_is_cut() -> None:
    title = "Causes and consequences of the shrinking of inland seas"
    short = _lines(_drawn("The lake")[1], "bold")
    _, texts = _drawn(title)
    assert (["The lake"], title) == (short, " ".join(_lines(texts, "bold")))
    _, texts = _drawn("word " * 400, "under " * 300)
    lines = _lines(texts, "bold")
    assert lines[-1].endswith("word…")
    assert max(float(str(text.get("y"))) for text in texts) < 1560
    assert "…" in _lines(texts, "normal")[-1]


def test_a_word_longer_than_a_line_is_broken_when_nothing_else_helps() -> None:
    word = "Donau" * 16
    _, texts = _drawn(word)
    lines = _lines(texts, "bold")
    assert (word, True) == ("".join(lines), len(lines) > 1)
    _, texts = _drawn("x" * 5000)
    assert _lines(texts, "bold")[-1].endswith("x…")


def test_as_many_authors_are_named_as_there_is_room_for() -> None:
    _, texts = _drawn("T", "", ";".join(f"Author Number {number}" for number in range(20)))
    named = _lines(texts, "normal")
    assert 2 == len(named)
    assert named[-1].endswith(", …")
    _, texts = _drawn("T", "", "x" * 900)
    assert 2 == len(_lines(texts, "normal"))


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    cover, texts = _drawn("The\x02 lake\uffff")
    assert (["The lake"], "Cover: The lake") == (_lines(texts, "bold"), cover.words)


def test_arabic_letters_begin_at_the_right() -> None:
    _, texts = _drawn("قازاق تاريحى", "", "Ann")
    first, last = texts[0], texts[-1]
    assert ("1450", "rtl") == (first.get("x"), first.get("direction"))
    assert ("150", None) == (last.get("x"), last.get("direction"))


@pytest.mark.parametrize(
    ("text", "measure", "lines"),
    [
        ("", 5, []),
        ("one", 5, ["one"]),
        ("one two", 3, ["one", "two"]),
        ("Kazakhstan–Russia", 8, ["Kazakhstan–", "Russia"]),
        ("by-law", 2.5, ["by-", "law"]),
        ("– dash", 9, ["– dash"]),
        ("哈萨克斯坦（上）", 4, ["哈萨克斯", "坦（上）"]),
        ("тест 哈萨", 4.2, ["тест", "哈萨"]),
        ("aaaaaa", 2, ["aaa", "aaa"]),
        ("e\u0301e\u0301e\u0301e\u0301", 1.3, ["e\u0301e\u0301"] * 2),
        ("aa bb cc dd", 5, ["aa bb", "cc dd"]),
    ],
)
def test_lines_end_where_they_may(text: str, measure: float, lines: list[str]) -> None:
    assert lines == set_lines(text, measure)


def test_whether_a_word_must_be_broken_is_known() -> None:
    assert is_unbroken("short words", 4)
    assert not is_unbroken("short Donaudampfschifffahrt", 4)


@pytest.mark.parametrize(
    ("text", "right"),
    [("", False), ("12 – ", False), ("Lake", False), ("12 اب", True), ("אב Lake", True)],
)
def test_the_first_letter_tells_the_direction(text: str, *, right: bool) -> None:
    assert right == from_right(text)


@given(st.text(max_size=60), st.floats(min_value=1.5, max_value=30))
def test_no_letter_is_lost(text: str, measure: float) -> None:
    lines = set_lines(text, measure)
    assert "".join(text.split()) == re.sub(r"\s", "", "".join(lines))
    assert all(line == line.strip() and line for line in lines)
