"""
Make the tree of a YAML file's nodes, with offsets into its text.

The YAML of a ledger is plain: no tag, anchor or alias. None of them has a use here, and without
them no document can build anything, or grow while it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    NodeEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import Reader, ReaderError

from kzru_cite.read.ledger_plain import Pair, claim, mapping, moved

__all__ = ["MappingNode", "NoYamlError", "Node", "ScalarNode", "SequenceNode"]

_NULL = "tag:yaml.org,2002:null"
# Where a claim begins, and what may come before the first one: blanks and remarks.
_CLAIM = re.compile(r"^[\w\"']", re.MULTILINE)
_HEAD = re.compile(r"(?: *(?:#.*)?\n)*")
# Where there may be more in the file than claims, or the lines of YAML are not those of a text.
_MORE = re.compile(r"^[^\w\"' #\n]|[\r\x85\u2028\u2029\ufeff]", re.MULTILINE)
# A ledger has four levels.
_DEPTH = 32


class NoYamlError(ValueError):
    """A text that is no plain YAML: why, and the offset at which that shows."""

    def __init__(self, words: str, offset: int) -> None:
        super().__init__(words)
        self.words = words
        self.offset = offset


class _Plain(Composer):
    """Make nodes, and refuse what a ledger has no use for."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401  as in the library
        event = self.parser.peek_event()
        tag = getattr(event, "ctag", None)
        # A lone "!" only says that a text is a text.
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise ComposerError(None, None, "a ledger has no anchors and aliases", event.start_mark)
        if tag is not None and str(tag) != "!":
            raise ComposerError(None, None, "a ledger has no tags", event.start_mark)
        if self.depth >= _DEPTH:
            raise ComposerError(None, None, "it is nested too deeply", event.start_mark)
        return super().compose_node(parent, index)


def sizes(text: str) -> Iterator[tuple[int, int]]:
    """
    Yield the offset of each alias, and how many nodes there are with it, aliases followed.

    It ends where the text is no YAML.
    """
    named: dict[str, int] = {}
    # The anchors of what is open, and the nodes before each.
    around: list[tuple[str | None, int]] = []
    nodes = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, AliasEvent):
                nodes += named.get(event.anchor, 1)
                yield event.start_mark.index, nodes
            elif isinstance(event, CollectionEndEvent):
                anchor, before = around.pop()
                if anchor is not None:
                    named[anchor] = nodes - before
            elif isinstance(event, NodeEvent):
                if isinstance(event, CollectionStartEvent):
                    around.append((event.anchor, nodes))
                elif event.anchor is not None:
                    named[event.anchor] = 1
                nodes += 1
    except YAMLError:
        return


def compose(text: str) -> Node | None:
    """Return the root of the one document in *text*, None when it is empty; raises NoYamlError."""
    if Reader.NON_PRINTABLE.search(text) or _MORE.search(text):
        return whole(text)
    try:
        return _by_claims(text) or whole(text)
    except NoYamlError:
        # What is wrong, and where, shows in the whole.
        return whole(text)


def _by_claims(text: str) -> Node | None:
    """Read plain claims by themselves, and all that stands between two of them by YAML's reader."""
    starts = [match.start() for match in _CLAIM.finditer(text)]
    head = _HEAD.match(text)
    if not starts or head is None or head.end() != starts[0]:
        return None
    pairs: list[Pair] = []
    other = starts[0]
    for start, end in pairwise((*starts, len(text))):
        pair = claim(text, start, end)
        if pair is None:
            continue
        between = _between(text, other, start)
        if between is None:
            return None
        pairs += (*between, pair)
        other = end
    between = _between(text, other, len(text)) if pairs else None
    return None if between is None else mapping([*pairs, *between], starts[0], len(text))


def _between(text: str, start: int, end: int) -> list[Pair] | None:
    """Return the claims between two offsets, None if there is more; raises NoYamlError."""
    if start == end:
        return []
    root = whole(text[start:end])
    if not isinstance(root, MappingNode) or root.flow_style or root.start_mark.index:
        return None
    return [(moved(key, start), moved(value, start)) for key, value in root.value]


def whole(text: str) -> Node | None:
    """Return what ``compose`` does, by YAML's own reader alone, which takes its time."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Plain
    try:
        root: Node | None = yaml.compose(text)
    except ReaderError as cause:
        letter = cause.character if isinstance(cause.character, int) else 0
        words = f"the character U+{letter:04X} is not allowed"
        raise NoYamlError(words, cause.position) from cause
    except YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        words = str(getattr(cause, "problem", None) or cause).splitlines()[0]
        words = words.removeprefix("but ")
        raise NoYamlError(words, mark.index if mark else 0) from cause
    return root


def is_null(node: Node) -> bool:
    """Tell whether nothing is written where a value could be."""
    return isinstance(node, ScalarNode) and node.tag == _NULL
