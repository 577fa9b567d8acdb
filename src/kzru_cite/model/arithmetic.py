"""
Evaluate the arithmetic of ``check=``: exact numbers, units, and comparison.

A check is one or more statements joined by ``;``. A statement is two sums joined by a relation:
``=`` (equal), ``~`` (equal after rounding the left side to the digits shown on the right),
``!=``, ``<``, ``<=``, ``>``, ``>=``. Sums have ``+ - * / ( )``, decimal numbers, ``%`` (one
hundredth) and units. Units of one kind are converted exactly (BIPM, SI Brochure, 9th edition;
NIST Special Publication 811, appendix B, for the others).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

# name -> (kind, in the base unit of that kind)
UNITS: Mapping[str, tuple[str, Fraction]] = {
    "mm": ("length", Fraction(1, 1000)),
    "cm": ("length", Fraction(1, 100)),
    "m": ("length", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "in": ("length", Fraction(254, 10000)),
    "ft": ("length", Fraction(3048, 10000)),
    "yd": ("length", Fraction(9144, 10000)),
    "mi": ("length", Fraction(1609344, 1000)),
    "nmi": ("length", Fraction(1852)),
    "m2": ("area", Fraction(1)),
    "km2": ("area", Fraction(1000000)),
    "ha": ("area", Fraction(10000)),
    "acre": ("area", Fraction(40468564224, 10000000)),
    "mi2": ("area", Fraction(1609344, 1000) ** 2),
    "l": ("volume", Fraction(1, 1000)),
    "m3": ("volume", Fraction(1)),
    "bbl": ("volume", Fraction(158987294928, 1000000000000)),
    "g": ("mass", Fraction(1, 1000)),
    "kg": ("mass", Fraction(1)),
    "t": ("mass", Fraction(1000)),
    "lb": ("mass", Fraction(45359237, 100000000)),
    "oz": ("mass", Fraction(45359237, 1600000000)),
    "s": ("time", Fraction(1)),
    "min": ("time", Fraction(60)),
    "h": ("time", Fraction(3600)),
    "d": ("time", Fraction(86400)),
}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<unit>[A-Za-z]+[23²³]?)|(?P<percent>%)"
    r"|(?P<relation><=|>=|!=|≠|≤|≥|≈|[=~<>])|(?P<sign>[-+*/()−×÷]))"
)
# Longer numbers could take long, and Python refuses those of thousands of digits.
_LONGEST = 300
# What is larger is not written out.
_LARGEST = Fraction(10) ** 60
_MOST_NESTED = 100
_SIGNS = {"−": "-", "×": "*", "÷": "/", "≠": "!=", "≤": "<=", "≥": ">=", "≈": "~"}
_POWERS = str.maketrans("²³", "23")
_RELATIONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class CheckError(Exception):
    """A check that cannot be read or evaluated; *offset* is where in its text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Quantity(Struct, frozen=True, kw_only=True):
    """
    A number in base units of a kind ('' without unit).

    *step* is half of what the last digit shown stands for, in the same units; *factor* is the
    size of the unit it was written in.
    """

    value: Fraction
    kind: str = ""
    step: Fraction = Fraction(0)
    factor: Fraction = Fraction(1)
    unit: str = ""


class Literal(Struct, frozen=True, kw_only=True):
    """A number as it stands in a check; *whole* is the 100 of 100 %, a constant."""

    text: str
    value: Fraction
    offset: int
    whole: bool = False


class Statement(Struct, frozen=True, kw_only=True):
    """A statement: its text and offset, whether it holds, and both sides as text."""

    text: str
    offset: int
    holds: bool
    left: str
    relation: str
    literals: tuple[Literal, ...]


class _Token(Struct, frozen=True, kw_only=True):
    kind: str
    text: str
    offset: int


def evaluate(check: str) -> tuple[Statement, ...]:
    """Evaluate all statements of a check; raises CheckError."""
    statements = []
    offset = 0
    for part in check.split(";"):
        if part.strip():
            statements.append(_statement(part, offset))
        offset += len(part) + 1
    if not statements:
        raise CheckError("it is empty", 0)
    return tuple(statements)


def _statement(text: str, offset: int) -> Statement:
    tokens = _tokens(text, offset)
    begin = offset + len(text) - len(text.lstrip())
    parser = _Parser(tokens, offset + len(text.rstrip()))
    left = parser.sum()
    relation = parser.relation()
    right = parser.sum()
    parser.end()
    if left.kind != right.kind:
        message = (
            f"{left.kind or 'a plain number'} is compared with {right.kind or 'a plain number'}"
        )
        raise CheckError(message, begin)
    if relation == "~":
        holds = abs(left.value - right.value) <= right.step
    else:
        holds = _RELATIONS[relation](left.value, right.value)
    return Statement(
        text=text.strip(),
        offset=begin,
        holds=holds,
        left=_shown(left, right),
        relation=relation,
        literals=tuple(_literals(tokens)),
    )


