"""
Put texts of others into Markdown so that they stay text wherever it is shown.

A message quotes what pages say. In an issue or a step summary ``@name`` would call somebody,
``#1`` point to another issue and an address become a link; in code none of that happens. So what
is quoted, addresses and the like become code, and the rest loses what Markdown would obey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.visible import visible

_CODED = re.compile(
    r"'(?:[^'\n]|(?<=\w)'(?=\w))*'|\"[^\"\n]*\"|\S*://\S*|\bwww\.\S*|\S*@\S*|\S*#\w\S*"
)
# A word between colons names a picture: ``:smile:``.
_OBEYED = re.compile(r"([\\`*_{}\[\]<>#!|~$&]|:(?=[\w+-]+:))")
# What begins a list or a heading, should the text begin a line.
_BEGINS = re.compile(r"^(\d+)?([-+.)=])")


def marked(text: str) -> str:
    """Return one line of Markdown that shows a text as it is."""
    return "".join(_parts(visible(text)))


def _parts(text: str) -> Iterator[str]:
    done = 0
    for match in _CODED.finditer(text):
        yield _plain(text[done : match.start()])
        yield code(match[0])
        done = match.end()
    yield _plain(text[done:])


def _plain(text: str) -> str:
    return _BEGINS.sub(r"\1\\\2", _OBEYED.sub(r"\\\1", text))


def code(text: str) -> str:
    """Return a text as code; '' for one without visible letters."""
    text = visible(text)
    if not text:
        return ""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    # One blank on either side is taken off again, and keeps a grave accent from the fence.
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
