"""Fit the tree to JATS 1.2 (ANSI/NISO Z39.96-2019), the XML of journals and their archives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kzru_cite.edition.clean import CLAIM, leads_out
from kzru_cite.edition.front import Front, to_meta
from kzru_cite.edition.pictures import embed, image_type
from kzru_cite.edition.references import ENTRY, ENTRY_PREFIX
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    rewrite,
    walk,
    with_attributes,
)
from kzru_cite.edition.uses import USE
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.tex import verbatim

_ENTRY = re.compile(r'<ref id="ref-([^"]+)">.*?(?=</element-citation>)', re.DOTALL)


def for_journal(blocks: Nodes, contents: Mapping[str, bytes]) -> Nodes:
    """
    Return the blocks with images inside, and claims named as what they are.

    Ways back from the entries and the places that they lead to are left out: readers of JATS make
    their own.
    """

    def type_image(node: Node) -> Nodes:
        kind, _, form = image_type(node["c"][2][0]).partition("/")
        pairs = {**attributes(node)[2], "mimetype": kind, "mime-subtype": form}
        return [with_attributes(node, pairs=pairs)]

    def fit_span(node: Node) -> Nodes:
        identifier, classes, _ = attributes(node)
        if identifier.startswith(USE):
            return list(node["c"][1])
        return [] if "uses" in classes else [_claim(node)]

    changes = {"Image": type_image, "Span": fit_span, "Div": lambda node: [_claim(node)]}
    fitted: Nodes = rewrite(blocks, changes)
    return embed(fitted, contents)


def _claim(node: Node) -> Node:
    """Keep of a claim its id, that it is one, and what it still needs."""
    _, classes, pairs = attributes(node)
    if CLAIM not in classes:
        return node
    kept = {name: pairs[name] for name in ("lang",) if name in pairs}
    if pairs.get("needs"):
        kept["specific-use"] = f"needs {pairs['needs']}"
    if node["t"] == "Div":
        kept["content-type"] = CLAIM
    return with_attributes(node, classes=[CLAIM], pairs=kept)


def journal_meta(front: Front, meta: Node, references: Node | None, blocks: Nodes) -> Node:
    """
    Return the fields that the template prints, and the *references* that become entries.

    All that stand in the list are named in ``nocite``, so that pandoc leaves none out.
    """
    licence: dict[str, Any] = {"text": front.rights}
    licence |= {"link": front.licence_address} if front.licence_address else {}
    told: dict[str, Any] = {name: meta[name] for name in _KEPT if name in meta}
    if front.day:
        parts = dict(zip(("year", "month", "day"), front.day.split("-"), strict=False))
        dated = {"iso-8601": front.day, **parts}
        told["date"] = {"t": "MetaMap", "c": {name: to_meta(text) for name, text in dated.items()}}
    told |= {"tags": to_meta(list(front.keywords))} if front.keywords else {}
    if front.rights:
        fields = {name: to_meta(text) for name, text in licence.items()}
        told["license"] = {"t": "MetaMap", "c": fields}
    listed = {"references": references, "nocite": _cited(_listed(blocks))}
    return told | (listed if references else {})


_KEPT = ("title", "subtitle", "author", "lang", "abstract")


def _listed(blocks: Nodes) -> list[str]:
    entries = (node for node in walk(blocks) if node["t"] == "Div")
    named = (attributes(node) for node in entries)
    return [name.removeprefix(ENTRY_PREFIX) for name, classes, _ in named if ENTRY in classes]


def _cited(keys: Iterable[str]) -> Node:
    return {"t": "MetaInlines", "c": [_citation(key) for key in keys]}


def _citation(key: str) -> Node:
    one = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "AuthorInText"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[one], [{"t": "Str", "c": f"@{key}"}]]}


def complete_journal(article: bytes, references: Mapping[str, Reference]) -> bytes:
    """Add to each entry its archived copy and the day of it, for which pandoc has no field."""
    named = {_name(key): reference for key, reference in references.items()}

    def add(match: re.Match[str]) -> str:
        reference = named.get(match[1])
        copy = verbatim(reference.text("archiveurl")) if reference else ""
        if reference is None or not leads_out(copy):
            return match[0]
        day = verbatim(reference.text("archivedate"))
        dated = f" specific-use={quoteattr(f'archived {day}')}" if day else ""
        link = f'<ext-link ext-link-type="archived-copy"{dated} xlink:href={quoteattr(copy)}>'
        return f"{match[0]}  {link}{escape(copy)}</ext-link>\n    "

    return _ENTRY.sub(add, article.decode()).encode()


def _name(key: str) -> str:
    """Write a key as pandoc does in ids of XML."""
    return "".join(sign if sign.isalnum() or sign in "_-." else f"U{ord(sign):04X}" for sign in key)
