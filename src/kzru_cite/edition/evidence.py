"""Bring the evidence onto the page: marks, pop-overs, the reader's switch, and linked data."""

from __future__ import annotations

from collections.abc import Iterable

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
    nodes = list(walk(marked))
    library = library_of(material, nodes)
    added = checks(proofs, material.claims, headings_of(nodes), labels, html_bar)
    added += [node for proof in proofs for node in proof_card(proof, library, labels)]
    page = {
        "switch": _raw(switch(proofs, labels)),
        "marked-claims": _raw(" ".join(_highlight(proof) for proof in proofs)),
        "linked": _raw(linked_page(front, material.claims)),
    }
    return before_colophon(marked, added), page


def library_of(material: Material, nodes: Iterable[Node]) -> Library:
    """Collect what is known of the sources; *nodes* are all of the text."""
    entries = (node for node in nodes if node["t"] == "Div" and ENTRY in attributes(node)[1])
    return Library(
        references=material.bibliography.by_key(),
        languages=languages(material.sources),
        entries=frozenset(attributes(node)[0] for node in entries),
    )


def with_checks(blocks: Nodes, material: Material, front: Front) -> Nodes:
    """Return the text for the paper, with the section on sources and checks."""
    noted = material.ledger.notes() if material.ledger else {}
    # The buttons that this puts into a text are for the page alone.
    _, proofs = mark_proofs(blocks, material.claims, noted, front.labels)
    added = checks(proofs, material.claims, headings_of(walk(blocks)), front.labels, paper_bar)
    return before_colophon(blocks, added)


def headings_of(nodes: Iterable[Node]) -> set[str]:
    """Return the identifiers of the headings among *nodes*."""
    return {attributes(node)[0] for node in nodes if node["t"] == "Header"}


def _highlight(proof: Proof) -> str:
    """Show by CSS which claim it is whose pop-over is open."""
    opened = f":root:has(#{proof.anchor}:popover-open)"
    return f"{opened} [data-proof='{proof.number}']{{background:var(--target)}}"


def _raw(text: str) -> Node:
    return {"t": "MetaInlines", "c": [raw("html", text)] if text else []}


def before_colophon(blocks: Nodes, added: Nodes) -> Nodes:
    """Put sections in front of the last one, or at the end of a text that has none."""
    ends = (i for i, node in enumerate(blocks) if attributes(node)[0] == COLOPHON)
    at = next(ends, len(blocks))
    return [*blocks[:at], *added, *blocks[at:]]
