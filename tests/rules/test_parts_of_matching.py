"""Which fields of an entry are put to a page or record, and where the comparisons change."""

from __future__ import annotations

import pytest

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dates import Period, read_date
from kzru_cite.model.evidence import Record
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.rules._dates import meanings
from kzru_cite.rules._match import (
    Match,
    book_titles,
    cited_names,
    cited_titles,
    families,
    holds,
    titles,
    years,
)
from kzru_cite.rules._names import is_extended, place_of
from kzru_cite.rules._quotes import shorten
from kzru_cite.rules._records import record_titles


def _entry(fields: str) -> Reference:
    source = SourceText(path="r.bib", text=f"@book{{one,\n{fields}\n}}\n")
    (reference,) = read_bibliography([source]).references
    return reference


def _period(text: str) -> Period:
    reading = read_date(text)
    assert isinstance(reading, Period)
    return reading


@pytest.mark.parametrize(
    "field", ["title", "shorttitle", "origtitle", "titleaddon", "usera", "indextitle"]
)
def test_each_title_of_the_work_is_put_to_the_record(field: str) -> None:
    assert cited_titles(_entry(f"  {field} = {{Silk Roads}},")) == ("Silk Roads",)


def test_a_title_is_put_to_the_record_alone_and_with_its_subtitle() -> None:
    reference = _entry("  title = {Silk Roads},\n  subtitle = {A New History},")
    assert cited_titles(reference) == ("Silk Roads", "Silk Roads: A New History")


@pytest.mark.parametrize("field", ["booktitle", "booksubtitle", "maintitle", "series"])
def test_each_title_of_the_book_is_put_to_the_record(field: str) -> None:
    reference = _entry(f"  title = {{Trade}},\n  {field} = {{Silk Roads}},")
    assert book_titles(reference) == ("Trade", "Silk Roads")


def test_a_subtitle_may_be_the_title_of_the_book() -> None:
    reference = _entry("  title = {Works},\n  subtitle = {The Steppe},")
    assert book_titles(reference) == ("Works", "Works: The Steppe", "The Steppe")


def test_names_that_stand_for_nobody_are_put_to_no_record() -> None:
    reference = _entry("  author = {Abai Kunanbaiuly and {Others}},\n  editor = {Editors},")
    assert [name.family for name in cited_names(reference)] == ["Kunanbaiuly"]


def test_the_last_word_of_a_long_family_name_is_enough() -> None:
    assert families(["de la Croix"], ["Croix"]) is Match.AGREE


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (2018, Match.DIFFER),
        (2019, Match.AGREE),
        (2020, Match.AGREE),
        (2021, Match.AGREE),
        (2022, Match.DIFFER),
    ],
)
def test_years_of_print_and_online_issue_are_one_year_apart_at_most(
    record: int, expected: Match
) -> None:
    assert years(_period("2020"), [record]) is expected


@pytest.mark.parametrize(
    "text", ["March 3 4 2020", "3 March 200 2020", "March 200 2020", "March 2020 2021"]
)
def test_a_date_in_words_with_numbers_too_many_means_no_day(text: str) -> None:
    assert meanings(text) == ()


@pytest.mark.parametrize(
    ("cited", "page"),
    [
        ("Kazakhstan", "A History of the Trade Unions in Kazakhstan"),
        ("Our Steppe", "A Long Walk in Autumn through Our Steppe and Back"),
        ("Kazakhstanskaya", "How Kazakhstanskaya Pravda Came to Be Printed in Almaty"),
    ],
)
def test_a_title_too_short_to_tell_is_not_found_in_a_longer_one(cited: str, page: str) -> None:
    assert titles([cited], [page]) is not Match.AGREE


def test_two_words_of_twelve_letters_are_enough_to_tell() -> None:
    page = "Trade Policy of Kazakhstan after Independence"
    assert titles(["Trade Policy"], [page]) is Match.AGREE
    assert holds(page, ["Trade Policy"])


def test_a_time_of_publication_without_beginning_is_compared_with_no_year() -> None:
    assert years(_period("../2020"), [2020]) is Match.UNCLEAR


def test_the_last_word_of_a_family_name_may_be_spelled_in_another_way() -> None:
    assert families(["Abd al Nasser"], ["Gamal Nassir"]) is Match.AGREE


def test_the_titles_of_a_record_are_put_alone_and_with_the_subtitle() -> None:
    record = Record(identifier="isbn:1", title="Silk Roads", subtitle="A New History")
    assert record_titles(record) == ("Silk Roads", "Silk Roads: A New History")
    assert record_titles(Record(identifier="isbn:1", title="Silk Roads")) == ("Silk Roads",)


def test_a_quotation_is_shortened_to_sixty_signs() -> None:
    assert shorten("a" * 60) == "a" * 60
    assert shorten("a" * 61) == f"{'a' * 59}…"


def test_an_extended_name_may_have_blanks_around_its_signs() -> None:
    reference = _entry("  author = {family = {Kim}, given = {A}},")
    assert [is_extended(name) for name in reference.names["author"]] == [True]


def test_a_title_with_a_slip_is_found_in_a_longer_headline() -> None:
    page = "Ministers Discuss the Future of Trade with Russia in Astana on Monday"
    assert titles(["Trade with Rusia"], [page]) is Match.AGREE


@pytest.mark.parametrize("written", ["", "Auezov"])
def test_a_name_that_the_field_does_not_hold_as_written_has_the_place_of_the_list(
    written: str,
) -> None:
    field = _entry("  author = {Kunanbaiuly, Abai},").fields["author"]
    assert place_of(field, written) == field.place
