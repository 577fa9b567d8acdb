"""
Read the claims of a ledger that are written in the plainest way, without all that YAML can be.

    claim-id:
      - ref: key
        quote: "words of the source"
        further:
          - decision: supports

So the program writes them, and most people. YAML's own reader takes some fifteen times as long for
the same nodes. Whatever is written in another way, be it right or wrong, is left to that reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tag import Tag

Pair = tuple[Node, Node]

# A line, what it begins with told apart; a value begins with no sign that means something.
_LINE = re.compile(
    r"""(?P<indent>\ *)(?:
        (?P<dash>-\ )?(?P<key>\w[\w.\-]{0,99}):
        (?:\ +(?P<value>[^\s\-?:,\[\]{}\#&*!|>%@`][^\t]*))?\ *
        |\#.*|)$""",
    re.VERBOSE,
)
_QUOTED = re.compile(r'"(?:[^"\\]|\\["\\nt])*"|\'(?:[^\']|\'\')*\'')
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_NULL, _TEXT, _LIST, _MAPPING = (
    Tag(suffix=f"tag:yaml.org,2002:{kind}") for kind in ("null", "str", "seq", "map")
)
# Where dashes stand: those of links, and those of further decisions.
_DASHES = (2, 6)


class _Mark:
    """An offset, named as YAML's reader names it."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


class _Line(Struct, frozen=True):
    """A line with a key: where it stands, whether a dash comes before it, and its value."""

    start: int
    column: int
    dash: bool
    key: ScalarNode
    value: ScalarNode | None

    @property
    def first(self) -> int:
        """Return where the first sign of the line stands."""
        return self.start + self.column


class _OtherwiseWrittenError(Exception):
    """It is not written in the plainest way."""


def claim(text: str, start: int, end: int) -> Pair | None:
    """
    Return the key and the links of the one claim between two offsets, None if it is not plain.

    *text* holds no character that YAML forbids or takes for the end of a line, but for line feeds.
    """
    try:
        lines = list(_lines(text, start, end))
        return _claim(lines, end)
    except _OtherwiseWrittenError:
        return None


def mapping(pairs: list[Pair], start: int, end: int) -> MappingNode:
    """Return what holds the claims of a ledger."""
    return MappingNode(_MAPPING, pairs, _Mark(start), _Mark(end), flow_style=False)


def moved(node: Node, by: int) -> Node:
    """Put a node, and all within it, at another offset."""
    node.start_mark = _Mark(node.start_mark.index + by)
    node.end_mark = _Mark(node.end_mark.index + by)
    if isinstance(node, MappingNode):
        for pair in node.value:
            for one in pair:
                moved(one, by)
    elif isinstance(node, SequenceNode):
        for one in node.value:
            moved(one, by)
    return node


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    """Yield the lines with keys; blank ones and remarks mean nothing."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found = _LINE.match(text, start, stop)
        if found is None:
            raise _OtherwiseWrittenError
        if found["key"]:
            yield _Line(
                start=start,
                column=len(found["indent"]),
                dash=found["dash"] is not None,
                key=_key(found),
                value=_value(found),
            )
        start = stop + 1


def _key(found: re.Match[str]) -> ScalarNode:
    return _plain(found["key"], found.start("key"))


def _value(found: re.Match[str]) -> ScalarNode | None:
    if found["value"] is None:
        return None
    value, start = found["value"].rstrip(" "), found.start("value")
    if value[0] in "\"'":
        if not _QUOTED.fullmatch(value):
            raise _OtherwiseWrittenError
        return ScalarNode(_TEXT, _unquoted(value), _Mark(start), _Mark(start + len(value)))
    # A colon would make it a key, and a hash sign begins a remark.
    if ": " in value or " #" in value or value[-1] == ":":
        raise _OtherwiseWrittenError
    return _plain(value, start)


def _unquoted(value: str) -> str:
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    return str(json.loads(value)) if "\\" in value else value[1:-1]


def _plain(value: str, start: int) -> ScalarNode:
    tag = _NULL if value in _NULLS else _TEXT
    return ScalarNode(tag, value, _Mark(start), _Mark(start + len(value)))


def _claim(lines: list[_Line], end: int) -> Pair:
    head = lines[0]
    if head.column or head.dash or head.value is not None:
        raise _OtherwiseWrittenError
    links, after = _list(lines, 1, _DASHES[0], end)
    if after < len(lines):
        raise _OtherwiseWrittenError
    return head.key, links


def _list(lines: list[_Line], at: int, column: int, end: int) -> tuple[SequenceNode, int]:
    """Read a list whose dashes stand in *column*; return it, and the number of the line behind."""
    items: list[Node] = []
    begin = at
    while at < len(lines) and lines[at].column == column and lines[at].dash:
        item, at = _item(lines, at, end)
        items.append(item)
    if not items:
        raise _OtherwiseWrittenError
    start = _Mark(lines[begin].first)
    return SequenceNode(_LIST, items, start, _end(lines, at, end), flow_style=False), at


def _item(lines: list[_Line], at: int, end: int) -> tuple[MappingNode, int]:
    """Read the mapping behind a dash."""
    first = lines[at]
    column = first.column + 2
    pairs: list[Pair] = []
    while at < len(lines):
        line = lines[at]
        if line is not first and (line.dash or line.column != column):
            break
        at += 1
        value: Node | None = line.value
        if value is None:
            if column + 2 not in _DASHES:
                raise _OtherwiseWrittenError
            value, at = _list(lines, at, column + 2, end)
        pairs.append((line.key, value))
    start = _Mark(first.key.start_mark.index)
    return MappingNode(_MAPPING, pairs, start, _end(lines, at, end), flow_style=False), at


def _end(lines: list[_Line], at: int, end: int) -> _Mark:
    """Return where a block ends: where the next thing begins, as YAML's reader has it."""
    return _Mark(lines[at].first if at < len(lines) else end)
