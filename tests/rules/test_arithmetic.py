"""The arithmetic of claims is exact, and says where it stops."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kzru_cite.model.arithmetic import UNITS, CheckError, evaluate

numbers = st.integers(min_value=0, max_value=10**12)
units = st.sampled_from(sorted(UNITS))


def holds(check: str) -> list[bool]:
    return [statement.holds for statement in evaluate(check)]


@pytest.mark.parametrize(
    "check",
    [
        "12923333532 + 5295921944 = 18219255476",
        "0.1 + 0.2 = 0.3",
        "1 / 3 * 3 = 1",
        "2 + 3 * 4 = 14",
        "(2 + 3) * 4 = 20",
        "10 - 2 - 3 = 5",
        "100 / 10 / 2 = 5",
        "-(2 - 5) = 3",
        "--2 = 2",
        "−2 + 3 = 1",
        "6 ÷ 3 × 2 = 4",
        "7591 km ~ 4717 mi",
        "4717 mi ~ 7590 km",
        "1 in = 2.54 cm",
        "1 acre ~ 0.4047 ha",
        "10 km² = 1000 ha",
        "1 m³ = 1000 l",
        "1 bbl ~ 159 l",
        "1 h + 30 min = 5400 s",
        "10 km / 4 km = 2.5",
        "10 km / 4 = 2500 m",
        "3 * 2 kg = 6000 g",
        "2 kg * 3 = 6 kg",
        "5.3 / 18.2 ~ 29%",
        "5.3 / 18.2 ~ 29.1 %",
        "50% * 10 = 5",
        "18219255476 ~ 18200000000",
        "2.5 ~ 3",
        "0 ~ 0",
        "29 ~ 30",
        "1 < 2",
        "2 <= 2",
        "2 ≤ 3",
        "3 > 2",
        "3 >= 3",
        "3 ≥ 2",
        "1 != 2",
        "1 ≠ 2",
        "1 / 3 ≈ 0.33",
        "1 km > 1000 ft",
    ],
)
def test_the_statement_holds(check: str) -> None:
    assert [True] == holds(check)


@pytest.mark.parametrize(
    ("check", "left"),
    [
        ("12.9 + 5.3 = 18.4", "18.2"),
        ("1 / 3 = 0.33", "0.333333"),
        ("7591 km ~ 4718 mi", "4716.82872 mi"),
        ("5.3 / 18.2 ~ 31%", "29.120879%"),
        ("2 + 2 = 5", "4"),
        ("2 + 2 < 4", "4"),
        ("3 <= 2", "3"),
        ("2 > 2", "2"),
        ("1 >= 2", "1"),
        ("2 != 2", "2"),
        ("2.4 ~ 3", "2.4"),
        ("18219255476 ~ 18300000000", "18219255476"),
        ("1 km = 999 m", "1000 m"),
    ],
)
def test_the_statement_fails_and_its_left_side_is_shown(check: str, left: str) -> None:
    (statement,) = evaluate(check)
    assert (False, left) == (statement.holds, statement.left)


@pytest.mark.parametrize(
    ("check", "offset", "message"),
    [
        ("", 0, "it is empty"),
        (" ; ", 0, "it is empty"),
        ("1 + 1", 5, "a relation is missing: =, ~, <, <=, >, >= or !="),
        ("1 + 1  ", 5, "a relation is missing: =, ~, <, <=, >, >= or !="),
        ("1 + = 2", 4, "a number is missing"),
        ("1 =", 3, "a number is missing"),
        ("= 1", 0, "a number is missing"),
        ("(1 + 1 = 2", 7, "a bracket is not closed"),
        ("1 + 1) = 2", 5, "a relation is missing: =, ~, <, <=, >, >= or !="),
        ("1 = (1", 6, "a bracket is not closed"),
        ("1 = 1 1", 6, "'1' comes too late"),
        ("1 = 1 = 1", 6, "'=' comes too late"),
        ("1,5 = 1.5", 1, "',' has no meaning in a check"),
        ("1 = 1; 2 =  €2", 12, "'€' has no meaning in a check"),
        (".5 = 0.5", 0, "'.' has no meaning in a check"),
        ("5 млн = 5", 2, "'м' has no meaning in a check"),
        ("1 / 0 = 1", 2, "a number is divided by zero"),
        ("1 / (2 - 2) = 1", 2, "a number is divided by zero"),
        ("1 km + 1 h = 2 km", 5, "different kinds of units are added"),
        ("1 km + 1 = 2 km", 5, "different kinds of units are added"),
        ("1 km / 1 h = 1", 5, "different kinds of units are divided"),
        ("1 / 1 h = 1", 2, "different kinds of units are divided"),
        ("1 km * 1 km = 1 km2", 5, "two quantities with units are multiplied"),
        ("1 = 1; 7591 km ~ 4717", 7, "length is compared with a plain number"),
        ("1 = 1 m", 0, "a plain number is compared with length"),
        ("1 m = 1 s", 0, "length is compared with time"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(check: str, offset: int, message: str) -> None:
    with pytest.raises(CheckError) as caught:
        evaluate(check)
    assert (offset, message) == (caught.value.offset, str(caught.value))


def test_an_unknown_unit_is_named_with_the_known_ones() -> None:
    with pytest.raises(CheckError, match=r"^'furlongs' is no known unit \(mm, cm, .*, h, d\)$"):
        evaluate("5 furlongs > 1 km")


def test_statements_know_their_text_place_and_numbers() -> None:
    first, second = evaluate(" 1 + 2.50 = 3.5 ;; 7591 km ~ 4717 mi")
    assert ("1 + 2.50 = 3.5", 1, "=") == (first.text, first.offset, first.relation)
    assert ("7591 km ~ 4717 mi", 19, "~") == (second.text, second.offset, second.relation)
    assert [("1", 1), ("2.50", 5), ("3.5", 12)] == [(n.text, n.offset) for n in first.literals]
    assert [Fraction(7591), Fraction(4717)] == [number.value for number in second.literals]


@given(st.lists(numbers, min_size=1, max_size=6))
def test_sums_of_integers_hold(parts: list[int]) -> None:
    assert [True] == holds(f"{' + '.join(map(str, parts))} = {sum(parts)}")


@given(st.lists(numbers, min_size=1, max_size=6), st.data())
def test_a_sum_with_one_digit_changed_does_not_hold(parts: list[int], data: st.DataObject) -> None:
    digits = str(sum(parts))
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from("0123456789"))
    assume(other != digits[place])
    wrong = digits[:place] + other + digits[place + 1 :]
    assert [False] == holds(f"{' + '.join(map(str, parts))} = {wrong}")


@given(numbers, units, units)
def test_a_unit_turned_into_another_and_back_is_the_same(number: int, one: str, other: str) -> None:
    assume(UNITS[one][0] == UNITS[other][0])
    ratio = UNITS[one][1] / UNITS[other][1]
    there = f"{number * ratio.numerator} {other} / {ratio.denominator}"
    assert [True, True] == holds(f"{number} {one} = {there}; {there} = {number} {one}")


@given(st.decimals(min_value=0, max_value=10**6, places=4), st.integers(0, 3))
def test_a_rounded_number_is_near_the_whole_one(number: Decimal, places: int) -> None:
    assert [True] == holds(f"{number} ~ {number:.{places}f}")
