"""Take out of the text what must not get into an edition: raw code and unknown attributes."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from kzru_cite.edition.tree import (
    ATTRIBUTED,
    Change,
    Node,
    Nodes,
    attributes,
    has_attributes,
    rewrite,
    walk,
    with_attributes,
)

CLAIM = "claim"
# What a claim carries for the program; editions keep it as data-*.
CLAIM_ATTRIBUTES = ("date", "check", "basis", "needs", "note")
_KEPT = frozenset({"lang", "dir"})
_SIZES = frozenset({"width", "height"})
_SCHEMES = frozenset({"http", "https", "mailto"})
# Controls and no-characters in JSON; what is escaped otherwise comes first, and stays.
_UNFIT = re.compile(r'(\\[\\"nt])|\\u00[01][0-9a-f]|\\[bfr]|[\x7f-\x9f\ufffe\uffff]')


def clean(blocks: Nodes) -> Nodes:
    """
    Drop raw HTML and TeX, comments, unknown attributes, and links that lead nowhere on the web.

    The text of such a link stays. What is left cannot run code or fetch anything.
    """
    changes: dict[str, Change] = dict.fromkeys(ATTRIBUTED, _strip)
    changes |= {"RawInline": _drop, "RawBlock": _drop, "Link": _safe_link}
    changes |= {"Para": _unless_empty, "Plain": _unless_empty}
    cleaned: Nodes = rewrite(blocks, changes)
    return cleaned


def dumped(tree: Node) -> bytes:
    """Return a tree as JSON, for pandoc, without what no page and no XML has: controls."""
    return _UNFIT.sub(r"\1", json.dumps(tree, ensure_ascii=False)).encode()


def unlink_dead(blocks: Nodes) -> Nodes:
    """
    Turn links to an id that is not there into plain text, and those that :func:`clean` drops too.

    Ids met a second time are dropped. Entries have their addresses from the bibliography.
    """
    seen: set[str] = set()

    def first_only(node: Node) -> Nodes:
        identifier = attributes(node)[0]
        if identifier and identifier in seen:
            return [with_attributes(node, identifier="")]
        seen.add(identifier)
        return [node]

    once: Nodes = rewrite(blocks, dict.fromkeys(ATTRIBUTED, first_only))
    there = {attributes(node)[0] for node in walk(once) if has_attributes(node)} - {""}

    def check(node: Node) -> Nodes:
        target: str = node["c"][2][0]
        dead = target[1:] not in there if target.startswith("#") else not leads_out(target)
        return list(node["c"][1]) if dead else [node]

    linked: Nodes = rewrite(once, {"Link": check})
    return linked


def _strip(node: Node) -> Nodes:
    _, classes, pairs = attributes(node)
    kept = _KEPT | (_SIZES if node["t"] == "Image" else frozenset())
    if CLAIM in classes:
        kept |= frozenset(CLAIM_ATTRIBUTES)
    return [with_attributes(node, pairs={n: text for n, text in pairs.items() if n in kept})]


def _safe_link(node: Node) -> Nodes:
    target: str = node["c"][2][0]
    inside = target.startswith("#") and target != "#"
    if inside or leads_out(target):
        return _strip(node)
    return list(node["c"][1])


def leads_out(target: str) -> bool:
    """Tell a link that a reader may follow, to the web or to a mailbox."""
    try:
        return urlsplit(target).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def _drop(_: Node) -> Nodes:
    return []


def _unless_empty(node: Node) -> Nodes:
    return [node] if node["c"] else []
