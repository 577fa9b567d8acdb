"""Fit the tree to plain Markdown: notes on claims become footnotes, marks for programs are gone."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import quote

from kzru_cite.edition.pictures import embed
from kzru_cite.edition.tree import (
    ATTRIBUTED,
    Change,
    Node,
    Nodes,
    attributes,
    para,
    rewrite,
    with_attributes,
)

_MARK, _REMARK = "edition-mark-", "edition-remark-"
_REMARKS = "edition-remarks"


def for_markdown(blocks: Nodes, contents: Mapping[str, bytes], output: str) -> Nodes:
    """
    Return the blocks for a file in the folder *output* of the project.

    Images keep their files, seen from there; an *output* outside the project gets them inside.
    Without attributes there is nothing that a link inside the text could lead to: its words stay.
    """
    remarks = _remarks(blocks)

    def unwrap(node: Node) -> Nodes:
        identifier, classes, _ = attributes(node)
        if identifier.startswith(_MARK):
            inner = remarks.get(identifier.removeprefix(_MARK))
            return [{"t": "Note", "c": [para(inner)]}] if inner else []
        return [] if "uses" in classes else list(node["c"][1])

    def unbox(node: Node) -> Nodes:
        return [] if "remarks" in attributes(node)[1] else list(node["c"][1])

    def follow(node: Node) -> Nodes:
        bare = with_attributes(node, identifier="", classes=[], pairs={})
        return list(node["c"][1]) if node["c"][2][0].startswith("#") else [bare]

    def name(node: Node) -> Nodes:
        gone = node["t"] == "Header" and attributes(node)[0] == _REMARKS
        return [] if gone else [_bare(node)]

    changes: dict[str, Change] = dict.fromkeys(ATTRIBUTED, name)
    changes |= {"Span": unwrap, "Div": unbox, "Link": follow}
    fitted: Nodes = rewrite(blocks, changes)
    return _with_images(fitted, contents, output)


def _bare(node: Node) -> Node:
    """Take the attributes off, but for the language of code, which plain Markdown knows."""
    kept = attributes(node)[1] if node["t"] == "CodeBlock" else []
    return with_attributes(node, identifier="", classes=kept, pairs={})


def _remarks(blocks: Nodes) -> dict[str, Nodes]:
    """Return what the notes at the end say, by their number, without the way back."""
    found: dict[str, Nodes] = {}

    def take(node: Node) -> Nodes:
        identifier = attributes(node)[0]
        if identifier.startswith(_REMARK):
            # The way back is the last, after a space.
            found[identifier.removeprefix(_REMARK)] = node["c"][1][:-2]
        return [node]

    rewrite(blocks, {"Span": take})
    return found


def _with_images(blocks: Nodes, contents: Mapping[str, bytes], output: str) -> Nodes:
    folder = posixpath.normpath(output)
    if posixpath.isabs(folder) or folder.split("/", 1)[0] == "..":
        return embed(blocks, contents)
    up = "" if folder == "." else "../" * len(folder.split("/"))

    def move(node: Node) -> Nodes:
        own, inner, (path, title) = node["c"]
        return [{**node, "c": [own, inner, [quote(f"{up}{path}"), title]]}]

    moved: Nodes = rewrite(blocks, {"Image": move})
    return moved
