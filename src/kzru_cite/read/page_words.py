"""Keep texts of pages safe and comparable: one form of letters and blanks, nothing unprintable."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1000
# Marks that are seen by nobody and differ between copies; halves of pairs cannot be written.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def words(text: str) -> tuple[str, ...]:
    """Take a list of words apart at the blanks, so that lists stay readable."""
    return tuple(text.split())


def fold(text: str) -> str:
    """Return *text* in composed form, with single blanks, without what cannot be seen."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    # What can be printed has no other blanks than the plain one, and nothing to be taken out.
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_CONTROL.sub("", text).split())


def short(text: str) -> str:
    """Return *text* folded, and cut off where no honest title or name goes on."""
    return fold(text[: LONGEST * 4])[:LONGEST]


def key(text: str) -> str:
    """Return the letters and digits of *text* in small letters, to see whether two are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def distinct(texts: list[str], most: int = 12) -> tuple[str, ...]:
    """Return the texts that are not empty, each once, at most so many."""
    return tuple(dict.fromkeys(filter(None, texts)))[:most]
