"""Find the claims of a text with what bears them out, and put a mark behind each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.edition.claims import claim_words
from kzru_cite.edition.clean import CLAIM
from kzru_cite.edition.labels import Labels
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    para,
    raw,
    rewrite,
    walk,
    with_attributes,
)
from kzru_cite.model.bonds import Bond, ClaimMap, Standing
from kzru_cite.model.claim_state import ClaimState, claim_state

_HTML = "html"
_BUTTON = '<button type="button" class="mark"'
NOTEREF = "doc-noteref"
# What follows a mark and must not begin a line.
_STOPS = re.compile(r"[.,;:!?)\]»”’…]+")


class Proof(Struct, frozen=True, kw_only=True):
    """
    What is known of a claim; *number* counts from 1, in the order of the text.

    *needs* are the values as written. A claim that the ledger does not know has bonds all the
    same, by its citations.
    """

    number: int
    words: str
    state: ClaimState
    bonds: tuple[Bond, ...]
    needs: tuple[str, ...]
    basis: str
    note: str

    @property
    def anchor(self) -> str:
        """Return the id of the pop-over."""
        return f"edition-proof-{self.number}"


# What opens the evidence of a claim, and stands behind it.
Mark: TypeAlias = Callable[[Proof, Labels], Node]


class _Known(Struct, frozen=True, kw_only=True):
    bonds: Mapping[str, tuple[Bond, ...]]
    noted: Mapping[str, str]
    labels: Labels


def button(proof: Proof, labels: Labels) -> Node:
    """Make the mark of a page, which opens a pop-over."""
    needs = needs_shown(proof, labels)
    shown = f'<span class="needs">{escape(needs)}</span>' if needs else ""
    text = (
        f'{_BUTTON} data-state="{proof.state.value}" popovertarget="{proof.anchor}"'
        f' aria-label="{escape(mark_name(proof, labels))}"><span class="sign"></span>{shown}'
        "</button>"
    )
    return raw(_HTML, text)


def mark_proofs(
    blocks: Nodes,
    claims: ClaimMap | None,
    noted: Mapping[str, str],
    labels: Labels,
    mark: Mark = button,
) -> tuple[Nodes, tuple[Proof, ...]]:
    """
    Put a mark behind each claim outside of headings, and return what it opens.

    A *mark* is a button, or a link with the role ``doc-noteref``.
    """
    bonds = {one.claim.id: one.bonds for one in claims.bound if one.claim.id} if claims else {}
    known = _Known(bonds=bonds, noted=noted, labels=labels)
    proofs: list[Proof] = []

    def prove(node: Node) -> Proof | None:
        if CLAIM not in attributes(node)[1]:
            return None
        proofs.append(_proof(node, len(proofs) + 1, known))
        return proofs[-1]

    def mark_span(node: Node) -> Nodes:
        proof = prove(node)
        return [node] if proof is None else [_stated(node, proof), mark(proof, labels)]

    def mark_div(node: Node) -> Nodes:
        proof = prove(node)
        return (
            [node] if proof is None else [_marked_at_end(_stated(node, proof), mark(proof, labels))]
        )

    def release(node: Node) -> Nodes:
        return [_unmarked(node)]

    marked: Nodes = rewrite(
        blocks, {"Span": mark_span, "Div": mark_div, "Header": release, "Image": release}
    )
    marked = rewrite(marked, {"Para": _joined, "Plain": _joined})
    there = {repr(node) for node in walk(marked) if is_mark(node)}
    return marked, tuple(one for one in proofs if repr(mark(one, labels)) in there)


def _proof(node: Node, number: int, known: _Known) -> Proof:
    name, _, pairs = attributes(node)
    needs = tuple(pairs.get("needs", "").split())
    cited = dict.fromkeys(
        citation["citationId"]
        for inner in walk(node["c"])
        if inner["t"] == "Cite"
        for citation in inner["c"][0]
    )
    unknown = tuple(Bond(reference=key, standing=Standing.UNLINKED) for key in cited)
    bonds = known.bonds.get(name, unknown)
    # What the ledger notes on a source stands with it.
    told = any(bond.link and bond.link.note for bond in bonds)
    noted = "" if told else known.noted.get(name, "")
    basis = pairs.get("basis", "").strip()
    return Proof(
        number=number,
        words=claim_words(node),
        state=claim_state([bond.standing for bond in bonds], needs, basis),
        bonds=bonds,
        needs=needs,
        basis=basis,
        note=" ".join(filter(None, (pairs.get("note", "").strip(), noted))),
    )


def _stated(node: Node, proof: Proof) -> Node:
    added = {"data-state": proof.state.value, "data-proof": str(proof.number)}
    return with_attributes(node, pairs={**attributes(node)[2], **added})


def needs_shown(proof: Proof, labels: Labels) -> str:
    """Say what a claim still needs, '' for nothing."""
    return ", ".join(labels.needs.get(need, need) for need in proof.needs)


def mark_name(proof: Proof, labels: Labels) -> str:
    """Name a mark by what it shows, then by what it opens."""
    needs = needs_shown(proof, labels)
    return f"{needs}. {proof_name(proof, labels)}" if needs else proof_name(proof, labels)


def proof_name(proof: Proof, labels: Labels) -> str:
    """Name a pop-over by the state of the claim and its words."""
    state = labels.evidence.states[proof.state]
    return labels.evidence.proof_of.format(state=state, words=proof.words)


def _marked_at_end(node: Node, mark: Node) -> Node:
    """Put the mark of a box into its last paragraph, that of a list or table behind it."""
    own, inner = node["c"]
    if inner and inner[-1]["t"] in {"Para", "Plain"}:
        last = inner[-1]
        return {**node, "c": [own, [*inner[:-1], {**last, "c": [*last["c"], mark]}]]}
    return {**node, "c": [own, [*inner, para([mark])]]}


def _joined(node: Node) -> Nodes:
    """Keep a mark on one line with the stop behind it."""
    inlines: Nodes = []
    opened = False
    for inline in node["c"]:
        if opened and not _belongs(inline):
            stop = _STOPS.match(inline["c"]) if inline["t"] == "Str" else None
            inlines += [{"t": "Str", "c": stop[0]}] if stop else []
            inlines.append(raw(_HTML, "</span>"))
            opened = False
            if stop:
                rest = inline["c"][stop.end() :]
                inlines += [{"t": "Str", "c": rest}] if rest else []
                continue
        if not opened and is_mark(inline):
            inlines.append(raw(_HTML, '<span class="joined">'))
            opened = True
        inlines.append(inline)
    inlines += [raw(_HTML, "</span>")] if opened else []
    return [{**node, "c": inlines}]


def _belongs(inline: Node) -> bool:
    return is_mark(inline) or "remark" in attributes(inline)[1]


def is_mark(node: Node) -> bool:
    """Tell whether a node is what opens the evidence of a claim."""
    if node["t"] == "RawInline":
        return _BUTTON in node["c"][1]
    # Nothing that an author writes keeps a role.
    return "mark" in attributes(node)[1] and attributes(node)[2].get("role") == NOTEREF


def _unmarked(node: Node) -> Node:
    def drop(inner: Node) -> Nodes:
        return [] if is_mark(inner) else [inner]

    released: Node = rewrite(node, {"RawInline": drop, "Link": drop})
    return released
