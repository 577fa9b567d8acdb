"""Links lead to the words of a quotation, in the form that browsers read."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.quotation import Quotation, Spot
from kzru_cite.model.text_fragment import to_words, whole_words

PAGE = "https://a.org/x"


def _fragment(quotation: Quotation, spot: Spot | None = None) -> str:
    return to_words(PAGE, quotation, spot).removeprefix(f"{PAGE}#:~:text=")


@pytest.mark.parametrize(
    ("quotation", "fragment"),
    [
        (Quotation(exact="two words"), "two%20words"),
        (Quotation(exact="a, b-c & d"), "a%2C%20b%2Dc%20%26%20d"),
        (Quotation(exact="Соль"), "%D0%A1%D0%BE%D0%BB%D1%8C"),
        (
            Quotation(exact="w", prefix="one two three four ", suffix=" five"),
            "two%20three%20four-,w,-five",
        ),
        (
            Quotation(exact=" ".join("abcdefghijklmnopq")),
            "a%20b%20c%20d%20e%20f,l%20m%20n%20o%20p%20q",
        ),
        (Quotation(exact="it rose … by half"), "it%20rose,by%20half"),
        (Quotation(exact="it [the sea] rose"), "it,rose"),
        (Quotation(exact="[only a note]"), PAGE),
    ],
)
def test_a_fragment_names_the_words(quotation: Quotation, fragment: str) -> None:
    assert fragment == _fragment(quotation)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://a.org/#top", "https://a.org/#top:~:text=w"),
        ("https://a.org/#:~:text=old", "https://a.org/#:~:text=w"),
        ("https://a.org/?q=1", "https://a.org/?q=1#:~:text=w"),
    ],
)
def test_a_fragment_of_the_page_stays(address: str, link: str) -> None:
    assert link == to_words(address, Quotation(exact="w"))


def test_the_words_of_the_source_win_over_those_of_the_ledger() -> None:
    spot = Spot(start=90, end=95, words="The Sea", before="n the first line ", after=" rose")
    assert "the%20first%20line-,The%20Sea,-rose" == _fragment(Quotation(exact="the sea"), spot)


def test_a_page_of_a_pdf_is_named_by_its_number() -> None:
    spot = Spot(start=0, end=1, words="w", page=7)
    assert f"{PAGE}#page=7" == to_words(f"{PAGE}#x", Quotation(exact="w"), spot)


def test_torn_words_are_left_out() -> None:
    torn = Spot(
        start=99, end=100, words="w", before="orn whole ", after=" " + "longer " * 11 + "tor"
    )
    assert ("whole ", " " + "longer " * 10 + "longer") == whole_words(torn)
    assert ("", "") == whole_words(
        Spot(start=99, end=100, words="w", before="torn", after="x" * 80)
    )
    sound = Spot(start=6, end=7, words="w", before="First ", after=" end.")
    assert ("First ", " end.") == whole_words(sound)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="…[]."), min_size=1))
def test_what_is_encoded_comes_back(text: str) -> None:
    words = text.split()
    link = to_words(PAGE, Quotation(exact=text))
    if not words:
        assert PAGE == link
        return
    coded = link.removeprefix(f"{PAGE}#:~:text=")
    assert not set(coded) & set(" &#")
    pieces = [unquote(piece).split() for piece in coded.split(",")]
    assert [words] == pieces or [words[:6], words[-6:]] == pieces
