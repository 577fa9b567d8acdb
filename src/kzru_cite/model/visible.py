"""Keep out of words of others what a terminal or an editor would obey."""

from __future__ import annotations

import re
import unicodedata

# Escape sequences: CSI, strings such as OSC up to their end, and others of two letters.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# These two join letters in Persian and Indic scripts and change nothing else.
JOINERS = "\u200c\u200d"
_BLANK = frozenset({"Zl", "Zp", "Zs"})


def visible(text: str) -> str:
    """Return a text of others on one line: no escape sequence, control or direction mark."""
    plain = _ESCAPES.sub("", text)
    return re.sub(" +", " ", "".join(map(_letter, plain))).strip(" ")


def visible_lines(text: str) -> str:
    """Return a text of others as visible, each of its lines by itself and as far in as it is."""
    lines = ((line, line.lstrip(" ")) for line in text.split("\n"))
    return "\n".join(line[: len(line) - len(bare)] + visible(bare) for line, bare in lines)


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in "\t\n\r\v\f\x85" or category in _BLANK:
        # A blank that holds a figure and its unit together stays.
        return letter if letter in "\xa0\u202f" else " "
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cf") and letter not in JOINERS else letter
