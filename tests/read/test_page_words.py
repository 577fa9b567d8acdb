"""Dates and names are taken as far as they are certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.read.page_dates import iso_date
from kzru_cite.read.page_names import byline_names, single_names, split_names
from kzru_cite.read.page_words import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-09-06T05:26:48+00:00", "2020-09-06T05:26:48+00:00"),
        ("2018-06-28T18:50:25+0000", "2018-06-28T18:50:25+00:00"),
        ("2014-07-14 07:18 Z", "2014-07-14T07:18Z"),
        ("2023-04-28T17:23:42.981", "2023-04-28T17:23:42.981"),
        ("2012/02/04", "2012-02-04"),
        ("2021/6", "2021-06"),
        ("2004", "2004"),
        ("20140530", "2014-05-30"),
        ("20140530200713", "2014-05-30"),
        ("1401494833", "2014-05-31T00:07:13+00:00"),
        ("1401494833000", "2014-05-31T00:07:13+00:00"),
        ("Dec 20, 2006", "2006-12-20"),
        ("29 May 2017 17:54 GMT", "2017-05-29"),
        ("Mon, 29 May 2017 17:54:34 GMT", "2017-05-29"),
        ("Published on July 7th, 2014", "2014-07-07"),
        ("1st August 2014", "2014-08-01"),
        ("June 2019", "2019-06"),
        ("29 августа 2014 года", "2014-08-29"),
        ("2014 жылғы 29 тамыз", "2014-08-29"),
        ("2014 ж. 29 тамыз", "2014-08-29"),
        ("3. März 2020", "2020-03-03"),
        ("le 14 février 2019", "2019-02-14"),
        ("1er août 2019", "2019-08-01"),
        ("7 de marzo de 2018", "2018-03-07"),
        ("23 Kasım 2026", "2026-11-23"),
        ("31.12.2019, 12:30", "2019-12-31"),
        ("2025年1月13日 21時37分", "2025-01-13"),
        ("2025年1月", "2025-01"),
        ("03/04/2019", ""),
        ("31 February 2019", ""),
        ("2019-13-01", ""),
        ("2019-02-31", ""),
        ("0031-02-01", ""),
        ("12 monkeys 1995", ""),
        ("7258118399", "2199-12-31T23:59:59+00:00"),
        ("7777778777", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert expected == iso_date(text)


@given(st.text())
def test_no_text_is_too_strange_for_a_date(text: str) -> None:
    found = iso_date(text)
    assert found == "" or found[:4].isdigit()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe & Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Jane Doe,John Roe", ["Jane Doe", "John Roe"]),
        ("Doe, Jane; Roe, John", ["Doe, Jane", "Roe, John"]),
        ("Doe, J.", ["Doe, J."]),
        ("Von Christin Jordan", ["Christin Jordan"]),
        ("Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("Von Trier, Lars", ["Von Trier, Lars"]),
        ("Par Bertrand Bissuel", ["Bertrand Bissuel"]),
        ("Автор: Айгүл Омарова", ["Айгүл Омарова"]),
        ("Иван Петров и Айгүл Омарова", ["Иван Петров", "Айгүл Омарова"]),
        ("Айгүл Омарова және Иван Петров", ["Айгүл Омарова", "Иван Петров"]),
        ("David L. Chandler | MIT News Office", ["David L. Chandler"]),
        ("Jane Doe (Reuters)", ["Jane Doe"]),
        ("https://example.org/jane", []),
        ("jane@example.org", []),
        ("@jane", []),
        ("/authors/jane", []),
        ("admin", []),
        ("123", []),
        ("x" * 200, []),
        ("", []),
    ],
)
def test_names_of_a_field(text: str, expected: list[str]) -> None:
    assert expected == split_names(text)


def test_a_field_for_one_name_holds_one() -> None:
    assert single_names("Carvalho Júnior, Ilton Jardim de [UNESP]") == [
        "Carvalho Júnior, Ilton Jardim de"
    ]
    assert single_names("Doe, Jane; Roe, John") == ["Doe, Jane", "Roe, John"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Analysis by Joan Biskupic, CNN Senior Supreme Court Analyst", ["Joan Biskupic"]),
        ("Peter Beaumont in Gaza City, Orlando Crowcroft in Jerusalem and agencies",
         ["Peter Beaumont", "Orlando Crowcroft"]),
        ("By Jane Doe June 26, 2014", ["Jane Doe"]),
        ("By Jane Doe 26 June 2014", ["Jane Doe"]),
        ("Jane Doe Monday", ["Jane Doe"]),
        ("Staff", []),
    ],
)  # fmt: skip
def test_names_of_a_byline(text: str, expected: list[str]) -> None:
    assert expected == byline_names(text)


def test_what_cannot_be_seen_or_written_is_left_out() -> None:
    assert fold(" a\u00ad\u200bb\n\tc\ud800\x00 e\u0301 ") == "abc é".replace("abc", "ab c")
