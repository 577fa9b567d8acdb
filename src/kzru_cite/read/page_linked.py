"""Read what a page says of its article as linked data (JSON-LD), also when it is badly written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.model.entities import resolved
from kzru_cite.read.page_words import short

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Node: TypeAlias = "dict[str, Json]"

_LONGEST, _DEEPEST, _MOST = 600_000, 12, 3_000
_WRAPPED = re.compile(r"(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)(?:\s*\*/)?")
_BETWEEN = re.compile(r"[\s,;]+")
_TRAILING = re.compile(r",(\s*[}\]])")
# The work that a page is about, the best first; what is about sites, people, pictures is left out.
_WORKS = (
    re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^Thesis$|Review$"),
    re.compile(r"^(?:Book|Chapter|Dataset|CreativeWork|SocialMediaPosting|PodcastEpisode|Legislation)$"),
    re.compile(r"^(?:WebPage|ItemPage|AboutPage|FAQPage|VideoObject|Event|Product)$"),
)  # fmt: skip
_PUBLISHED = ("datePublished", "dateCreated", "uploadDate")
_CHANGED = ("dateModified",)
# What can still be read when the rest cannot.
_SALVAGED = re.compile(
    r'"(headline|datePublished|dateModified)"\s*:\s*("(?:[^"\\]|\\.){1,600}")', re.DOTALL
)


class Linked(Struct, frozen=True, kw_only=True):
    """
    What linked data say of a page's work.

    *authors* are as written, so that one text may hold several. *groups* are those of them that
    are organisations. *closed* is true when the work is said to be not free to read.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()
    published: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    site: str = ""
    language: str = ""
    closed: bool = False


def read_linked(scripts: Sequence[str], address: str) -> Linked:
    """Return what the linked data say of the work at *address*; of several works the best one."""
    nodes = [node for script in scripts for node in _nodes(_parsed(script), _DEEPEST)][:_MOST]
    named = {str(node["@id"]): node for node in nodes if "name" in node and "@id" in node}
    works = _works(nodes, address)
    sites = [node for node in nodes if _is(node, "WebSite")]
    if not works:
        return Linked(site=_first(sites, "name"))
    authors = [_who(who, named) for who in _listed(works[0].get("author"))]
    return Linked(
        titles=_texts(works, "headline", "name", "alternativeHeadline"),
        authors=tuple(name for name, _ in authors if name),
        groups=frozenset(name for name, group in authors if group),
        published=_texts(works, *_PUBLISHED),
        changed=_texts(works, *_CHANGED),
        site=_site(works, named) or _first(sites, "name"),
        language=_first(works, "inLanguage"),
        closed=any(_is_closed(work) for work in works),
    )


def _parsed(script: str) -> Json:
    text = script[:_LONGEST].strip()
    wrapped = _WRAPPED.match(text)
    text = text[wrapped.end() :] if wrapped else text
    if '"' not in text and "&quot;" in text:
        text = resolved(text)
    for attempt in (text, _TRAILING.sub(r"\1", text)):
        values = list(_values(attempt))
        if values:
            return values
    return _salvage(text)


def _values(text: str) -> Iterator[Json]:
    """Yield the values that stand one after the other; nothing from the first fault on."""
    decoder, position = json.JSONDecoder(strict=False), 0
    for _ in range(_MOST):
        between = _BETWEEN.match(text, position)
        position = between.end() if between else position
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value


def _salvage(text: str) -> Json:
    found: Node = {"@type": "Article"}
    for match in _SALVAGED.finditer(text):
        for value in _values(match[2]):
            found.setdefault(match[1], value)
    return found if len(found) > 1 else None


def _nodes(value: Json, depth: int) -> Iterator[Node]:
    """Yield the objects in *value*, those that others hold after them."""
    if not depth:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "isPartOf"):
            yield from _nodes(value.get(name), depth - 1)


def _is(node: Node, kind: str) -> bool:
    return kind in _listed(node.get("@type"))


def _listed(value: Json) -> list[Json]:
    if isinstance(value, dict) and "@list" in value:
        value = value["@list"]
    return value if isinstance(value, list) else [] if value is None else [value]


def _works(nodes: Sequence[Node], address: str) -> list[Node]:
    """Return the works, best kind first; among those of a kind the one at *address* first."""
    ranked = [(rank, _is_at(node, address), node) for node in nodes for rank in _rank(node)]
    if not ranked:
        return []
    best = min(rank for rank, _, _ in ranked)
    chosen = sorted((entry for entry in ranked if entry[0] == best), key=lambda entry: not entry[1])
    # What the page says of itself as a page may add a date or a language.
    pages = [node for rank, _, node in ranked if rank == len(_WORKS) - 1 and best != rank]
    return [chosen[0][2], *pages[:1]]


def _rank(node: Node) -> list[int]:
    kinds = [kind for kind in _listed(node.get("@type")) if isinstance(kind, str)]
    ranks = [n for n, work in enumerate(_WORKS) for kind in kinds if work.search(_local(kind))]
    # Some name an article without a type.
    return ranks[:1] or ([len(_WORKS) - 1] if "headline" in node and not kinds else [])


def _local(kind: str) -> str:
    return kind.rpartition("/")[2].rpartition(":")[2]


def _is_at(node: Node, address: str) -> bool:
    page = node.get("mainEntityOfPage")
    places = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    path = address.partition("://")[2].partition("?")[0].rstrip("/")
    return bool(path) and any(isinstance(place, str) and path in place for place in places)


def _texts(nodes: Sequence[Node], *names: str) -> tuple[str, ...]:
    values = [value for node in nodes for name in names for value in _listed(node.get(name))]
    return tuple(dict.fromkeys(filter(None, map(_text, values))))


def _first(nodes: Sequence[Node], name: str) -> str:
    return next(iter(_texts(nodes, name)), "")


def _text(value: Json) -> str:
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    return short(resolved(text) if "&" in text else text)


def _who(value: Json, named: Mapping[str, Node]) -> tuple[str, bool]:
    """Return the name of an author, and whether it is that of an organisation."""
    if not isinstance(value, dict):
        return _text(value), False
    node = value if "name" in value else named.get(str(value.get("@id")), value)
    kinds = [kind for kind in _listed(node.get("@type")) if isinstance(kind, str)]
    return _text(node.get("name")), any(kind.endswith("Organization") for kind in kinds)


def _site(works: Sequence[Node], named: Mapping[str, Node]) -> str:
    found = (_who(who, named)[0] for work in works for who in _listed(work.get("publisher")))
    return next(filter(None, found), "")


def _is_closed(work: Node) -> bool:
    return str(work.get("isAccessibleForFree", "")).lower().rpartition("/")[2] == "false"
