"""Bring the evidence into the book: notes that reading systems open as pop-ups, by chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kzru_cite.edition.checks import CHECKS, checks
from kzru_cite.edition.claims import REMARK_MARK, REMARKS
from kzru_cite.edition.colophon import COLOPHON
from kzru_cite.edition.evidence import before_colophon, headings_of, library_of
from kzru_cite.edition.footnotes import led_back, lift_footnotes
from kzru_cite.edition.front import Front
from kzru_cite.edition.labels import Labels
from kzru_cite.edition.prepare import references_at
from kzru_cite.edition.proof_cards import Library, proof_body
from kzru_cite.edition.proofs import (
    NOTEREF,
    Proof,
    is_mark,
    mark_name,
    mark_proofs,
    needs_shown,
)
from kzru_cite.edition.references import ENTRY_PREFIX
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    div,
    link,
    para,
    rewrite,
    span,
    walk,
    with_attributes,
    words,
)
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.edition import Material

# These stand for shapes that the style sheet draws, where a reading system has none.
_SIGNS = {
    ClaimState.SUPPORTED: "●",
    ClaimState.PARTLY: "◐",
    ClaimState.AGAINST: "◆",
    ClaimState.OPEN: "○",
    ClaimState.UNSOURCED: "◌",
    ClaimState.FREE: "·",
}
# No line ends at this sign: a mark stays with the word before it.
_JOINER = "\u2060"
_TYPE = "epub:type"
# What a section at the end of the book is, and the role that goes with it.
_MATTER = {
    REMARKS: ("endnotes", "doc-endnotes"),
    CHECKS: ("appendix", "doc-appendix"),
    COLOPHON: ("colophon", "doc-colophon"),
}
_REFERENCES = ("bibliography", "doc-bibliography")


def with_notes(blocks: Nodes, material: Material, front: Front) -> Nodes:
    """Return the text with its footnotes and the evidence as notes at the end of each chapter."""
    labels = front.labels
    noted = material.ledger.notes() if material.ledger else {}
    marked, proofs = mark_proofs(_typed(blocks), material.claims, noted, labels, _mark)
    marked = rewrite(marked, {"Para": _once, "Plain": _once, "Cite": _open_entry})
    nodes = list(walk(marked))
    library = library_of(material, nodes)
    # Bars would only repeat what the figures beside them say.
    told = checks(proofs, material.claims, headings_of(nodes), labels, lambda *_: [])
    opened = {proof.anchor: proof for proof in proofs}
    text: Nodes = []
    before = 0
    for chapter in _chapters(before_colophon(marked, _typed(told))):
        own, notes = lift_footnotes(chapter, before, **{_TYPE: "noteref"})
        before += len(notes)
        feet = [
            _aside(anchor, "note", led_back(inner, f"#{mark}", labels.back))
            for anchor, mark, inner in notes
        ]
        found = [opened[anchor] for anchor in _opened([own, feet])]
        cards = [_note(proof, library, labels) for proof in found]
        sections = _section(feet, labels.footnotes) + _section(cards, labels.evidence.proof)
        text += _ended(own, sections)
    return text


def _typed(blocks: Nodes) -> Nodes:
    """Say of the sections at the end of the book what they are."""
    at = references_at(blocks)

    def type_of(index: int, node: Node) -> tuple[str, str] | None:
        return _REFERENCES if index == at else _MATTER.get(attributes(node)[0])

    return [
        with_attributes(node, pairs={**attributes(node)[2], _TYPE: found[0], "role": found[1]})
        if node["t"] == "Header" and (found := type_of(index, node))
        else node
        for index, node in enumerate(blocks)
    ]


def _mark(proof: Proof, labels: Labels) -> Node:
    needs = needs_shown(proof, labels)
    told = [span(words(f"[{needs}]"), "", "needs")] if needs else []
    shown = [*words(_JOINER), _sign(proof), *told]
    named = {"role": NOTEREF, "aria_label": mark_name(proof, labels), _TYPE: "noteref"}
    mark = link(shown, f"#{proof.anchor}", "mark", **named)
    return with_attributes(mark, identifier=_mark_anchor(proof))


def _mark_anchor(proof: Proof) -> str:
    return f"edition-proof-mark-{proof.number}"


def _sign(proof: Proof) -> Node:
    return span(words(_SIGNS[proof.state]), "", "sign", proof.state.value, aria_hidden="true")


def _once(node: Node) -> Nodes:
    """Keep of a remark beside a mark only the place that it had: the note says the same."""
    inner: Nodes = node["c"]
    shown = [at for at, each in enumerate(inner) if each["t"] != "RawInline"]
    beside = {
        at
        for pair in pairwise(shown)
        for at, other in (pair, pair[::-1])
        if _is_remark(inner[at]) and is_mark(inner[other])
    }
    kept = [span([], attributes(e)[0]) if at in beside else e for at, e in enumerate(inner)]
    return [{**node, "c": kept}]


def _is_remark(node: Node) -> bool:
    return attributes(node)[0].startswith(REMARK_MARK)


def _open_entry(cite: Node) -> Nodes:
    """Let a citation open the entry of its source as a note does."""

    def open_entry(node: Node) -> Nodes:
        if not node["c"][2][0].startswith(f"#{ENTRY_PREFIX}"):
            return [node]
        pairs = {**attributes(node)[2], "role": "doc-biblioref", _TYPE: "biblioref noteref"}
        return [with_attributes(node, pairs=pairs)]

    opened: Nodes = rewrite([cite], {"Link": open_entry})
    return opened


def _chapters(blocks: Nodes) -> Iterator[Nodes]:
    """Split the text where pandoc begins a file: at headings, around boxes that open with one."""
    chapter: Nodes = []
    for block in blocks:
        if chapter and (_begins(block) or _is_whole(chapter)):
            yield chapter
            chapter = []
        chapter.append(block)
    yield chapter


def _begins(block: Node) -> bool:
    first = block["c"][1][:1] if block["t"] == "Div" else [block]
    return any(node["t"] == "Header" and node["c"][0] == 1 for node in first)


def _is_whole(chapter: Nodes) -> bool:
    """Tell whether a chapter is a box, behind which another file begins."""
    return len(chapter) == 1 and chapter[0]["t"] == "Div" and _begins(chapter[0])


def _ended(chapter: Nodes, sections: Nodes) -> Nodes:
    if not _is_whole(chapter):
        return [*chapter, *sections]
    own, inner = chapter[0]["c"]
    return [{**chapter[0], "c": [own, [*inner, *sections]]}]


def _opened(value: Sequence[Nodes]) -> list[str]:
    """Return the ids of the notes that the marks lead to, in the order of the text."""
    return [node["c"][2][0][1:] for node in walk(value) if is_mark(node)]


def _note(proof: Proof, library: Library, labels: Labels) -> Node:
    opening, closing = labels.quotes
    state: Node = {"t": "Strong", "c": words(labels.evidence.states[proof.state])}
    quoted = words(f"{opening}{proof.words}{closing}")
    head = div([para([_sign(proof), *words(" "), state, *words(": "), *quoted])], "", "head")
    body = [head, *proof_body(proof, library, labels)]
    back = led_back(body, f"#{_mark_anchor(proof)}", labels.back)
    return _aside(proof.anchor, "proof", back)


def _aside(anchor: str, kind: str, inner: Nodes) -> Node:
    """Make a box that becomes an ``aside`` once pandoc, which knows none, has written it."""
    return div(inner, anchor, kind, **{_TYPE: "footnote", "role": "doc-footnote"})


def _section(notes: Nodes, name: str) -> Nodes:
    if not notes:
        return []
    return [div(notes, "", "notes", aria_label=name, **{_TYPE: "footnotes"})]
