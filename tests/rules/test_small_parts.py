"""Small parts that rules share: forms of numbers, scripts, sites, trackers, hosts, odd values."""

from __future__ import annotations

import pytest

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.bibliography import Reference
from kzru_cite.rules._dates import meanings
from kzru_cite.rules._empty_numbers import filler
from kzru_cite.rules._misplaced import stranger
from kzru_cite.rules._names import unprotected
from kzru_cite.rules._number_forms import FIELDS, fits
from kzru_cite.rules._private_hosts import is_private
from kzru_cite.rules._scripts import code_of, script_of, scripts_for, stated_language
from kzru_cite.rules._sites import host_labels
from kzru_cite.rules._trackers import trackers, without_trackers
from kzru_cite.rules._words import words
from observed import dossier


def _entry(fields: str) -> Reference:
    (reference,) = dossier(f"@misc{{one, {fields}}}").bibliography.references
    return reference


def _address(text: str) -> Address:
    reading = read_address(text)
    assert isinstance(reading, Address)
    return reading


@pytest.mark.parametrize(
    ("field", "number"), [("zbl", "ZBL 1208.05001"), ("mr", "mr1234567"), ("ol", "ol7353617m")]
)
def test_numbers_are_read_without_regard_to_case(field: str, number: str) -> None:
    assert fits(FIELDS[field], number)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Trade", "LATIN"),
        ("Торговля", "CYRILLIC"),
        ("Торговля EU", "CYRILLIC"),
        ("Сауда EU, АҚШ", "CYRILLIC"),
        ("абв abc", ""),
        ("абвг abc γδε", ""),
        ("2019", ""),
        ("", ""),
    ],
)
def test_the_script_of_more_than_half_of_the_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def test_letters_that_have_no_name_are_of_no_known_script() -> None:
    assert script_of("\U00017000\U00017001") in ("", "TANGUT")


@pytest.mark.parametrize(
    ("language", "code"),
    [("en_GB", "en"), ("en-GB", "en"), ("russian", "ru"), ("klingon", ""), ("", "")],
)
def test_codes_of_languages(language: str, code: str) -> None:
    assert code_of(language) == code


def test_the_first_language_that_is_known_is_the_one_stated() -> None:
    assert stated_language(_entry("langid = {klingon}, language = {russian}")) == "ru"
    assert stated_language(_entry("langid = {klingon}")) == ""
    assert scripts_for("klingon") == {"LATIN"}


@pytest.mark.parametrize(
    ("url", "labels"),
    [
        ("https://www.kazakhstan-today.kz/news", {"kazakhstantoday"}),
        ("https://www.bbc.co.uk/news", {"bbc"}),
        ("https://m.tengri.news.kz/", {"tengri", "news"}),
        ("", set()),
    ],
)
def test_parts_of_a_host_that_name_the_site(url: str, labels: set[str]) -> None:
    assert host_labels(_entry(f"url = {{{url}}}, title = {{T}}")) == labels


@pytest.mark.parametrize(
    ("text", "plain", "tracking"),
    [
        (
            "https://example.org/a?id=1&utm_source=x&page=2#utm_medium=y&s=3&t=4",
            "https://example.org/a?id=1&page=2#s=3&t=4",
            ("utm_source=x", "utm_medium=y"),
        ),
        (
            "https://example.org/a?utm_source=x=y#part one&two",
            "https://example.org/a#part one&two",
            ("utm_source=x=y",),
        ),
        ("https://example.org/a#s=3&&t=4", "https://example.org/a#s=3&&t=4", ()),
    ],
)
def test_parameters_that_only_track(text: str, plain: str, tracking: tuple[str, ...]) -> None:
    assert str(without_trackers(_address(text))) == plain
    assert trackers(_address(text)) == tracking


def test_a_host_may_end_in_a_full_stop() -> None:
    assert is_private(_address("http://wiki.intranet./page"))
    assert is_private(_address("http://localhost./"))
    assert not is_private(_address("http://example.org./"))


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("doi", "https://doi.org/", ""),
        ("doi", "https://example.org/salt", "a web address"),
        ("doi", "978-0-306-40615-7", "an ISBN"),
        ("doi", "978-0-306-40615-8", ""),
        ("doi", "0-306-40615-2", ""),
        ("eprint", "https://example.org/salt", "a web address"),
        ("eprint", "2101.00001", ""),
        ("url", "10.1000/salt", "a DOI"),
        ("url", "doi:10.1000/salt", "a DOI"),
        ("url", "doi.org/10.1000/salt", ""),
        ("url", "https://doi.org/10.1000/salt", ""),
        ("url", "https://example.org/10.1000/salt", ""),
    ],
)
def test_identifiers_in_the_field_of_another(field: str, text: str, kind: str) -> None:
    assert stranger(field, text) == kind


@pytest.mark.parametrize(
    ("value", "empty"), [("N/A", True), (" tbd; ", True), ("X", False), ("12", False)]
)
def test_words_for_no_number(value: str, *, empty: bool) -> None:
    reference = _entry(f"pmid = {{{value}}}")
    assert (filler(reference, reference.fields["pmid"]) is not None) is empty


@pytest.mark.parametrize(
    "text", ["March 2020 or later", "3 March 2020 in Almaty", "5 May March 2020"]
)
def test_a_date_among_other_words_is_none(text: str) -> None:
    assert meanings(text) == ()


def test_groups_in_braces_are_taken_as_one_piece() -> None:
    assert unprotected("{UNESCO {of}} and {WHO}", "X") == "X and X"
    assert unprotected("{UNESCO} Institute") == " Institute"


def test_words_are_parted_by_blanks() -> None:
    assert words(" one\n two one ") == {"one", "two"}
