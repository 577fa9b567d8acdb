"""Hold the marks that stand for references in a text, until claims are made of them."""

from __future__ import annotations

import re

from msgspec import Struct

# Signs of a private area, around a number: no text has them, and pandoc lets them pass.
_FIRST, _LAST = "\ue100", "\ue101"
VOID = "\ue102"
TOKEN = re.compile(f"{_FIRST}(\\d+){_LAST}")
_PRIVATE = re.compile(f"[{_FIRST}{_LAST}{VOID}]")


def token(number: int) -> str:
    """Return what stands in the text for the mark with this number."""
    return f"{_FIRST}{number}{_LAST}"


def without_private(text: str) -> str:
    """Drop the signs that are used here for something else."""
    return _PRIVATE.sub("", text)


class Cited(Struct, frozen=True, kw_only=True):
    """
    A reference at a mark: words before it, the place in it, and words quoted from it.

    *in_words* is set where the name of the author is part of the sentence.
    """

    key: str
    prefix: str = ""
    locator: str = ""
    quote: str = ""
    in_words: bool = False


class Mark(Struct, frozen=True, kw_only=True):
    """
    A mark in the text.

    It cites, or says what the words before it need (a word of ``needs=``), or where in the
    reference before it something stands (*locator*). One of a *note* only tells that the note is
    there. *listed* ones cite for the list of sources alone, when nothing stands beside them. One
    that *refers* is counted as a reference of the text.
    """

    line: int
    cited: tuple[Cited, ...] = ()
    needs: str = ""
    locator: str = ""
    note: bool = False
    listed: bool = False
    refers: bool = True
