"""A text is cut between words and between numbers, never through them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.seams import may_begin, may_end

# The bar is where the text is cut.
WHOLE = [
    "the |union",
    "said: “|we agree",
    "In 2014 |500 people were killed",
    "l’|union économique",
    "the side – |5 percent of it",
    "the largest country- |the steppe",
    "grew (|5 percent)",
    "王子在|城里住了三年",
    "up to 12 |May",
    "a price of $|5 billion",
    "|all of it",
    "Kazakhstan–|Russia relations",
    "in 2014|. It rose",
    "in 12| 2014",
    "in 5| 12345",
    "the union|, which",
    "the union| – which",
    "12 %| of all",
    "城里|住了三年",
    "at the end|",
    "the war|”, he said",
]
CUT = [
    "the un|ion",
    "1 |500 people",
    "1\u202f|500 people",
    "12 345 |678 people",
    "1’|500 people",
    "1,|500 people",
    "3.|5 points",
    "12:|30",
    "−|5 percent",
    "by (-|5 percent",
    "20–|30 people",
    "$5–$|10 billion",
    "non-|proliferation",
    "COVID-|19",
    "mid-|2014",
    "cafe|\u0331 there",
    "ре\u00ad|спублика",
    "it was 12| 500 in all",
    "it was 12| 500 600 in all",
    "it was 12|,500 in all",
    "the years 1990|–2000",
    "$5|–$10 billion",
    "by 12| %",
    "by 12|%",
    "rights|-based",
    "the ministers can|’t",
    "ภาษาไท|\u0e34ย",
]
PRINTED = ["the non- |proliferation treaty", "a rights|- based approach"]
NOT_BROKEN = ["pre- |and post-war", "pre|- and post-war", "the North- |Caucasus", "sea|- 5 miles"]


def cut(marked: str, *, printed: bool = False) -> bool:
    """Tell whether words may begin and end at the bar."""
    place = marked.index("|")
    text = marked.replace("|", "")
    begins, ends = (one(text, place, printed=printed) for one in (may_begin, may_end))
    return begins and ends


@pytest.mark.parametrize("marked", WHOLE)
def test_between_words_a_text_may_be_cut(marked: str) -> None:
    assert cut(marked)


@pytest.mark.parametrize("marked", CUT)
def test_words_and_numbers_are_not_cut(marked: str) -> None:
    assert not cut(marked)


@pytest.mark.parametrize("marked", PRINTED)
def test_a_hyphen_at_the_end_of_a_printed_line_joins(marked: str) -> None:
    assert cut(marked)
    assert not cut(marked, printed=True)


@pytest.mark.parametrize("marked", NOT_BROKEN)
def test_a_hyphen_may_stand_for_a_half_that_is_left_out(marked: str) -> None:
    assert cut(marked, printed=True)


@given(text=st.text(), place=st.integers(0, 50), printed=st.booleans())
def test_any_place_of_any_text_can_be_asked_for(text: str, place: int, *, printed: bool) -> None:
    for ask in (may_begin, may_end):
        assert ask(text, place, printed=printed) or 0 < place < len(text)


@given(st.text("abcdef0123456789", min_size=1), st.text("abcdef0123456789", min_size=1))
def test_letters_and_digits_that_touch_are_never_parted(one: str, other: str) -> None:
    assert not may_begin(one + other, len(one))
    assert not may_end(one + other, len(one))
    assert may_begin(f"{one}. {other}", len(one) + 2) or not other[0].isdigit()
