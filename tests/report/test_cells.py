"""Text is fitted into columns, and nothing that a terminal would obey gets there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.visible import visible
from kzru_cite.report.cells import columns, cut, wrap


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain — «слово»", "plain — «слово»"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jaway", "away"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://a\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdcs\x9cafter", "after"),
        ("\x1b(Bx\x1bcy", "xy"),
        ("a\x00\x07\x08b", "ab"),
        ("left\u202eright\u2066\u200e", "leftright"),
        ("tab\tand\nline\u2028end", "tab and line end"),
        ("12\xa0% of\u202f5", "12\xa0% of\u202f5"),
        ("soft\u00adhyphen \ufeff", "softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(text: str, seen: str) -> None:
    assert seen == visible(text)


@given(st.text())
def test_no_control_is_left_of_any_text(text: str) -> None:
    left = {
        unicodedata.category(letter) for letter in visible(text) if letter not in "\u200c\u200d"
    }
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "room", "seen"),
    [
        ("water", 5, "water"),
        ("water", 4, "wat…"),
        ("水水水", 5, "水水…"),
        ("水水", 3, "水…"),
        ("ab", 0, ""),
    ],
)
def test_a_text_is_cut_to_its_room(text: str, room: int, seen: str) -> None:
    assert seen == cut(text, room)


def test_marks_above_letters_take_no_column() -> None:
    assert (1, 2, 0) == (columns("e\u0301"), columns("水"), columns(""))


def test_lines_break_between_words_and_long_words_apart() -> None:
    runs = [("a bold", "bold"), ("er word, ", ""), ("abcdefghij", "")]
    assert [
        (("a", "bold"),),
        (("bold", "bold"), ("er", "")),
        (("word,", ""),),
        (("abcdefg", ""),),
        (("hij", ""),),
    ] == wrap(runs, 7)
    assert [] == wrap([], 5)
    assert [(("x", ""),), (("yz", ""),)] == wrap([("x ", ""), ("yz", "")], 2)


@given(st.text(), st.integers(min_value=-3, max_value=30))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, room: int) -> None:
    plain = visible(text)
    lines = ["".join(part for part, _ in line) for line in wrap([(plain, "")], room)]
    assert all(columns(line) <= max(room, 2) for line in lines)
    assert plain.replace(" ", "") == "".join(lines).replace(" ", "")
