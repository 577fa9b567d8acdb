"""Fit the tree to HTML, the single page as well as the chapters of the EPUB."""

from __future__ import annotations

from kzru_cite.edition.clean import CLAIM, CLAIM_ATTRIBUTES
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    div,
    plain,
    rewrite,
    with_attributes,
)


def name_claim_data(blocks: Nodes) -> Nodes:
    """Turn what a claim carries for the program into ``data-*`` attributes."""

    def rename(node: Node) -> Nodes:
        _, classes, pairs = attributes(node)
        if CLAIM not in classes:
            return [node]
        named = {_data(name): text for name, text in pairs.items()}
        return [with_attributes(node, pairs=named)]

    renamed: Nodes = rewrite(blocks, {"Span": rename, "Div": rename})
    return renamed


def _data(name: str) -> str:
    return f"data-{name}" if name in CLAIM_ATTRIBUTES else name


def wrap_tables(blocks: Nodes, *, unnamed: str) -> Nodes:
    """Put each table into a box that scrolls, by keyboard too; its name is the caption."""

    def wrap(node: Node) -> Nodes:
        name = plain(node["c"][1]) or unnamed
        return [div([node], "", "table", tabindex="0", role="group", aria_label=name)]

    wrapped: Nodes = rewrite(blocks, {"Table": wrap})
    return wrapped
