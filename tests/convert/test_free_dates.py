"""Dates as people write them in references."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.convert.free_dates import edtf, year_letter
from kzru_cite.model.dates import Period, read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2015-01-11", "2015-01-11"),
        ("11 January 2015", "2015-01-11"),
        ("January 11, 2015", "2015-01-11"),
        ("Jan. 11, 2015", "2015-01-11"),
        ("1st Sept 2015", "2015-09-01"),
        ("11\u00a0January 2015", "2015-01-11"),
        ("May 2010", "2010-05"),
        ("Spring 2003", "2003-21"),
        ("fall 2003", "2003-23"),
        ("1978a", "1978"),
        ("c. 965", ""),
        ("c. 1965", "1965~"),
        ("circa May 1965", "1965-05~"),
        ("c. 1960–1961", "1960/1961"),
        ("1960–1961", "1960/1961"),
        ("1960-61", "1960/1961"),
        ("15–17 May 2010", "2010-05-15/2010-05-17"),
        ("May 15-17, 2010", "2010-05-15/2010-05-17"),
        ("May–June 2010", "2010-05/2010-06"),
        ("2001/2003", "2001/2003"),
        # Two readings, no calendar's day, no month, no date at all.
        ("03/04/2010", ""),
        ("31 February 2010", ""),
        ("11 Brumaire 2010", ""),
        ("n.d.", ""),
        ("", ""),
        ("1961–1960", ""),
    ],
)
def test_dates_are_read_without_guessing(text: str, date: str) -> None:
    assert date == edtf(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -–/.,abcdefgjlmnopqrstuvyJMAc", max_size=24))
def test_what_comes_out_is_a_date_or_nothing(text: str) -> None:
    date = edtf(text)
    assert date == "" or isinstance(read_date(date), Period)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1978a", "1978a"),
        ("3 May 1978", "1978"),
        ("2010-05-17", "2010"),
        ("1960–1961", "1960–1961"),
        ("1960-61", "1960–61"),
        ("n.d.", ""),
    ],
)
def test_short_references_name_years_with_letters_and_spans(text: str, year: str) -> None:
    assert year == year_letter(text)
