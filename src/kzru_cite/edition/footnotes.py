"""Gather the footnotes of a page in a section of their own, in front of the references."""

from __future__ import annotations

from kzru_cite.edition.tree import (
    Node,
    Nodes,
    div,
    header,
    link,
    numbered,
    para,
    rewrite,
    superscript,
    with_attributes,
    words,
)

# The number of a footnote follows.
_NOTE, _MARK = "edition-fn-", "edition-fnref-"


def gather_footnotes(blocks: Nodes, *, title: str, back: str) -> tuple[Nodes, Nodes]:
    """Replace footnotes by links; return the text, and the section, empty without footnotes."""
    replaced, notes = lift_footnotes(blocks)
    if not notes:
        return replaced, []
    items = [[div(led_back(inner, f"#{mark}", back), anchor)] for anchor, mark, inner in notes]
    return replaced, [header(1, "edition-footnotes", title), numbered(items)]


def lift_footnotes(
    blocks: Nodes, before: int = 0, **pairs: str
) -> tuple[Nodes, list[tuple[str, str, Nodes]]]:
    """
    Replace footnotes by links, numbered on from *before*, with further attributes in *pairs*.

    Return the text, and of each footnote its id, the id of the link, and its blocks.
    """
    notes: list[tuple[str, str, Nodes]] = []

    def replace(node: Node) -> Nodes:
        number = before + len(notes) + 1
        notes.append((f"{_NOTE}{number}", f"{_MARK}{number}", node["c"]))
        sign = [superscript(words(str(number)))]
        mark = link(sign, f"#{_NOTE}{number}", **{"role": "doc-noteref", **pairs})
        return [with_attributes(mark, identifier=f"{_MARK}{number}")]

    replaced: Nodes = rewrite(blocks, {"Note": replace})
    return replaced, notes


def led_back(blocks: Nodes, target: str, name: str) -> Nodes:
    """Let a note end in the way back to its mark; *name* says so in words."""
    return _ended(blocks, link(words("↑"), target, "back", role="doc-backlink", aria_label=name))


def _ended(blocks: Nodes, way: Node) -> Nodes:
    last = blocks[-1] if blocks else para([])
    if last["t"] in {"Para", "Plain"}:
        return [*blocks[:-1], {**last, "c": [*last["c"], *words("\u00a0"), way]}]
    if last["t"] == "Div":
        return [*blocks[:-1], {**last, "c": [last["c"][0], _ended(last["c"][1], way)]}]
    return [*blocks, para([way])]
