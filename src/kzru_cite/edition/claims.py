"""Show what the editors say of a claim: a mark behind it, and a note at the end of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from kzru_cite.edition.clean import CLAIM
from kzru_cite.edition.labels import Labels
from kzru_cite.edition.text import shorten, with_links
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    div,
    emphasis,
    header,
    link,
    numbered,
    para,
    plain,
    plain_block,
    rewrite,
    span,
    superscript,
    words,
)

_WORDS = 70
REMARKS = "edition-remarks"
# The number of a remark follows.
REMARK_MARK = "edition-mark-"


class Remark(Struct, frozen=True, kw_only=True):
    """What is to be said of a claim; *number* counts from 1, *needs* are the values as written."""

    number: int
    words: str
    needs: tuple[str, ...]
    note: str

    @property
    def anchor(self) -> str:
        """Return the id of the note at the end."""
        return f"edition-remark-{self.number}"

    @property
    def mark_anchor(self) -> str:
        """Return the id of the mark in the text."""
        return f"{REMARK_MARK}{self.number}"


def claim_words(node: Node, limit: int = _WORDS) -> str:
    """Return the beginning of a claim's text, to stand in quotation marks; without citations."""
    text = plain(node["c"][1], without=("Cite", "Superscript"))
    return shorten(text.replace("“", "‘").replace("”", "’"), limit)


def mark_claims(
    blocks: Nodes, labels: Labels, noted: Mapping[str, str] = MappingProxyType({})
) -> tuple[Nodes, tuple[Remark, ...]]:
    """
    Put a mark behind each claim that has a note or needs work, and return what it says.

    *noted* is what the ledger notes on claims, by their ids; it follows their own notes.
    """
    remarks: list[Remark] = []

    def remark_on(node: Node) -> Remark | None:
        name, classes, pairs = attributes(node)
        needs = tuple(pairs.get("needs", "").split())
        note = " ".join(filter(None, (pairs.get("note", "").strip(), noted.get(name, ""))))
        if CLAIM not in classes or not (needs or note):
            return None
        remark = Remark(number=len(remarks) + 1, words=claim_words(node), needs=needs, note=note)
        remarks.append(remark)
        return remark

    def mark_span(node: Node) -> Nodes:
        remark = remark_on(node)
        return [node] if remark is None else [node, _mark(remark, labels)]

    def mark_div(node: Node) -> Nodes:
        remark = remark_on(node)
        return [node] if remark is None else [_mark_at_end(node, _mark(remark, labels))]

    marked: Nodes = rewrite(blocks, {"Span": mark_span, "Div": mark_div})
    return marked, tuple(remarks)


def _mark(remark: Remark, labels: Labels) -> Node:
    shown = [labels.needs.get(need, need) for need in remark.needs]
    shown += [labels.remark.format(number=remark.number)] if remark.note else []
    inner = link(words(f"[{', '.join(shown)}]"), f"#{remark.anchor}")
    return span([superscript([inner])], remark.mark_anchor, "remark")


def _mark_at_end(node: Node, mark: Node) -> Node:
    own, inner = node["c"]
    last = inner[-1] if inner else None
    if last is not None and last["t"] in {"Para", "Plain"}:
        inner = [*inner[:-1], {**last, "c": [*last["c"], mark]}]
    else:
        inner = [*inner, para([mark])]
    return {**node, "c": [own, inner]}


def remarks_section(remarks: Sequence[Remark], labels: Labels) -> Nodes:
    """Write the notes on claims, each with the way back to its mark; nothing without notes."""
    if not remarks:
        return []
    items = [[plain_block(_item(remark, labels))] for remark in remarks]
    title = header(1, REMARKS, labels.remarks, "unnumbered")
    return [title, div([numbered(items)], "", "remarks")]


def _item(remark: Remark, labels: Labels) -> Nodes:
    opening, closing = labels.quotes
    quoted = words(f"{opening}{remark.words}{closing}")
    reasons = [labels.reasons.get(need, f"{need}.") for need in remark.needs]
    inner: Nodes = [emphasis(quoted), *words(": ")]
    if reasons:
        inner += [*words(" ".join(reasons)), *([{"t": "Space"}] if remark.note else [])]
    if remark.note:
        inner += with_links(remark.note)
    back = link(words("↑"), f"#{remark.mark_anchor}", "back", aria_label=labels.back)
    # The space does not break, so that the arrow never stands on a line of its own.
    return [span([*inner, *words("\u00a0"), back], remark.anchor)]
