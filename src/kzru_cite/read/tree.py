"""Walk pandoc's tree of a document, and hand out what stands in it in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from kzru_cite.model.article import Setting
from kzru_cite.read.inlines import Flat, attributes, claim_mark, fact_name, plain
from kzru_cite.read.items import (
    Around,
    Cited,
    Claimed,
    Comment,
    Heading,
    Item,
    Node,
    Stated,
    Stretch,
    Words,
)


def walk(document: Node) -> Iterator[Item]:
    """Yield headings, paragraphs, citations and comments; metadata first, notes in place."""
    for name, value in document["meta"].items():
        for item in _meta(value):
            # `@*` in nocite means all entries, and is no key.
            if not (name == "nocite" and isinstance(item, Cited) and item.key == "*"):
                yield item
    yield from _blocks(document["blocks"], Around())


def nocite(document: Node) -> frozenset[str]:
    """Return the keys that the metadata field ``nocite`` names."""
    value = document["meta"].get("nocite")
    items = _meta(value) if value else ()
    return frozenset(item.key for item in items if isinstance(item, Cited))


def language(document: Node) -> str:
    """Return the metadata field ``lang``, or ''."""
    value = document["meta"].get("lang")
    return plain(value["c"]) if value and value["t"] == "MetaInlines" else ""


def title(document: Node) -> str:
    """Return the title that the metadata give, as plain text, or ''."""
    value = document["meta"].get("title", {})
    return plain(value["c"]) if value.get("t") == "MetaInlines" else ""


def _meta(value: Node) -> Iterator[Item]:
    match value["t"]:
        case "MetaMap":
            for inner in value["c"].values():
                yield from _meta(inner)
        case "MetaList":
            for inner in value["c"]:
                yield from _meta(inner)
        case "MetaInlines":
            flat = Flat(Around(), _blocks)
            flat.add(value["c"])
            yield from flat.claimed()
            yield from flat.items
        case "MetaBlocks":
            yield from (
                item
                for item in _blocks(value["c"], Around(setting=Setting.CAPTION))
                if not isinstance(item, Heading)
            )


def _blocks(blocks: list[Node], around: Around) -> Iterator[Item]:
    for block in blocks:
        yield from _block(block, around)


def _block(block: Node, around: Around) -> Iterator[Item]:
    content: Any = block.get("c")
    match block["t"]:
        case "Para" | "Plain":
            yield from _words(content, around)
        case "LineBlock":
            for line in content:
                yield from _words(line, around)
        case "Header":
            yield from _heading(content, around)
        case "Div":
            yield from _div(content, around)
        case "BlockQuote":
            yield from _blocks(content, _inside(around, Setting.QUOTE))
        case "BulletList":
            yield from _items(content, around)
        case "OrderedList":
            yield from _items(content[1], around)
        case "DefinitionList":
            for term, definitions in content:
                yield from _words(term, _inside(around, Setting.LIST))
                yield from _items(definitions, around)
        case "Figure":
            # The alternative text of a figure repeats its caption.
            inner = replace(around, setting=Setting.CAPTION, in_figure=True)
            yield from _blocks(content[2], inner)
            yield from _blocks(content[1][1], inner)
        case "Table":
            yield from _table(content, around)
        case "RawBlock":
            yield Comment(text=content[1])
        case "CodeBlock":
            yield from attributes(content[0])
        case "HorizontalRule":
            return
        case other:  # pragma: no cover - pandoc has no other blocks
            raise AssertionError(other)


def _heading(content: list[Any], around: Around) -> Iterator[Item]:
    flat = Flat(around, _blocks)
    flat.add(content[2])
    text = flat.text.strip()
    yield Heading(level=content[0], id=content[1][0], text=text, prose=flat.prose)
    yield from attributes(content[1])
    yield from (Claimed(mark=mark, text=text) for mark in around.marks)
    yield from flat.claimed()
    yield from flat.items


def _div(content: list[Any], around: Around) -> Iterator[Item]:
    mark = claim_mark(content[0], block=True)
    if mark:
        yield Claimed(mark=mark, text="")
        around = replace(around, marks=(*around.marks, mark))
    fact = fact_name(content[0])
    words = []
    for item in _blocks(content[1], around):
        if isinstance(item, Heading | Words):
            words.append(item.text)
        yield item
    if fact:
        yield Stated(name=fact, text=" ".join(words), block=True)


def _items(items: list[list[Node]], around: Around) -> Iterator[Item]:
    for item in items:
        yield from _blocks(item, _inside(around, Setting.LIST))


def _inside(around: Around, setting: Setting) -> Around:
    """Enter a list or a quotation; inside a note, a table or a caption it is no running text."""
    if around.setting in (Setting.NOTE, Setting.TABLE, Setting.CAPTION):
        return around
    return replace(around, setting=setting)


def _table(content: list[Any], around: Around) -> Iterator[Item]:
    _, caption, _, head, bodies, foot = content
    yield from _blocks(caption[1], replace(around, setting=Setting.CAPTION))
    rows = [*head[1]]
    for body in bodies:
        rows += [*body[2], *body[3]]
    for row in [*rows, *foot[1]]:
        for cell in row[1]:
            yield from _blocks(cell[4], replace(around, setting=Setting.TABLE))


def _words(inlines: list[Node], around: Around) -> Iterator[Item]:
    flat = Flat(around, _blocks)
    flat.add(inlines)
    text = flat.text.rstrip()
    whole = tuple(Stretch(mark=mark, start=0, end=len(text)) for mark in around.marks)
    yield Words(
        text=text,
        prose=flat.prose,
        setting=around.setting,
        stretches=(*whole, *flat.stretches),
        cited=sum(isinstance(item, Cited) for item in flat.items),
    )
    yield from flat.items
