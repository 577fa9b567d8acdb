"""
Make the tree of a YAML file's nodes, with offsets into its text.

The YAML of a ledger is plain: no tag, anchor or alias. None of them has a use here, and without
them no document can build anything, or grow while it is read.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

__all__ = ["MappingNode", "NoYamlError", "Node", "ScalarNode", "SequenceNode"]

_NULL = "tag:yaml.org,2002:null"
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


def compose(text: str) -> Node | None:
    """Return the root of the one document in *text*, None when it is empty; raises NoYamlError."""
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
