"""Bring the text into the form that all editions share: before and after the citations."""

from __future__ import annotations

from kzru_cite.edition.claims import mark_claims, remarks_section
from kzru_cite.edition.clean import clean, unlink_dead
from kzru_cite.edition.colophon import colophon
from kzru_cite.edition.front import Front, title_page, to_meta
from kzru_cite.edition.headings import drop_empty_headings, level_headings, merge_ids
from kzru_cite.edition.references import Knowledge, complete_entries
from kzru_cite.edition.sources import languages
from kzru_cite.edition.tables import drop_empty_rows
from kzru_cite.edition.tree import Change, Node, Nodes, attributes, div, header, rewrite, walk
from kzru_cite.edition.uses import anchor_citations, uses
from kzru_cite.model.edition import Material

_REFERENCES = "refs"


def before_citations(tree: Node, front: Front) -> Node:
    """Return the cleaned text with the title page, and a place for the references."""
    cleaned = drop_empty_rows(clean(tree["blocks"]))
    blocks = level_headings(drop_empty_headings(cleaned))
    if not any(node["t"] == "Div" and attributes(node)[0] == _REFERENCES for node in walk(blocks)):
        blocks = [*blocks, *_references_heading(blocks, front), div([], _REFERENCES)]
    meta = title_page(front)
    meta["link-citations"] = {"t": "MetaBool", "c": True}
    if "nocite" in tree["meta"]:
        meta["nocite"] = tree["meta"]["nocite"]
    return {**tree, "meta": meta, "blocks": blocks}


def after_citations(tree: Node, material: Material, front: Front, tools: str) -> Node:
    """Return the text with entries completed, claims marked and the colophon; *tools* made it."""
    blocks = anchor_citations(tree["blocks"])
    known = Knowledge(
        references=material.bibliography.by_key(),
        languages=languages(material.sources),
        uses=uses(blocks),
        labels=front.labels,
        states=material.states,
    )
    noted = material.ledger.notes() if material.ledger else {}
    marked, remarks = mark_claims(complete_entries(blocks, known), front.labels, noted)
    whole = [
        *_without_empty_references(marked),
        *remarks_section(remarks, front.labels),
        *colophon(material, front, tools),
    ]
    return {
        **tree,
        "meta": _unlinked(title_page(front), tree),
        "blocks": unlink_dead(merge_ids(whole)),
    }


def _unlinked(meta: dict[str, Node], tree: Node) -> dict[str, Node]:
    """Keep the abstract with its citations worked out, but as text: the title page has no list."""
    abstract = tree["meta"].get("abstract")
    if abstract is None:
        return meta

    def release(node: Node) -> Nodes:
        return list(node["c"][1]) if node["c"][2][0].startswith("#") else [node]

    # Styles with notes make footnotes of citations, and a title page has no place for them.
    changes: dict[str, Change] = {"Link": release, "Note": lambda _: []}
    return {**meta, "abstract": to_meta({**abstract, "c": rewrite(abstract["c"], changes)})}


def _references_heading(blocks: Nodes, front: Front) -> Nodes:
    """Take a heading with nothing below it at the end of the text for that of the references."""
    if blocks and blocks[-1]["t"] == "Header":
        return []
    return [header(1, "edition-references", front.labels.references, "unnumbered")]


def references_at(blocks: Nodes) -> int | None:
    """Return where the list of references begins, its heading included; None without a list."""
    for index, node in enumerate(blocks):
        if attributes(node)[0] == _REFERENCES:
            return index - 1 if index and blocks[index - 1]["t"] == "Header" else index
    return None


def _without_empty_references(blocks: Nodes) -> Nodes:
    """Drop the list of references and its heading where nothing is cited."""
    at = references_at(blocks)
    if at is None:
        return blocks
    end = at + 1 if attributes(blocks[at])[0] == _REFERENCES else at + 2
    return blocks if blocks[end - 1]["c"][1] else [*blocks[:at], *blocks[end:]]
