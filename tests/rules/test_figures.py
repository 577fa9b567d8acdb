"""Figures are found in running text as English, Russian and Kazakh write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.rules._figures import figures


def texts(text: str) -> list[str]:
    return [figure.text for figure in figures(text)]


def shows(text: str, value: str) -> bool:
    return any(figure.shows(Fraction(value)) for figure in figures(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("No figures, not even in words like two.", []),
        ("In 2022, 22 % backed it and 13 % did not.", ["2022", "22", "13"]),
        ("$18,219,255,476 in all", ["18,219,255,476"]),
        ("18 219 255 476 долларов", ["18 219 255 476"]),
        ("18\u00a0219\u202f255", ["18\u00a0219", "255"]),
        ("18\u202f219\u202f255.", ["18\u202f219\u202f255"]),
        ("12,9 млрд; 5.3 bn", ["12,9", "5.3"]),
        ("1.234.567,89", ["1.234.567,89"]),
        ("On 12 2022 came 5 2023 of them", ["12", "2022", "5", "2023"]),
        ("pages 58–77 and 3-5", ["58", "77", "3", "5"]),
        ("the M4, CO2 and v1.2 are names", []),
        ("2014–15", ["2014", "15"]),
        ("(7591 km)", ["7591"]),
        ("12 3456", ["12", "3456"]),
    ],
)
def test_figures_are_found_in_order(text: str, found: list[str]) -> None:
    assert found == texts(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7591 km", "7591"),
        ("18,219,255,476", "18219255476"),
        ("18 219 255 476", "18219255476"),
        ("18\u00a0219\u00a0255\u00a0476", "18219255476"),
        ("18\u202f219\u202f255\u202f476", "18219255476"),
        ("18\u2009219", "18219"),
        ("18’219’255", "18219255"),
        ("1.234.567,89", "1234567.89"),
        ("$18.22 billion", "18219255476"),
        ("$18.22 billion", "18.22"),
        ("18-billion deal", "18000000000"),
        ("18,22 млрд", "18219255476"),
        ("18,22 миллиарда", "18219255476"),
        ("5,3 млн", "5300000"),
        ("5,3 миллиона", "5295921"),
        ("400 тыс. человек", "400000"),
        ("400 мың адам", "400000"),
        ("1,5 триллион теңге", "1500000000000"),
        ("1,5 трлн тенге", "1500000000000"),
        ("two or 3 thousand", "3000"),
        ("18.2 bln", "18200000000"),
        ("5 mln", "5000000"),
        ("1.2 trln", "1200000000000"),
        ("1.2 trillion", "1200000000000"),
        ("4 bn", "4000000000"),
        ("1,234", "1234"),
        ("1,234", "1.234"),
        ("1.234", "1234"),
        ("1.234", "1.234"),
        ("1234,567", "1234567"),
        ("12.9", "12.9"),
        ("12.9", "12.94"),
        ("0.5", "0.5"),
    ],
)
def test_a_figure_shows_the_number(text: str, value: str) -> None:
    assert shows(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7591 km", "7590"),
        ("7591 km", "759"),
        ("12.9", "12.96"),
        ("12.9", "129"),
        ("$18.23 billion", "18219255476"),
        ("18.2 million", "18200000000"),
        ("18,3 млрд", "18219255476"),
        ("18 219 255", "18219255476"),
        ("1,234,567", "1.234"),
        ("18 balls", "18000000000"),
        ("none", "1"),
    ],
)
def test_a_figure_does_not_show_another_number(text: str, value: str) -> None:
    assert not shows(text, value)


@pytest.mark.parametrize(
    ("text", "value", "near"),
    [
        ("18.3 billion", "18219255476", 0.9956),
        ("18.3 billion", "18.3", 1.0),
        ("5", "10", 0.5),
        ("0", "0", 1.0),
        ("0", "5", 0.0),
    ],
)
def test_a_figure_is_near_a_number(text: str, value: str, near: float) -> None:
    (figure,) = figures(text)
    assert pytest.approx(near, abs=1e-4) == figure.nearness(Fraction(value))


@given(st.integers(0, 10**15), st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "\u2009", "’"]))
def test_marks_between_thousands_change_nothing(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    assert [written] == texts(f"Всего {written}!")
    assert shows(written, str(number))


@given(st.integers(1, 10**6), st.integers(0, 9))
def test_a_whole_number_shows_itself_alone(number: int, digit: int) -> None:
    assert shows(f"{number} people", str(number))
    assert not shows(f"{number} people", f"{number}{digit}")


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(figure.text in text for figure in figures(text))


def test_a_whole_number_is_exact_and_a_decimal_is_rounded_at_its_last_digit() -> None:
    assert not shows("13 deputies voted", "13.4")
    assert shows("it grew by 1.5 %", "1.549")
    assert not shows("it grew by 1.5 %", "1.551")


def test_a_number_of_four_digits_with_three_more_may_be_in_thousands_of_a_scale() -> None:
    assert shows("1234.567 million", "1234567000000")
