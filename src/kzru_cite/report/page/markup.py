"""Put texts of others into HTML so that they stay text."""

from __future__ import annotations

import unicodedata
from html import escape

# What a browser would obey rather than show, and what HTML forbids: controls, direction marks,
# halves of pairs, and numbers that are no letters.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
# These two join letters in Persian and Indic scripts and change nothing else.
_JOINERS = "\u200c\u200d"


def text(words: str) -> str:
    """Return words escaped for use between tags and in attributes with quotation marks."""
    return escape("".join(map(_shown, words)), quote=True)


def _shown(letter: str) -> str:
    if letter in "\t\n":
        return " "
    hidden = unicodedata.category(letter) in _HIDDEN and letter not in _JOINERS
    return "\ufffd" if hidden else letter


def own(words: str) -> str:
    """Return words in an element of their own, whose direction does not reach what is around."""
    return f"<bdi>{text(words)}</bdi>"
