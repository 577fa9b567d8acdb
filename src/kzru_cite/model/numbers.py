"""
Judge numbers that carry a check digit.

The library behind it takes long to load, so it is loaded when the first number is asked about.
"""

from __future__ import annotations

import re
from typing import Protocol, TypeAlias

from msgspec import Struct

_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LABEL = re.compile(r"(?i)\be?-?is[bsm]n(?:-?l\b)?(?:[- ]?1[03](?=[:\s]))?[:\s]*")
# Some programs write the line breaks of a list as TeX: 1461-0248$\\backslash$r1461-023X.
_BETWEEN = re.compile(r"[,;/|•]|\band\b|&|\bи\b|\$?\\(?:backslash\$)?[rn](?=\d)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class Wrong(Struct, frozen=True, kw_only=True):
    """What is wrong with a number: the fact, and what to do."""

    why: str
    hint: str


Judgement: TypeAlias = Wrong | None


class _Library(Protocol):
    def is_valid(self, number: str) -> bool:
        """Tell whether the number has the right form and check digit."""


def numbers(text: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    """
    Split a field that may hold several numbers with notes and labels.

    Numbers may be parted by blanks as well as contain them; *lengths* decides. Words are left
    out as long as some digit is there; text without any digit is returned as it is.
    """
    bare = _LABEL.sub(" ", _NOTE.sub(" ", text.translate(_DASHES)))
    found = [number for part in _BETWEEN.split(bare) for number in _part(part, lengths)]
    return tuple(found) or (text,)


def _part(part: str, lengths: tuple[int, ...]) -> list[str]:
    words = [word for word in part.split() if re.search(r"\d", word)]
    whole = [word for word in words if len(compact(word)) in lengths]
    odd = [word for word in words if word not in whole]
    if whole and all(len(compact(word)) < 4 for word in odd):
        return whole
    return [" ".join(words)] if words else []


def compact(number: str) -> str:
    """Leave out hyphens, dots and blanks, and write x large."""
    return re.sub(r"[\s.-]", "", number.translate(_DASHES)).upper()


def judge_isbn(number: str) -> Judgement:
    """Judge an ISBN of 10 or 13 digits, or an SBN of 9."""
    digits = compact(number)
    if re.fullmatch(r"\d{9}[ХΧ]", digits):
        return Wrong(why="ends in a letter of another script", hint="type the Latin letter X")
    if not re.fullmatch(r"\d+[\dX]", digits):
        return Wrong(why="holds other characters than digits", hint="write the number of the book")
    if len(digits) not in (9, 10, 13):
        return Wrong(
            why=f"has {len(digits)} digits", hint="an ISBN has 13 digits, or 10 in older books"
        )
    if len(digits) == 13 and not digits.startswith(("978", "979")):
        return Wrong(
            why=f"begins with {digits[:3]}", hint="an ISBN of 13 digits begins with 978 or 979"
        )
    if len(digits) == 9 and not _isbn().is_valid(digits):
        return Wrong(why="has 9 digits, and is no older SBN either", hint="look for a lost digit")
    return _check_digit(digits, _isbn())


def judge_issn(number: str) -> Judgement:
    """Judge an ISSN."""
    digits = compact(number)
    if not re.fullmatch(r"\d+[\dX]", digits):
        return Wrong(why="holds other characters than digits", hint="write it as 1234-5679")
    if len(digits) != 8:
        return Wrong(why=f"has {len(digits)} digits", hint="an ISSN has 8 digits, as in 1234-5679")
    return _check_digit(digits, _issn())


def judge_ismn(number: str) -> Judgement:
    """Judge a number of printed music."""
    digits = compact(number)
    if not re.fullmatch(r"M\d{9}|9790\d{9}", digits):
        return Wrong(
            why="is no number of printed music",
            hint="it has 13 digits from 979-0 on, or M and 9 digits",
        )
    return _check_digit(digits, _ismn())


def is_isbn(text: str) -> bool:
    """Tell whether *text* is one ISBN with the right check digit; SBNs are too short to tell."""
    digits = compact(text)
    return bool(re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", digits)) and _isbn().is_valid(digits)


def is_issn(text: str) -> bool:
    """Tell whether *text* is one ISSN with the right check digit."""
    digits = compact(text)
    return bool(re.fullmatch(r"\d{7}[\dX]", digits)) and _issn().is_valid(digits)


def _check_digit(digits: str, library: _Library) -> Judgement:
    if library.is_valid(digits):
        return None
    right = next(digit for digit in "0123456789X" if library.is_valid(digits[:-1] + digit))
    return Wrong(
        why=f"does not add up: its check digit would be {right}, not {digits[-1]}",
        hint="compare every digit with the source; one of them is wrong",
    )


def _isbn() -> _Library:
    from stdnum import isbn  # noqa: PLC0415  loading it takes a tenth of the time of a run

    return isbn


def _issn() -> _Library:
    from stdnum import issn  # noqa: PLC0415  as above

    return issn


def _ismn() -> _Library:
    from stdnum import ismn  # noqa: PLC0415  as above

    return ismn