def _literals(tokens: list[_Token]) -> Iterator[Literal]:
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.kind == "number":
            percent = after is not None and after.kind == "percent"
            yield Literal(
                text=token.text,
                value=Fraction(token.text),
                offset=token.offset,
                whole=percent and token.text == "100",
            )


def _shown(left: Quantity, right: Quantity) -> str:
    """Write the left side in the unit of the right one."""
    value = left.value / right.factor
    if abs(value) >= _LARGEST:
        return f"a number of more than 60 digits {right.unit}".strip()
    digits = f"{float(value):.6f}".rstrip("0").rstrip(".")
    exact = str(value.numerator) if value.denominator == 1 else digits
    return f"{exact} {right.unit}".replace(" %", "%").strip()


def _tokens(text: str, offset: int) -> list[_Token]:
    tokens = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            rest = text[position:].lstrip()
            at = offset + position + len(text[position:]) - len(rest)
            raise CheckError(f"{rest[:1]!r} has no meaning in a check", at)
        kind = match.lastgroup or ""
        if len(match[kind]) > _LONGEST:
            raise CheckError("it is too long to be a number or a unit", offset + match.start(kind))
        word = _SIGNS.get(match[kind], match[kind].translate(_POWERS))
        tokens.append(_Token(kind=kind, text=word, offset=offset + match.start(kind)))
        position = match.end()
    return tokens


class _Parser:
    """Read a statement by recursive descent."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._end = end
        self._depth = 0

    def sum(self) -> Quantity:
        total = self._product()
        while self._peek("sign") in ("+", "-"):
            sign = self._take()
            other = self._product()
            if total.kind != other.kind:
                raise CheckError("different kinds of units are added", sign.offset)
            value = total.value + (other.value if sign.text == "+" else -other.value)
            total = replace(total, value=value, step=max(total.step, other.step))
        return total

    def relation(self) -> str:
        if not self._peek("relation"):
            raise CheckError("a relation is missing: =, ~, <, <=, >, >= or !=", self._here())
        return self._take().text

    def end(self) -> None:
        if self._next < len(self._tokens):
            raise CheckError(f"{self._take().text!r} comes too late", self._here(-1))

    def _product(self) -> Quantity:
        result = self._factor()
        while self._peek("sign") in ("*", "/"):
            sign = self._take()
            result = _combined(result, self._factor(), sign)
        return result

    def _factor(self) -> Quantity:
        self._depth += 1
        if self._depth > _MOST_NESTED:
            raise CheckError("it is nested too deeply", self._here())
        factor = self._signed()
        self._depth -= 1
        return factor

    def _signed(self) -> Quantity:
        if self._peek("sign") == "-":
            self._take()
            inner = self._factor()
            return replace(inner, value=-inner.value)
        if self._peek("sign") == "(":
            self._take()
            inner = self.sum()
            if self._peek("sign") != ")":
                raise CheckError("a bracket is not closed", self._here())
            self._take()
            return inner
        if not self._peek("number"):
            raise CheckError("a number is missing", self._here())
        return self._quantity(self._take())

    def _quantity(self, number: _Token) -> Quantity:
        value, step = Fraction(number.text), _half_step(number.text)
        kind, factor, unit = "", Fraction(1), ""
        if self._peek("percent"):
            self._take()
            factor, unit = Fraction(1, 100), "%"
        elif self._peek("unit"):
            token = self._take()
            if token.text not in UNITS:
                known = ", ".join(UNITS)
                raise CheckError(f"{token.text!r} is no known unit ({known})", token.offset)
            (kind, factor), unit = UNITS[token.text], token.text
        return Quantity(
            value=value * factor, kind=kind, step=step * factor, factor=factor, unit=unit
        )

    def _peek(self, kind: str) -> str:
        if self._next < len(self._tokens) and self._tokens[self._next].kind == kind:
            return self._tokens[self._next].text
        return ""

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _here(self, back: int = 0) -> int:
        index = self._next + back
        return self._tokens[index].offset if index < len(self._tokens) else self._end


def _combined(left: Quantity, right: Quantity, sign: _Token) -> Quantity:
    if sign.text == "/":
        if right.value == 0:
            raise CheckError("a number is divided by zero", sign.offset)
        if right.kind and right.kind != left.kind:
            raise CheckError("different kinds of units are divided", sign.offset)
        kind = "" if right.kind else left.kind
        return Quantity(value=left.value / right.value, kind=kind)
    if left.kind and right.kind:
        raise CheckError("two quantities with units are multiplied", sign.offset)
    return Quantity(value=left.value * right.value, kind=left.kind or right.kind)


def _half_step(text: str) -> Fraction:
    """Return half of the place of the last digit; noughts that end a whole number are rounding."""
    if "." in text:
        return Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    noughts = len(text) - len(text.rstrip("0")) if text.strip("0") else 0
    return Fraction(10**noughts, 2)
