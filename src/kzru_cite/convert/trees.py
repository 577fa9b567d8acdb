"""Build and take apart nodes of pandoc's tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kzru_cite.convert.marks import Cited
from kzru_cite.read.items import Node

# Inlines with other inlines in them, and where in their content these stand.
WRAPPERS = {
    **dict.fromkeys(("Emph", "Strong", "Underline", "Strikeout", "Superscript"), None),
    **dict.fromkeys(("Subscript", "SmallCaps"), None),
    **dict.fromkeys(("Link", "Span", "Quoted"), 1),
}
BLANKS = frozenset({"Space", "SoftBreak", "LineBreak"})
_SAFE = re.compile(r"(?:https?|ftp|mailto):|[#/.]|[^:]*\Z", re.IGNORECASE)


def inside(node: Node) -> list[Node]:
    """Return the inlines within a wrapper."""
    at = WRAPPERS[node["t"]]
    content: list[Node] = node["c"] if at is None else node["c"][at]
    return content


def around(node: Node, inlines: list[Node]) -> Node:
    """Return the same wrapper around other inlines."""
    at = WRAPPERS[node["t"]]
    if at is None:
        return {**node, "c": inlines}
    content = list(node["c"])
    content[at] = inlines
    return {**node, "c": content}


def text(node: Node) -> str:
    """Return the words of an inline; notes, citations and raw pieces have none."""
    kind = node["t"]
    if kind in BLANKS:
        return " "
    if kind == "Str":
        return str(node["c"])
    if kind in {"Code", "Math"}:
        return str(node["c"][1])
    return "".join(map(text, inside(node))) if kind in WRAPPERS else ""


def words(sentence: str) -> list[Node]:
    """Return plain text as inlines."""
    nodes: list[Node] = []
    for word in sentence.split():
        nodes += [{"t": "Space"}] if nodes else []
        nodes.append({"t": "Str", "c": word})
    return nodes


def cite(cited: Iterable[Cited]) -> Node:
    """Return a citation of one reference or more."""
    return {"t": "Cite", "c": [[_citation(one) for one in cited], []]}


def _citation(one: Cited) -> dict[str, Any]:
    # A semicolon would end the citation, as the next one begins behind it.
    locator = one.locator.replace(";", ",")
    return {
        "citationId": one.key,
        "citationPrefix": words(one.prefix.replace(";", ",")),
        "citationSuffix": words(f", {locator}" if locator else ""),
        "citationMode": {"t": "AuthorInText" if one.in_words else "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def claim(name: str, attributes: dict[str, str], inlines: list[Node]) -> Node:
    """Return a claim."""
    return {"t": "Span", "c": [[name, ["claim"], list(map(list, attributes.items()))], inlines]}


def is_claim(node: Node) -> bool:
    """Tell a span or a div that is marked as a claim already."""
    return node["t"] in {"Span", "Div"} and "claim" in node["c"][0][1]


def is_safe(address: str) -> bool:
    """Tell an address that leads to the web, a mailbox or a place beside the text."""
    return bool(_SAFE.match(address))


def cited_in(node: object) -> Iterator[str]:
    """Yield the keys of all citations in a part of a tree."""
    if isinstance(node, list):
        for each in node:
            yield from cited_in(each)
    elif isinstance(node, dict):
        if node.get("t") == "Cite":
            yield from (one["citationId"] for one in node["c"][0])
        yield from cited_in(node.get("c"))


def listing(keys: Sequence[str]) -> Node:
    """Return metadata that puts keys into the list of sources without a citation."""
    cites = [cite([Cited(key=key, in_words=True)]) for key in keys]
    return {
        "t": "MetaInlines",
        "c": [n for one in cites for n in (one, *words(","), {"t": "Space"})][:-2],
    }


def said(sentence: str) -> Node:
    """Return plain words as metadata."""
    return {"t": "MetaInlines", "c": words(sentence)}


def words_of(metadata: object) -> str:
    """Return the words of a piece of metadata, '' for one that has none."""
    if isinstance(metadata, str):
        return metadata
    return "".join(map(text, metadata)) if isinstance(metadata, list) else ""
