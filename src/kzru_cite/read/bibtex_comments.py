"""Blank out the comments of a .bib file, so that what they hold is not taken for fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGN = re.compile(r"^[ \t]*@\s*(?P<kind>\w+)\s*[{(]|(?<!\\)[{}\"%]", re.MULTILINE)
# In these a percent sign is text like any other.
_PLAIN = frozenset({"comment", "preamble", "string"})


def blank_comments(text: str) -> str:
    """Return *text* with spaces for each comment, from a percent sign to the end of the line."""
    if "%" not in text:
        return text
    parts: list[str] = []
    done = 0
    for start, end in comments(text):
        parts += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def comments(text: str) -> Iterator[tuple[int, int]]:
    """
    Give the comments as offsets, the end of the line exclusive.

    A percent sign in a value is text, and so is one in a ``@comment``. An entry that begins a
    line ends whatever is open before it.
    """
    depth = position = 0
    quoted = plain = False
    while match := _SIGN.search(text, position):
        position = match.end()
        sign = match[0]
        if match["kind"]:
            depth, quoted, plain = 1, False, match["kind"].lower() in _PLAIN
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(depth - 1, 0)
            plain = plain and depth > 0
        elif sign == '"':
            quoted = quoted != (depth == 1)
        elif depth < 2 and not quoted and not plain:
            end = text.find("\n", match.start())
            position = len(text) if end < 0 else end
            yield match.start(), position
