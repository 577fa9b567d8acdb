"""Read the metadata of an article, and hand on only what the editions show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from kzru_cite.edition.clean import clean, leads_out
from kzru_cite.edition.labels import Labels, format_date
from kzru_cite.edition.languages import labels_for
from kzru_cite.edition.text import link_addresses
from kzru_cite.edition.tree import Change, Node, Nodes, para, plain, rewrite, words
from kzru_cite.errors import UsageError
from kzru_cite.model.dates import Period, read_date

# A year, a month or a day: what HTML and EPUB take for a date.
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# The given name, and that of the family, as several templates call them.
_NAME_PARTS = (("given", "given-names", "first-name"), ("family", "surname", "last-name"))
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


class Front(Struct, frozen=True, kw_only=True):
    """
    What stands on the title page.

    *date* is as written; *day* the same when it is a day, a month or a year, else ''. *rights* is
    the name of the licence. What the article does not say is empty.
    """

    title: str
    title_inlines: Nodes
    subtitle: Nodes
    authors: tuple[str, ...]
    date: str
    day: str
    language: str
    description: str
    keywords: tuple[str, ...]
    rights: str
    licence_address: str
    attribution: Nodes
    abstract: Nodes
    labels: Labels

    @property
    def shown_date(self) -> str:
        """Return the date as the language of the article writes it."""
        return format_date(self.date, self.labels)


def read_front(meta: Mapping[str, Node]) -> Front:
    """
    Read the metadata; raises UsageError for what is no language tag.

    An article that names no language is set as an English one.
    """
    title = read_inlines(meta.get("title"))
    authors = _items(meta.get("author", meta.get("authors")))
    language = _language(plain(meta.get("lang")))
    date = plain(meta.get("date"))
    licence = plain(meta.get("license-url"))
    return Front(
        title=plain(title),
        title_inlines=title,
        subtitle=read_inlines(meta.get("subtitle")),
        authors=tuple(name for item in authors if (name := _author(item))),
        date=date,
        day=date if isinstance(read_date(date), Period) and _DAY.fullmatch(date) else "",
        language=language,
        description=plain(meta.get("description")),
        keywords=tuple(plain(item) for item in _items(meta.get("keywords"))),
        rights=plain(meta.get("rights")),
        licence_address=licence if leads_out(licence) else "",
        attribution=link_addresses(read_inlines(meta.get("attribution"))),
        abstract=_blocks(meta.get("abstract")),
        labels=labels_for(language),
    )


def _language(tag: str) -> str:
    if tag and not _TAG.fullmatch(tag):
        raise UsageError(f"{tag!r} is no language tag", hint="write 'lang: en-GB' or the like")
    return tag or "en"


def title_page(front: Front) -> dict[str, Node]:
    """Return the metadata that the templates print; nothing else of the article's gets there."""
    labels = front.labels
    fields: dict[str, Any] = {
        "title": _of(front.title_inlines),
        "pagetitle": front.title,
        "subtitle": _of(front.subtitle),
        "author": list(front.authors),
        "date": front.day,
        "date-shown": front.shown_date,
        "lang": front.language,
        "description": front.description,
        "keywords": list(front.keywords),
        "rights": front.rights,
        "licence-address": front.licence_address,
        "attribution": _of(front.attribution),
        "abstract": {"t": "MetaBlocks", "c": front.abstract} if front.abstract else "",
        "toc-title": labels.contents,
        "label-skip": labels.skip,
        "label-licence": labels.licence,
        "label-abstract": labels.abstract,
    }
    return {name: to_meta(value) for name, value in fields.items() if value}


def to_meta(value: Any) -> Node:  # noqa: ANN401  text, list of texts, or a node
    """Turn text and lists into metadata nodes."""
    if isinstance(value, str):
        return {"t": "MetaString", "c": value}
    if isinstance(value, list):
        return {"t": "MetaList", "c": [to_meta(item) for item in value]}
    node: Node = value
    return node


def _of(inlines: Nodes) -> Node | str:
    return {"t": "MetaInlines", "c": inlines} if inlines else ""


def _items(value: Node | None) -> list[Node]:
    if value is None:
        return []
    return list(value["c"]) if value["t"] == "MetaList" else [value]


def _author(value: Node) -> str:
    """Return the name, '' without one; an author may be a map with affiliation and more."""
    if value["t"] != "MetaMap":
        return plain(value)
    fields: dict[str, Node] = value["c"]
    if "name" in fields:
        return _author(fields["name"])
    if [each["t"] for each in fields.values()] == ["MetaMap"]:
        # "Ann Author: {institute: …}": the name is the key.
        return next(iter(fields))
    parts = (plain(fields.get(name)) for names in _NAME_PARTS for name in names)
    return " ".join(part for part in parts if part)


def read_inlines(value: Node | None) -> Nodes:
    """Return a field of one paragraph, cleaned; empty for what is none."""
    blocks = _blocks(value)
    return list(blocks[0]["c"]) if blocks and blocks[0]["t"] in {"Para", "Plain"} else []


def _blocks(value: Node | None) -> Nodes:
    """Return a field as clean blocks, without footnotes and with the words of pictures alone."""
    match value:
        case {"t": "MetaString", "c": str(text)}:
            return [para(words(text))] if text else []
        case {"t": "MetaInlines", "c": inlines}:
            blocks = [para(inlines)]
        case {"t": "MetaBlocks", "c": blocks}:
            pass
        case _:
            return []
    changes: dict[str, Change] = {"Note": lambda _: [], "Image": lambda node: list(node["c"][1])}
    cleaned: Nodes = rewrite(clean(blocks), changes)
    return cleaned
