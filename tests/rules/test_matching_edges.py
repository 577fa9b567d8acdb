"""Titles, names and years are compared as told up to the edge of each limit."""

from __future__ import annotations

import pytest

from kzru_cite.model.dates import Period, read_date
from kzru_cite.rules._likeness import held_in, likeness
from kzru_cite.rules._match import Match, days, families, holds, titles, years


@pytest.mark.parametrize(
    ("cited", "page", "expected"),
    [
        # Letter by letter, 85 of 100 are alike; then 60, and less.
        ("Weltwirtschaftslagen", "Weltwirtschaftslinie", Match.AGREE),
        ("Water", "Wheat", Match.UNCLEAR),
        ("Water", "Grain", Match.DIFFER),
        # As written they are more alike than as they sound.
        ("Schulz", "Schütz", Match.UNCLEAR),
        ("Kazakhstan and Russia: Trade", "Trade of Russia and Kazakhstan", Match.AGREE),
        ("Oil", "Oil | Economy of the Steppe", Match.AGREE),
        ("Oil", "Economy of the Steppe | Oil", Match.AGREE),
        ("Oil", "<b>Oil</b>", Match.AGREE),
        ("Oil", "Economy of the Steppe", Match.DIFFER),
    ],
)
def test_titles_that_are_nearly_alike(cited: str, page: str, expected: Match) -> None:
    assert titles([cited], [page]) is expected


def test_a_text_holds_a_title_of_which_85_of_100_letters_are_alike() -> None:
    assert held_in("weltwirtschaftszoelle", "weltwirtschaftshandel") == 85
    assert holds("Weltwirtschaftshandel", ["Weltwirtschaftszoelle"])


@pytest.mark.parametrize(
    ("cited", "page", "expected"),
    [
        ("Kim", "Joakim Berg", Match.DIFFER),
        ("Sadi", "Karim Abousadira", Match.AGREE),
        # Nine of ten letters are alike, and three of the four of the last word.
        ("de la Cruz", "Juan de la Crus Ortiz", Match.AGREE),
        ("Kim", "Admin", Match.UNCLEAR),
        ("Kim", "—", Match.UNCLEAR),
    ],
)
def test_names_that_are_nearly_alike(cited: str, page: str, expected: Match) -> None:
    assert families([cited], [page]) is expected


def test_the_last_word_of_a_name_of_three_is_compared_alone() -> None:
    assert families(["Abd al Nasser"], ["Nasser"]) is Match.AGREE
    assert families(["Abd al Nasser"], ["Abd"]) is Match.DIFFER


def test_days_and_years_of_the_first_years_are_compared() -> None:
    published = read_date("0002")
    assert isinstance(published, Period)
    assert years(published, [2]) is Match.AGREE
    assert days(published, ["0002-05-01"]) is Match.AGREE


def test_a_longer_text_is_not_held_in_a_shorter_one() -> None:
    assert held_in("trade with russia", "trade") == likeness("trade with russia", "trade") < 50
    assert held_in("trade", "trade with russia") == 100


def test_a_part_of_a_text_of_the_same_length_is_looked_for() -> None:
    assert held_in("steppe", "teppes") > likeness("steppe", "teppes") > 80
