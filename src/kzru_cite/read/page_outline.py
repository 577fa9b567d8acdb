"""Walk once through the markup of a page and note what stands where in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field

from kzru_cite.model.entities import resolved
from kzru_cite.read.page_markup import (
    RAW,
    VOID,
    Token,
    attributes,
    end_of_tags,
    rest,
    unusual,
    usual,
)
from kzru_cite.read.page_parts import INLINE, LINK, SILENT, UNSEEN, WITHIN, kind_of, part_of
from kzru_cite.read.page_words import fold, short, words

_HEAD = frozenset(("meta", "link", "base", "html"))
# Tags that tell something by themselves, and elements that do so without an attribute.
_SEEN = _HEAD | {"script", "input"}
_NAMED = frozenset(("h1", "time"))
# An element of these is closed by the next of its kind.
_SINGLE = frozenset(words("p li dt dd tr td th option"))
# Attributes that tell something, to be searched for in small letters: whatever the letters, a
# search that does not care for them takes five times as long.
_TELLING = re.compile(r"class|id\s*=|role|itemprop|rel\s*=|hidden|style|datetime")
# Deeper than any honest page; what follows is taken as part of the deepest element.
_DEEPEST = 400
_LARGEST_HEAD = 300_000
_MOST_HEAD, _MOST_NOTED, _MOST_LINKED, _MOST_CAPTURES = 600, 80, 40, 6


class Block(NamedTuple):
    """
    A paragraph, a heading, a cell: its text, and the element around it.

    *part* is made of the numbers of ``page_parts``; *linked* says how many of its code points are
    in links.
    """

    text: str
    part: int
    element: str
    linked: int


class Noted(Struct, frozen=True, kw_only=True):
    """The text of an element that tells something: *kind* says what, *part* where it stood."""

    kind: str
    text: str
    part: int


class Outline(Struct, kw_only=True):
    """
    What one walk found.

    *head* are the tags of metadata as written, wherever they stand; *linked* the texts of linked
    data (JSON-LD); *scripts* how many other scripts there are.
    """

    title: str = ""
    head: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    scripts: int = 0
    password: bool = False


class _Capture(Struct, kw_only=True):
    """An open element whose text is gathered; *kind* becomes '' when an inner one tells better."""

    kind: str
    depth: int
    part: int
    texts: list[str] = field(default_factory=list)


class _Known(NamedTuple):
    """
    What a tag with its attributes comes to inside of a part of the page.

    *given* are the attributes if any of them tells something; *turns* says that another part of
    the page begins, which ends a block.
    """

    given: Mapping[str, str]
    part: int
    turns: bool


def outline(markup: str) -> Outline:
    """Return what stands where in *markup*."""
    return _Walk(markup).to_the_end()


def _is_linked(written: str) -> bool:
    """Tell whether a script with these attributes is linked data."""
    return "ld+json" in written.lower()


def _span(tag: Token | re.Match[str]) -> tuple[int, int]:
    """Return where a tag begins and ends, without the text after it."""
    if isinstance(tag, Token):
        return tag.start, tag.end
    return tag.start(), tag.start(4)


class _Walk:
    """The open elements, and the text gathered since the last block ended."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.found = Outline()
        self.open: list[tuple[str, int]] = []
        self.names: dict[str, int] = {}
        self.captures: list[_Capture] = []
        self.texts: list[str] = []
        self.linked = 0
        self.element = ""
        self.part = 0
        # Pages repeat their tags: what a tag with its attributes is inside of a part of the page.
        self.known: dict[tuple[str, str, int], _Known] = {}
        # An archive's own bar stands between two comments.
        self.in_bar = False
        # How much more of the head is kept.
        self.room = _LARGEST_HEAD

    def to_the_end(self) -> Outline:
        """Go through the page, and return what was found."""
        last = end_of_tags(self.markup)
        position = 0
        while position < last:
            position = self._usual(position, last)
            if position < last:
                position = self._unusual(position, last)
        for token in rest(self.markup, position):
            self._text(token.text)
        self._flush()
        while self.open:
            self._pop()
        return self.found

    def _usual(self, position: int, last: int) -> int:
        """Go through plain tags and their texts, and return where there is something else."""
        before = None
        for match in usual(self.markup, position, last):
            slash, name, written, text = match.groups()
            name = name.lower()
            if slash:
                self._close(name)
            elif name in RAW:
                return match.start()
            elif not self.in_bar:
                self._start(name, written, match)
            if text:
                self._text(resolved(text) if "&" in text else text)
            before = match
        return before.end() if before else position

    def _unusual(self, position: int, last: int) -> int:
        """Take one tag or comment, the text before it and the inside; return where it ends."""
        raw: Token | None = None
        for token in unusual(self.markup, position, last):
            position = token.end
            name = token.name
            if raw is not None:
                self._inside(raw, token.text)
            elif not name:
                self._text(token.text)
            elif token.closes:
                self._close(name)
            elif name == "!":
                self._comment(token.text)
            else:
                # What stands inside of these comes next, as a text.
                raw = token if name in RAW else None
                if not self.in_bar:
                    self._start(name, token.text, token)
        return position

    def _comment(self, text: str) -> None:
        if "WAYBACK TOOLBAR INSERT" in text:
            self._flush()
            self.in_bar = "BEGIN" in text

    def _inside(self, tag: Token, text: str) -> None:
        """Keep what is inside a title or a script of linked data; the rest is not for reading."""
        if tag.name == "title" and not (self.found.title or self.part & UNSEEN):
            self.found.title = short(text)
        elif (
            tag.name == "script" and _is_linked(tag.text) and len(self.found.linked) < _MOST_LINKED
        ):
            self.found.linked.append(text)

    def _text(self, text: str) -> None:
        if self.part & SILENT or self.in_bar:
            return
        if self.captures or self.part & LINK:
            self._add(text)
        elif self.texts or not text.isspace():
            # Blanks before a block are no part of it.
            self.texts.append(text)

    def _add(self, text: str) -> None:
        self.texts.append(text)
        if self.part & LINK:
            self.linked += len(text)
        for capture in self.captures:
            capture.texts.append(text)

    def _start(self, name: str, written: str, tag: Token | re.Match[str]) -> None:
        if name in _SEEN:
            self._see(name, written, tag)
        opened = self.open
        if name not in INLINE:
            if self.texts:
                self._flush()
            if opened:
                around = opened[-1][0]
                if around == "p" or (around == name and name in _SINGLE):
                    self._pop()
            self.element = name
        place = (name, written, self.part)
        given, part, turns = self.known.get(place) or self._learn(place)
        if turns and self.texts:
            self._flush()
        if given or name in _NAMED:
            self._note(name, given, part)
        if name in VOID:
            self._add(" " if name in ("br", "hr", "img") else "")
        elif len(opened) < _DEEPEST:
            opened.append((name, part))
            self.names[name] = self.names.get(name, 0) + 1
            self.part = part

    def _learn(self, place: tuple[str, str, int]) -> _Known:
        name, written, around = place
        telling = written and _TELLING.search(written.lower())
        given = attributes(written) if telling else {}
        part = part_of(name, given, around)
        found = self.known[place] = _Known(given, part, bool((part ^ around) & ~WITHIN))
        return found

    def _see(self, name: str, written: str, tag: Token | re.Match[str]) -> None:
        """Keep the facts that a tag alone tells."""
        if name in _HEAD:
            # Some journals put their whole reference list into the head.
            own = "citation_reference" not in written and not self.part & UNSEEN
            start, end = _span(tag)
            length = end - start
            if own and length < self.room and len(self.found.head) < _MOST_HEAD:
                self.room -= length
                self.found.head.append(self.markup[start:end])
        elif name == "script":
            self.found.scripts += not _is_linked(written)
        elif name == "input" and "password" in written.lower():
            self.found.password |= attributes(written).get("type", "").lower() == "password"

    def _note(self, name: str, given: Mapping[str, str], part: int) -> None:
        """Take what an element states in an attribute, or begin to gather its text."""
        kind = kind_of(name, given)
        if not kind:
            return
        if kind == "name":
            kind = "author" if any(found.kind == "author" for found in self.captures) else ""
        if not kind or part & UNSEEN or len(self.found.noted) >= _MOST_NOTED:
            return
        if kind == "author":
            for outer in self.captures:
                outer.kind = "" if outer.kind == "author" else outer.kind
        stated = given.get("datetime") or given.get("content")
        if stated:
            self.found.noted.append(Noted(kind=kind, text=short(stated), part=part))
        elif name not in VOID and len(self.captures) < _MOST_CAPTURES:
            self.captures.append(_Capture(kind=kind, depth=len(self.open), part=part))

    def _close(self, name: str) -> None:
        if self.texts and name not in INLINE:
            self._flush()
        if self.names.get(name):
            opened = self.open
            while opened[-1][0] != name:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        opened = self.open
        name, part = opened.pop()
        self.names[name] -= 1
        outer = opened[-1][1] if opened else 0
        if part != outer:
            if (part ^ outer) & ~WITHIN:
                self._flush()
            self.part = outer
        while self.captures and self.captures[-1].depth >= len(opened):
            self._finish(self.captures.pop())

    def _finish(self, capture: _Capture) -> None:
        text = short("".join(capture.texts))
        if text and capture.kind:
            self.found.noted.append(Noted(kind=capture.kind, text=text, part=capture.part))

    def _flush(self) -> None:
        """End the block that is being gathered."""
        if not self.texts:
            return
        text = fold("".join(self.texts))
        if text:
            # Blanks in links were counted before they were folded.
            linked = min(self.linked, len(text))
            self.found.blocks.append(Block(text, self.part, self.element, linked))
            for capture in self.captures:
                capture.texts.append(" ")
        self.texts = []
        self.linked = 0
