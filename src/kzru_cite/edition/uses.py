"""Find where the text cites each source, and give each of those places an id."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec import Struct

from kzru_cite.edition.claims import claim_words
from kzru_cite.edition.clean import CLAIM
from kzru_cite.edition.tree import Node, Nodes, attributes, rewrite, span

# Ids of the places that cite begin so.
USE = "edition-use-"
_WORDS = 60


class Use(Struct, frozen=True, kw_only=True):
    """A place where the text cites *key*; *words* begin the claim around it, or are ''."""

    key: str
    anchor: str
    words: str


def anchor_citations(blocks: Nodes) -> Nodes:
    """Give each citation an id that its entry can lead back to, but for those in headings."""
    number = 0

    def anchor(node: Node) -> Nodes:
        nonlocal number
        number += 1
        return [span([node], f"{USE}{number}")]

    def release(node: Node) -> Nodes:
        # A heading is copied into the table of contents, and an id with it.
        released: Nodes = rewrite([node], {"Span": _without_anchor})
        return released

    anchored: Nodes = rewrite(blocks, {"Cite": anchor, "Header": release})
    return anchored


def _without_anchor(node: Node) -> Nodes:
    identifier = attributes(node)[0]
    return list(node["c"][1]) if identifier.startswith(USE) else [node]


def uses(blocks: Nodes) -> dict[str, tuple[Use, ...]]:
    """Collect the citations that carry an id, by key, in reading order."""
    found: defaultdict[str, list[Use]] = defaultdict(list)
    _collect(blocks, "", found)
    return {key: tuple(each) for key, each in found.items()}


def _collect(value: Any, claim: str, found: defaultdict[str, list[Use]]) -> None:  # noqa: ANN401
    if isinstance(value, list):
        for item in value:
            _collect(item, claim, found)
    elif isinstance(value, dict):
        _collect_in(value, claim, found)


def _collect_in(node: Node, claim: str, found: defaultdict[str, list[Use]]) -> None:
    identifier = ""
    if node.get("t") in {"Span", "Div"}:
        identifier, classes, _ = attributes(node)
        claim = claim_words(node, _WORDS) if CLAIM in classes else claim
    if not identifier.startswith(USE):
        _collect(node.get("c"), claim, found)
        return
    for key in _cited(node):
        found[key].append(Use(key=key, anchor=identifier, words=claim))


def _cited(anchored: Node) -> list[str]:
    """Return the keys of a citation, each once."""
    citations = anchored["c"][1][0]["c"][0]
    return list(dict.fromkeys(citation["citationId"] for citation in citations))
