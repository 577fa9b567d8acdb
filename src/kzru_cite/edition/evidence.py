"""Bring the evidence onto the page: marks, pop-overs, the reader's switch, and linked data."""

from __future__ import annotations

from kzru_cite.edition.checks import checks, html_bar, paper_bar
from kzru_cite.edition.colophon import COLOPHON
from kzru_cite.edition.front import Front
from kzru_cite.edition.machines import linked_page
from kzru_cite.edition.proof_cards import Library, proof_card
from kzru_cite.edition.proofs import Proof, mark_proofs
from kzru_cite.edition.references import ENTRY
from kzru_cite.edition.sources import languages
from kzru_cite.edition.switch import switch
from kzru_cite.edition.tree import Node, Nodes, attributes, raw, walk
from kzru_cite.model.edition import Material


def with_evidence(blocks: Nodes, material: Material, front: Front) -> tuple[Nodes, dict[str, Node]]:
    """Return the text with its evidence, and the fields that the template of the page prints."""
    labels = front.labels
    noted = material.ledger.notes() if material.ledger else {}
    marked, proofs = mark_proofs(blocks, material.claims, noted, labels)
    library = Library(
        references=material.bibliography.by_key(),
        languages=languages(material.sources),
        entries=frozenset(
            attributes(node)[0]
            for node in walk(marked)
            if node["t"] == "Div" and ENTRY in attributes(node)[1]
        ),
    )
    added = checks(proofs, material.claims, _headings(marked), labels, html_bar)
    added += [node for proof in proofs for node in proof_card(proof, library, labels)]
    page = {
        "switch": _raw(switch(proofs, labels)),
        "marked-claims": _raw(" ".join(_highlight(proof) for proof in proofs)),
        "linked": _raw(linked_page(front, material.claims)),
    }
    return _before_colophon(marked, added), page


def with_checks(blocks: Nodes, material: Material, front: Front) -> Nodes:
    """Return the text for the paper, with the section on sources and checks."""
    noted = material.ledger.notes() if material.ledger else {}
    # The buttons that this puts into a text are for the page alone.
    _, proofs = mark_proofs(blocks, material.claims, noted, front.labels)
    added = checks(proofs, material.claims, _headings(blocks), front.labels, paper_bar)
    return _before_colophon(blocks, added)


def _headings(blocks: Nodes) -> set[str]:
    return {attributes(node)[0] for node in walk(blocks) if node["t"] == "Header"}


def _highlight(proof: Proof) -> str:
    """Show by CSS which claim it is whose pop-over is open."""
    opened = f":root:has(#{proof.anchor}:popover-open)"
    return f"{opened} [data-proof='{proof.number}']{{background:var(--target)}}"


def _raw(text: str) -> Node:
    return {"t": "MetaInlines", "c": [raw("html", text)] if text else []}


def _before_colophon(blocks: Nodes, added: Nodes) -> Nodes:
    at = next(i for i, node in enumerate(blocks) if attributes(node)[0] == COLOPHON)
    return [*blocks[:at], *added, *blocks[at:]]
