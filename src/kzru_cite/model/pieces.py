"""
Take a quotation apart into the pieces that must stand in a text.

``…`` stands for words left out, and words in ``[ ]`` are either in the source or a note of the one
who quotes; a single letter in ``[ ]`` may have another case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from kzru_cite.model.quotation import Quotation
from kzru_cite.model.wording import is_close, plain

# Fewer letters and digits than this are found in many texts by chance.
FEW, FEW_CLOSE = 12, 6
# So many letters may be left out at an omission, and may stand for a note in brackets.
_MOST_LEFT_OUT, _MOST_NOTED = 1500, 80
OMISSION = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.")
_NOTE = re.compile(r"\[([^\[\]]*)\]")
_MOST_LETTERS = 4


class Piece(Struct, frozen=True, kw_only=True):
    """
    Words that stand together, and how many letters may stand between the last piece and them.

    An open end is that of a word which goes on in brackets: "report[ed]" for "reports".
    """

    words: str
    gap: int = 0
    open_start: bool = False
    open_end: bool = False


def is_too_short(quotation: Quotation) -> bool:
    """Tell whether a quotation is so short that finding it proves nothing."""
    words = "".join(piece.words for piece in _pieces(quotation.exact))
    letters = sum(letter.isalnum() for letter in words)
    return letters < (FEW_CLOSE if is_close(words) else FEW)


def readings(exact: str) -> Iterator[tuple[Piece, ...]]:
    """Yield the ways to read brackets: as those of the source, then as notes."""
    for text in _cases(exact):
        yield _pieces(text)
    if _NOTE.search(OMISSION.sub(" ", exact)):
        yield _pieces(exact, notes=True)


def _cases(exact: str) -> Iterator[str]:
    """Yield a text with each single letter in brackets in both cases."""
    letters = [match for match in _NOTE.finditer(exact) if _is_letter(match[1])][:_MOST_LETTERS]
    for swapped in product((False, True), repeat=len(letters)):
        made, end = "", 0
        for match, swap in zip(letters, swapped, strict=True):
            made += exact[end : match.start()] + (match[1].swapcase() if swap else match[1])
            end = match.end()
        yield made + exact[end:]


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _pieces(exact: str, *, notes: bool = False) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for number, part in enumerate(OMISSION.split(exact)):
        inner = _NOTE.split(part)[::2] if notes else [part]
        for index, words in enumerate(inner):
            bare = plain(words).text
            gap = _MOST_NOTED if index else _MOST_LEFT_OUT if number else 0
            if bare:
                found.append(
                    Piece(
                        words=bare,
                        gap=gap,
                        open_start=index > 0 and words[0].isalpha(),
                        open_end=index < len(inner) - 1 and words[-1].isalpha(),
                    )
                )
    return tuple(found)
