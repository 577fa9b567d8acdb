"""Dates are read as far as they are known, and no text breaks the reading."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.model.dates import (
    ImpossibleDate,
    MalformedDate,
    PartialDate,
    Period,
    read_date,
)

_FRAGMENTS = (*"0123456789-/X?~%T:Z+. ", "2020", "12", "XX", "..", "21", "-02-29", "٢٠٢٠")
TEXTS = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=1), max_size=9).map("".join)


@given(TEXTS)
def test_any_text_is_read_and_what_is_written_reads_back(text: str) -> None:
    match read_date(text):
        case Period(start=start, end=end) as period:
            assert period.earliest() <= period.latest()
            for point in (start, end):
                if point is not None:
                    plain = replace(point, qualified=False)
                    assert Period(start=plain, end=plain) == read_date(str(point))
        case MalformedDate() | ImpossibleDate() as fault:
            assert fault.text == text.strip()


@given(st.dates(), st.sampled_from(["", "?", "~", "%"]))
def test_a_day_is_read(day: date, sign: str) -> None:
    period = read_date(day.isoformat() + sign)
    assert isinstance(period, Period)
    assert (day, day) == (period.earliest(), period.latest())
    assert period.start == period.end
    assert period.start == PartialDate(
        year=day.year, month=day.month, day=day.day, qualified=bool(sign)
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        (" 2020 ", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2020-06-15T12:30:00Z", "2020-06-15", "2020-06-15"),
        ("2020-06-15T12:30:00+06:00", "2020-06-15", "2020-06-15"),
        ("2020-21", "2020-03-01", "2020-05-31"),
        ("2020-22", "2020-06-01", "2020-08-31"),
        ("2020-23", "2020-09-01", "2020-11-30"),
        ("2020-24", "2020-12-01", "2020-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("99XX", "9900-01-01", "9999-12-31"),
        ("2020-XX", "2020-01-01", "2020-12-31"),
        ("2020-05-XX", "2020-05-01", "2020-05-31"),
        ("2020-XX-31", "2020-01-31", "2020-12-31"),
        ("2019/2020-05", "2019-01-01", "2020-05-31"),
        ("2019 / 2020", "2019-01-01", "2020-12-31"),
        ("2019/", "2019-01-01", "9999-12-31"),
        ("2019/..", "2019-01-01", "9999-12-31"),
        ("/2019", "0001-01-01", "2019-12-31"),
        ("../2019", "0001-01-01", "2019-12-31"),
        ("0000", "0001-01-01", "0001-01-01"),
        ("-0044-03-15", "0001-01-01", "0001-01-01"),
        ("-0044/-0043", "0001-01-01", "0001-01-01"),
    ],
)
def test_a_date_means_the_days_between(text: str, first: str, last: str) -> None:
    period = read_date(text)
    assert isinstance(period, Period)
    assert (first, last) == (period.earliest().isoformat(), period.latest().isoformat())


@pytest.mark.parametrize(
    "text",
    [
        *("", "20", "20200", "2020-1", "2020-01-1", "01.02.2020", "2020/01/02", "May 2020"),
        *(
            "2020-01-01T",
            "/",
            "..",
            "../..",
            "2020/x",
            "x/2020",
            "٢٠٢٠",
            "2020-",
            "n.d.",
            "c. 2020",
        ),
    ],
)
def test_other_forms_are_no_dates(text: str) -> None:
    assert MalformedDate(text=text) == read_date(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2020-13", "there is no month 13"),
        ("2020-00", "there is no month 0"),
        ("2020-25", "there is no month 25"),
        ("2021-02-29", "month 2 of 2021 has 28 days"),
        ("2020-06-31", "month 6 of 2020 has 30 days"),
        ("2020-06-00", "month 6 of 2020 has 30 days"),
        ("-0001-02-32", "month 2 of -1 has 31 days"),
        ("2020-21-05", "a season has no days"),
        ("2020-XX-45", "no month has a day 45"),
        ("2020-XX-00", "no month has a day 0"),
        ("2020/2019", "the interval ends (2019) before it begins (2020)"),
        ("2020-05/2020-13", "there is no month 13"),
        ("2020-13/2021", "there is no month 13"),
    ],
)
def test_a_date_that_no_calendar_has_says_why(text: str, why: str) -> None:
    assert ImpossibleDate(text=text, why=why) == read_date(text)


@pytest.mark.parametrize(
    "text", ["2020", "2020-05", "2020-05-01", "199X", "19XX", "-0044", "0000", "2020-XX-05"]
)
def test_a_date_is_written_as_it_was_read(text: str) -> None:
    period = read_date(text)
    assert isinstance(period, Period)
    assert text == str(period.start)
