"""List the editions, by hand, each with its recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct, field

from kzru_cite.edition import plan
from kzru_cite.edition.attached import attached_list
from kzru_cite.edition.book_notes import with_notes
from kzru_cite.edition.coins import with_coins
from kzru_cite.edition.colophon import COLOPHON
from kzru_cite.edition.evidence import with_checks, with_evidence
from kzru_cite.edition.footed import for_markdown
from kzru_cite.edition.footnotes import gather_footnotes
from kzru_cite.edition.front import Front, to_meta
from kzru_cite.edition.journal import for_journal, journal_meta
from kzru_cite.edition.office import comment_claims
from kzru_cite.edition.paper import for_typst, title_page_for_typst
from kzru_cite.edition.paper_links import print_links
from kzru_cite.edition.pictures import embed
from kzru_cite.edition.prepare import references_at
from kzru_cite.edition.sources import languages
from kzru_cite.edition.tree import Node, Nodes, attributes, words
from kzru_cite.edition.web import name_claim_data, wrap_tables
from kzru_cite.model.bonds import Bond
from kzru_cite.model.edition import InputFile, Material


class Finish(Enum):
    """Say what is still to be done with what pandoc wrote."""

    NOTHING = "nothing"
    DRESS = "dress"
    COMPLETE = "complete"
    SET = "set"
    DATE = "date"
    ARCHIVE = "archive"


class Draft(Struct, frozen=True, kw_only=True):
    """
    The finished text, with what recipes need beside it.

    *material* is what it was made from; *images* are bytes by path; *day* is the one for which
    the check was made. *bonds* and *notes* of the ledger are by the ids of claims, *references*
    those of the article as metadata of pandoc, when an edition asks for them. *output* is the
    folder that editions go to.
    """

    tree: Node
    front: Front
    images: Mapping[str, bytes]
    inputs: tuple[InputFile, ...]
    day: date
    material: Material
    bonds: Mapping[str, tuple[Bond, ...]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    references: Node | None = None
    output: str = ""


class Edition(Struct, frozen=True, kw_only=True):
    """
    A recipe: *fit* makes the tree for pandoc's writer, *writing* the arguments for it.

    What is *usual* is built when none is named; *structured* ones want references as data.
    """

    name: str
    filename: str
    fit: Callable[[Draft], Node]
    writing: Callable[[str], tuple[str, ...]]
    finish: Finish
    usual: bool = True
    structured: bool = False


def _fit_page(draft: Draft) -> Node:
    labels = draft.front.labels
    text, page = with_evidence(draft.tree["blocks"], draft.material, draft.front)
    references = draft.material.bibliography.by_key()
    text = with_coins(text, references, languages(draft.material.sources))
    text, footnotes = gather_footnotes(text, title=labels.footnotes, back=labels.back)
    blocks = _before_references(text, footnotes)
    blocks = wrap_tables(name_claim_data(embed(blocks, draft.images)), unnamed=labels.table)
    return {**draft.tree, "meta": {**draft.tree["meta"], **page}, "blocks": blocks}


def _before_references(blocks: Nodes, added: Nodes) -> Nodes:
    at = references_at(blocks)
    if at is None:
        at = next(i for i, node in enumerate(blocks) if attributes(node)[0] == COLOPHON)
    return [*blocks[:at], *added, *blocks[at:]]


def _fit_book(draft: Draft) -> Node:
    front = draft.front
    added: dict[str, str | list[str]] = {
        "identifier": f"urn:uuid:{_identifier(draft)}",
        "subject": list(front.keywords),
    }
    meta = {**draft.tree["meta"], **{name: to_meta(value) for name, value in added.items()}}
    text = with_notes(draft.tree["blocks"], draft.material, front)
    blocks = name_claim_data(embed(text, draft.images))
    return {**draft.tree, "meta": meta, "blocks": blocks}


def _identifier(draft: Draft) -> str:
    """Derive the number of the book from its title and the state of its files."""
    sums = [each.sha256 for each in draft.inputs]
    return str(uuid5(NAMESPACE_URL, "\n".join([draft.front.title, *sums])))


def _fit_paper(draft: Draft) -> Node:
    material = draft.material
    references, how = material.bibliography.by_key(), material.paper.links
    page = draft.front.labels.evidence.page
    linked = print_links(draft.tree["blocks"], references, material.states, how, page)
    told = [
        *with_checks(linked, material, draft.front),
        *attached_list(material.attachments, draft.front.labels),
    ]
    meta = title_page_for_typst(draft.tree["meta"])
    return {**draft.tree, "meta": meta, "blocks": for_typst(told)}


def _fit_document(draft: Draft) -> Node:
    front = draft.front
    kept = ("title", "subtitle", "author", "abstract", "lang", "description")
    meta = {name: draft.tree["meta"][name] for name in kept if name in draft.tree["meta"]}
    added = {"date": front.shown_date, "abstract-title": front.labels.abstract}
    meta |= {name: to_meta(text) for name, text in added.items() if text}
    # Of a list, pandoc takes only formatted text for keywords.
    keywords: Nodes = [{"t": "MetaInlines", "c": words(each)} for each in front.keywords]
    meta["keywords"] = {"t": "MetaList", "c": keywords}
    blocks = comment_claims(draft.tree["blocks"], draft.bonds, draft.notes, draft.day)
    return {**draft.tree, "meta": meta, "blocks": embed(blocks, draft.images)}


def _fit_journal(draft: Draft) -> Node:
    blocks: Nodes = draft.tree["blocks"]
    return {
        **draft.tree,
        "meta": journal_meta(draft.front, draft.tree["meta"], draft.references, blocks),
        "blocks": for_journal(blocks, draft.images),
    }


def _fit_plain(draft: Draft) -> Node:
    kept = ("title", "subtitle", "author", "date", "lang", "keywords", "rights", "abstract")
    meta = {name: draft.tree["meta"][name] for name in kept if name in draft.tree["meta"]}
    blocks = for_markdown(draft.tree["blocks"], draft.images, draft.output)
    return {**draft.tree, "meta": meta, "blocks": blocks}


EDITIONS = (
    Edition(
        name="html",
        filename="article.html",
        fit=_fit_page,
        writing=plan.page,
        finish=Finish.DRESS,
    ),
    Edition(
        name="epub",
        filename="article.epub",
        fit=_fit_book,
        writing=plan.book,
        finish=Finish.COMPLETE,
    ),
    Edition(
        name="pdf",
        filename="article.pdf",
        fit=_fit_paper,
        writing=plan.paper,
        finish=Finish.SET,
    ),
    Edition(
        name="docx",
        filename="article.docx",
        fit=_fit_document,
        writing=plan.document,
        finish=Finish.DATE,
        usual=False,
    ),
    Edition(
        name="jats",
        filename="article.xml",
        fit=_fit_journal,
        writing=plan.journal,
        finish=Finish.ARCHIVE,
        usual=False,
        structured=True,
    ),
    Edition(
        name="markdown",
        filename="article.md",
        fit=_fit_plain,
        writing=plan.plain,
        finish=Finish.NOTHING,
        usual=False,
    ),
)
USUAL = tuple(edition.name for edition in EDITIONS if edition.usual)
