"""Fit the tree to DOCX, where each claim carries a comment on what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kzru_cite.edition.clean import CLAIM
from kzru_cite.edition.packed import repack
from kzru_cite.edition.tree import Node, Nodes, attributes, para, rewrite, span, walk, words
from kzru_cite.model.bonds import Bond

_AUTHOR = "kzru-cite"
_START, _END = "comment-start", "comment-end"
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb'(<dcterms:(?:created|modified) xsi:type="dcterms:W3CDTF">)[^<]*')
# What Word keeps its words in, so that comment marks can stand there.
_LINES = frozenset({"Para", "Plain", "Header"})


def comment_claims(
    blocks: Nodes, bonds: Mapping[str, Sequence[Bond]], noted: Mapping[str, str], day: date
) -> Nodes:
    """
    Put a comment on each claim: its id, open needs and notes, and how each source bears it out.

    *bonds* and *noted* are by id. Comments are for editors and speak as the program does, in
    English. One on a claim inside a footnote stands at the footnote's mark.
    """
    number = -1

    def marks(node: Node) -> tuple[Node, Node] | None:
        nonlocal number
        name, classes, pairs = attributes(node)
        if CLAIM not in classes:
            return None
        number += 1
        lines = list(_lines(name, pairs, bonds.get(name, ()), noted.get(name, "")))
        pair = {"author": _AUTHOR, "date": f"{day.isoformat()}T00:00:00Z"}
        start = span(_joined(lines), str(number), _START, **pair)
        return start, span([], str(number), _END)

    def mark_span(node: Node) -> Nodes:
        found = marks(node)
        return [node] if found is None else [found[0], node, found[1]]

    def mark_div(node: Node) -> Nodes:
        found = marks(node)
        return [node] if found is None else _around(node, *found)

    def outside(node: Node) -> Nodes:
        starts, ends = (_marks_in(node, kind) for kind in (_START, _END))
        bare: Nodes = rewrite([node], {"Span": lambda one: [] if _is_mark(one) else [one]})
        return [*starts, *bare, *ends]

    changes = {"Span": mark_span, "Div": mark_div, "Note": outside}
    commented: Nodes = rewrite(blocks, changes)
    return commented


def _lines(name: str, pairs: Mapping[str, str], bonds: Sequence[Bond], noted: str) -> Iterator[str]:
    yield f"claim {name}" if name else "claim without id"
    for attribute in ("date", "basis", "needs", "check", "note"):
        if pairs.get(attribute):
            yield f"{attribute}: {pairs[attribute]}"
    if noted:
        yield f"ledger: {noted}"
    for bond in bonds:
        yield from _of_bond(bond)


def _of_bond(bond: Bond) -> Iterator[str]:
    where = " ".join(filter(None, (f"@{bond.reference}", bond.locator.strip(" ,"))))
    decided = bond.decided
    by = f", {decided.by}" if decided and decided.by else ""
    on = f", {decided.on.isoformat()}" if decided and decided.on else ""
    why = f" ({bond.why})" if bond.why else ""
    yield f"{where}: {bond.standing.value}{why}{by}{on}"
    if bond.link and bond.link.quotation:
        yield f"“{bond.link.quotation.exact}”"
    if bond.address:
        yield bond.address


def _joined(lines: Sequence[str]) -> Nodes:
    first, *others = lines
    return [*words(first), *(node for line in others for node in (_BREAK, *words(line)))]


_BREAK: Node = {"t": "LineBreak"}


def _around(node: Node, start: Node, end: Node) -> Nodes:
    own, inner = node["c"]
    if not inner or inner[0]["t"] not in _LINES or inner[-1]["t"] not in _LINES:
        # Nowhere to put a mark at both ends: the comment stands on a line of its own.
        return [{**node, "c": [own, [para([start, end]), *inner]]}]
    opened = [_with(inner[0], [start], []), *inner[1:]]
    return [{**node, "c": [own, [*opened[:-1], _with(opened[-1], [], [end])]]}]


def _with(line: Node, before: Nodes, after: Nodes) -> Node:
    if line["t"] == "Header":
        level, own, inner = line["c"]
        return {**line, "c": [level, own, [*before, *inner, *after]]}
    return {**line, "c": [*before, *line["c"], *after]}


def _is_mark(node: Node) -> bool:
    return bool({_START, _END} & set(attributes(node)[1]))


def _marks_in(node: Node, kind: str) -> Nodes:
    return [one for one in walk(node["c"]) if one["t"] == "Span" and kind in attributes(one)[1]]


def complete_document(document: bytes, *, day: date) -> bytes:
    """Return the document with the day it was made for: pandoc's sandbox has no clock."""
    moment = rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode()

    def change(name: str, content: bytes) -> bytes:
        return _MOMENT.sub(moment, content) if name == _CORE else content

    return repack(document, day=day, change=change)
