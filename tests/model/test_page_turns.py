"""Between two printed pages only running titles, numbers and footnotes are passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.page_turns import turns
from kzru_cite.model.quotation import Extract, Part, Quotation
from kzru_cite.model.searching import search

HEAD = "A. Rao The Wells of the Steppe"
QUOTED = "the border between both states should be marked anew"


def passed(*pages: str) -> list[tuple[set[str], set[str]]]:
    """Return what may be passed over at the end of each page and at the beginning of the next."""
    text, begins = "".join(pages), [len("".join(pages[:count])) for count in range(len(pages))]
    return [
        ({text[end : turn.page] for end in turn.ends}, {text[turn.page : at] for at in turn.starts})
        for turn in turns(text, begins)
    ]


def found(*pages: str, exact: str = QUOTED) -> bool:
    text = "".join(pages)
    begins = tuple(len("".join(pages[:count])) for count in range(len(pages)))
    sought = Extract(text=text, text_hash="x", extractor="2", pages=begins)
    return search(Quotation(exact=exact), sought, "c").part is Part.TEXT


FIRST, SECOND = "They said that the border between both ", "states should be marked anew. "


@pytest.mark.parametrize(
    "pages",
    [
        (FIRST, SECOND),
        (FIRST, f"17 {SECOND}"),
        (f"{FIRST}17 ", SECOND),
        (f"{FIRST}Page 3 of 10 ", SECOND),
        (f"{FIRST}– xvi – ", SECOND),
        (FIRST, f"17 HISTORY OF THE STEPPE {SECOND}"),
        (FIRST, f"HISTORY OF THE STEPPE | 17 {SECOND}"),
        (f"{HEAD} 1 {FIRST}", f"{HEAD} 2 {SECOND}"),
        (f"{HEAD} 1 Left {FIRST}", f"12 Rao {SECOND}", f"{HEAD} 3 And", "14 Rao So on."),
        (f"The Wells of the Steppe By A. Rao {FIRST}", f"2 The Wells of the Steppe {SECOND}"),
        (f"{FIRST}A. Rao, Wells (2019) ", f"{SECOND}A. Rao, Wells (2019) "),
        (f"It was agreed.4 {FIRST}4 Rao, Wells, p. 12. ", SECOND),
        (f"It was agreed.4 {FIRST}4 Rao, Wells, p. 12. 17 ", f"{HEAD} {SECOND}", f"{HEAD} End."),
        ("They said that the border between both sta- ", "tes should be marked anew."),
    ],
)
def test_words_go_on_over_the_turn_of_a_page(pages: tuple[str, ...]) -> None:
    assert found(*pages)


@pytest.mark.parametrize(
    "pages",
    [
        (f"{FIRST}unfriendly ", SECOND),
        (FIRST, f"unfriendly {SECOND}"),
        (f"{FIRST}civil ", SECOND),
        (FIRST, f"I say {SECOND}"),
        (FIRST, f"states should not be marked anew. {SECOND}"),
        (f"{FIRST}4 Rao, Wells, p. 12. ", SECOND),
        (FIRST, f"17 NOT {SECOND.replace('states', 'nations')}"),
        (FIRST, f"{SECOND.replace('anew', 'anewer')}"),
        ("They said that the trans-border between both ", SECOND),
    ],
)
def test_a_word_at_the_end_of_a_page_is_a_word_of_the_text(pages: tuple[str, ...]) -> None:
    exact = QUOTED if "trans" not in pages[0] else QUOTED.removeprefix("the ")
    assert not found(*pages, exact=exact)


def test_what_is_passed_over_is_a_title_a_number_or_both() -> None:
    [turn] = passed("A Title 1 one two ", "A Title 2 three ")
    assert {""} == turn[0]
    assert turn[1] == {"", "A", "A Title", "A Title 2", "A Title 2 "}


def test_words_shared_by_chance_do_not_hide_the_text() -> None:
    pages = (f"{HEAD} the {FIRST}", f"{HEAD} the states ", f"{HEAD} the end ")
    assert found(*pages, exact="the border between both the states")


@given(st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_turns_lie_between_the_pages_around_them(pages: list[str]) -> None:
    text = "".join(pages)
    begins = [len("".join(pages[:count])) for count in range(len(pages))]
    found = turns(text, begins)
    assert begins[1:] == [turn.page for turn in found]
    for before, turn, after in zip(begins, found, [*begins[2:], len(text)], strict=False):
        assert all(before <= end <= turn.page for end in turn.ends)
        assert all(turn.page <= start <= after for start in turn.starts)
        assert (turn.page, turn.page) == (turn.ends[0], turn.starts[0])
