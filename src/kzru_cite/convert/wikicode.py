"""Take wikitext apart, by mwparserfromhell, into pieces that know where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias, assert_never

import mwparserfromhell
from msgspec import Struct, field
from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    Node,
    Tag,
    Template,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

from kzru_cite.errors import UsageError

_MOST_LOOSE = 300
# Letters read again for the sake of tags without end: some 2 s.
_MOST_AGAIN = 300_000_000
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?=[\s/>])[^<>]*?(?P<alone>/?)>", re.IGNORECASE
)
# Those that need no end.
_ALONE = frozenset({"br", "wbr", "hr", "meta", "link", "img", "li", "dt", "dd", "th", "td", "tr"})


class Words(Struct, frozen=True, kw_only=True):
    """Text as it stands, entities and single signs of markup included."""

    source: str
    start: int


class Parameter(Struct, frozen=True, kw_only=True):
    """What a template is given; *name* is the number of one without a name."""

    name: str
    value: Nodes
    source: str
    start: int


class Call(Struct, frozen=True, kw_only=True, dict=True):
    """A template; *name* is in small letters, with single blanks."""

    name: str
    parameters: tuple[Parameter, ...]
    source: str
    start: int

    def get(self, *names: str) -> Nodes:
        """Return the value of the first of the parameters that is there, the last one set."""
        return next((self._values[name] for name in names if name in self._values), ())

    @cached_property
    def _values(self) -> dict[str, Nodes]:
        return {parameter.name: parameter.value for parameter in self.parameters}


class Element(Struct, frozen=True, kw_only=True):
    """
    An element in tags or in signs of the wiki: *opening* and *closing* stand around *inner*.

    *name* is that of HTML, in small letters. *inner* is None for one that has no content.
    """

    name: str
    attributes: tuple[tuple[str, str], ...]
    opening: str
    inner: Nodes | None
    closing: str
    source: str
    start: int

    def get(self, name: str) -> str:
        """Return an attribute, '' when it is not there."""
        return dict(self.attributes).get(name, "").strip()


class PageLink(Struct, frozen=True, kw_only=True):
    """A link to another page of the wiki, a file or a category; *inner* is what is shown."""

    target: str
    inner: Nodes
    source: str
    start: int


class WebLink(Struct, frozen=True, kw_only=True):
    """A link to an address; *inner* is None for a bare one."""

    url: str
    inner: Nodes | None
    source: str
    start: int


class Remark(Struct, frozen=True, kw_only=True):
    """A comment, or a parameter that only a template has: no reader sees it."""

    source: str
    start: int


Piece: TypeAlias = Words | Call | Element | PageLink | WebLink | Remark
Nodes: TypeAlias = tuple[Piece, ...]


class _Cursor(Struct):
    """Count along the text: the pieces of a stretch, put together, are the stretch."""

    at: int = field(default=0)

    def past(self, text: str) -> int:
        """Return where *text* begins, and go behind it."""
        start = self.at
        self.at += len(text)
        return start


def take_apart(text: str) -> Nodes:
    """
    Return the pieces of *text*, in order; the sources of all, put together, are *text*.

    What cannot be read as markup is words, as on the wiki. The library bounds nesting to 40.
    Apostrophes for italics are words: on the wiki too, templates are read before them, and a pair
    that is never closed must not hide a template around it.
    """
    _refuse_loose(text)
    code: Wikicode = mwparserfromhell.parse(text, skip_style_tags=True)
    return _nodes(code, 0)


def _refuse_loose(text: str) -> None:
    """
    Raise UsageError for brackets and tags that open by the hundred and never close.

    The time that the library takes grows with the square of their number.
    """
    for opening, closing in (("{{", "}}"), ("[[", "]]"), ("{|", "|}")):
        loose = text.count(opening) - text.count(closing)
        if loose > _MOST_LOOSE:
            raise _loose(loose, opening)
    tags: Counter[str] = Counter()
    for tag in _TAG.finditer(text):
        if not tag["alone"] and tag["name"].lower() not in _ALONE:
            tags[tag["name"].lower()] += -1 if tag["end"] else 1
    for name, loose in tags.items():
        # People forget to end small text; the library reads from each on to the end of the page.
        if loose > _MOST_LOOSE and loose * len(text) > _MOST_AGAIN:
            raise _loose(loose, f"<{name}>")


def _loose(number: int, opening: str) -> UsageError:
    return UsageError(f"{number:,} times {opening!r} opens what never ends")


def _nodes(code: Wikicode | None, start: int) -> Nodes:
    return tuple(_pieces(code, start)) if code is not None else ()


def _pieces(code: Wikicode, start: int) -> Iterator[Piece]:
    cursor = _Cursor(start)
    for node in code.nodes:
        source = str(node)
        yield from _piece(node, source, cursor.past(source))


def _piece(node: Node, source: str, start: int) -> Iterator[Piece]:
    match node:
        case Template():
            yield _call(node, source, start)
        case Tag():
            yield _element(node, source, start)
        case Wikilink():
            shown = str(node.text) if node.text is not None else ""
            inner = _nodes(node.text, start + len(source) - 2 - len(shown))
            yield PageLink(target=str(node.title).strip(), inner=inner, source=source, start=start)
        case ExternalLink():
            yield _web_link(node, source, start)
        case Heading():
            signs = "=" * node.level
            yield Words(source=signs, start=start)
            yield from _nodes(node.title, start + node.level)
            yield Words(source=signs, start=start + len(source) - node.level)
        case Comment() | Argument():
            yield Remark(source=source, start=start)
        case _:
            yield Words(source=source, start=start)


def _call(node: Template, source: str, start: int) -> Call:
    cursor = _Cursor(start + 2 + len(str(node.name)))
    parameters: list[Parameter] = []
    for parameter in node.params:
        cursor.past("|")
        text = str(parameter)
        at = cursor.past(text)
        value = at + len(text) - len(str(parameter.value))
        parameters.append(
            Parameter(
                name=_bare(parameter.name),
                value=_nodes(parameter.value, value),
                source=text,
                start=at,
            )
        )
    return Call(
        # In the names of pages, blanks and underscores are one.
        name=_bare(node.name).replace("_", " ").strip().lower().removeprefix("template:").strip(),
        parameters=tuple(parameters),
        source=source,
        start=start,
    )


def _bare(code: Wikicode) -> str:
    """Return a name without comments, with single blanks."""
    return " ".join(re.sub(r"<!--.*?-->", "", str(code), flags=re.DOTALL).split())


def _element(node: Tag, source: str, start: int) -> Element:
    name = str(node.tag).strip().lower()
    attributes = tuple(
        (str(one.name).strip().lower(), str(one.value)) for one in node.attributes if one.value
    )
    if node.self_closing or node.contents is None:
        return Element(name=name, attributes=attributes, opening=source, inner=None, closing="",
                       source=source, start=start)  # fmt: skip
    of_wiki = str(node.closing_wiki_markup or "")
    closing = of_wiki if node.wiki_markup else f"</{node.closing_tag}>"
    inner = len(source) - len(closing) - len(str(node.contents))
    return Element(
        name=name,
        attributes=attributes,
        opening=source[:inner],
        inner=_nodes(node.contents, start + inner),
        closing=closing,
        source=source,
        start=start,
    )


def _web_link(node: ExternalLink, source: str, start: int) -> WebLink:
    if node.title is None:
        return WebLink(url=str(node.url), inner=None, source=source, start=start)
    shown = len(source) - len(str(node.title)) - (1 if node.brackets else 0)
    inner = _nodes(node.title, start + shown)
    return WebLink(url=str(node.url), inner=inner, source=source, start=start)


def walk(nodes: Nodes) -> Iterator[Piece]:
    """Yield all pieces, those within others after these."""
    for node in nodes:
        yield node
        match node:
            case Call():
                for parameter in node.parameters:
                    yield from walk(parameter.value)
            case Element() | WebLink() | PageLink():
                yield from walk(node.inner or ())
            case Words() | Remark():
                pass
            case _:
                assert_never(node)
