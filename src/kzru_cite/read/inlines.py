"""Turn pandoc's inlines into plain text, and pick out the claims, citations and notes in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from msgspec.structs import replace

from kzru_cite.model.article import Setting
from kzru_cite.read.items import (
    Around,
    Attributes,
    Cited,
    Claimed,
    Comment,
    Item,
    Mark,
    Node,
    Stated,
    Stretch,
)

Blocks: TypeAlias = Callable[[list[Node], Around], Iterator[Item]]

_WRAPPERS = frozenset(
    ("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps")
)
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
_CLAIM = "claim"
# In HTML, attributes of one's own begin with "data-".
_FACT = ("fact", "data-fact")


def plain(inlines: list[Node]) -> str:
    """Return inlines as plain text, citations left out."""
    flat = Flat(Around(), lambda _, __: iter(()))
    flat.add(inlines)
    return flat.text.strip()


def claim_mark(attributes: list[Any], *, block: bool) -> Mark | None:
    """Return the mark of a span or a div, None when it is no claim."""
    identifier, classes, pairs = attributes
    # A claim without an id carries its probe in place of the class.
    if _CLAIM not in classes and not any(_is_probe(name) for name in classes):
        return None
    return Mark(
        id=identifier,
        classes=tuple(classes),
        attributes=tuple((name, value) for name, value in pairs),
        block=block,
    )


def fact_name(attributes: list[Any]) -> str:
    """Return the attribute ``fact`` of a span or a div, '' without one."""
    return next((value for name, value in attributes[2] if name in _FACT), "")


def attributes(content: list[Any]) -> Iterator[Attributes]:
    """Yield the id and the classes of an element, if it has any."""
    identifier, classes, _ = content
    text = " ".join((identifier, *classes)).strip()
    if text:
        yield Attributes(text=text)


def _is_probe(word: str) -> bool:
    return len(word) == len(_CLAIM) and all("\u0250" <= letter <= "\u02af" for letter in word)


class _Growing:
    """A text that grows by pieces; what is added to it does not copy what is there."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self._pieces)

    def add(self, text: str) -> None:
        # No piece is empty, so that the last letter is in the last one.
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def ends_in_space(self) -> bool:
        return bool(self._pieces) and self._pieces[-1].endswith(" ")

    def drop_last(self) -> None:
        """Take the last letter away."""
        last = self._pieces.pop()
        self._length -= len(last)
        self.add(last[:-1])

    def since(self, start: int) -> str:
        """Return what stands from a place on."""
        pieces: list[str] = []
        missing = len(self) - start
        while missing > 0:
            pieces.append(self._pieces[-1 - len(pieces)])
            missing -= len(pieces[-1])
        return "".join(reversed(pieces))[-missing:]


class Flat:
    """
    Collect the plain text of inlines, and what stands between the words.

    *blocks* walks the blocks of a note.
    """

    def __init__(self, around: Around, blocks: Blocks) -> None:
        self._around = around
        self._blocks = blocks
        self._text = _Growing()
        self._prose = _Growing()
        self.items: list[Item] = []
        self.stretches: list[Stretch] = []

    @property
    def text(self) -> str:
        """Return the plain text."""
        return str(self._text)

    @property
    def prose(self) -> str:
        """Return the plain text with spaces in place of code and formulae."""
        return str(self._prose)

    def add(self, inlines: list[Node]) -> None:
        """Take in inlines, after those that came before."""
        for inline in inlines:
            self._one(inline)

    def claimed(self) -> Iterator[Claimed]:
        """Yield the claims among the words by themselves, for a text that is no paragraph."""
        text = self.text
        for stretch in self.stretches:
            yield Claimed(mark=stretch.mark, text=text[stretch.start : stretch.end])

    def _say(self, text: str) -> None:
        self._text.add(text)
        self._prose.add(text)

    def _one(self, inline: Node) -> None:
        content: Any = inline.get("c")
        kind = inline["t"]
        if kind in _WRAPPERS:
            self.add(content)
            return
        match kind:
            case "Str":
                self._say(content)
            case "Space" | "SoftBreak" | "LineBreak":
                self._say("" if self._text.ends_in_space() else " ")
            case "Code" | "Math":
                self.items += attributes(content[0]) if kind == "Code" else ()
                self._text.add(content[1])
                self._prose.add(" " * len(content[1]))
            case "Quoted":
                left, right = _QUOTES[content[0]["t"]]
                self._say(left)
                self.add(content[1])
                self._say(right)
            case "Link":
                self.items += attributes(content[0])
                self.add(content[1])
            case "Span":
                self._span(content)
            case "Cite":
                self._cite(content)
            case "Note":
                note = replace(self._around, setting=Setting.NOTE, in_note=True)
                self.items += self._blocks(content, note)
            case "RawInline":
                self.items.append(Comment(text=content[1]))
            case "Image":
                self.items += attributes(content[0])
                if not self._around.in_figure:
                    self._hidden(content[1])
            case other:  # pragma: no cover - pandoc has no other inlines
                raise AssertionError(other)

    def _span(self, content: list[Any]) -> None:
        mark, fact, begin = (
            claim_mark(content[0], block=False),
            fact_name(content[0]),
            len(self._text),
        )
        if mark is None:
            self.add(content[1])
        else:
            self._claimed_span(mark, content[1])
        if fact:
            self.items.append(Stated(name=fact, text=self._text.since(begin).strip(), block=False))

    def _claimed_span(self, mark: Mark, inlines: list[Node]) -> None:
        outer, start, place = self._around, len(self._text), len(self.stretches)
        self._around = replace(outer, marks=(*outer.marks, mark))
        self.add(inlines)
        self._around = outer
        # The outer claim comes before those inside it, as in reading.
        self.stretches.insert(place, Stretch(mark=mark, start=start, end=len(self._text)))

    def _cite(self, content: list[Any]) -> None:
        for citation in content[0]:
            # A nested citation or claim can stand here.
            self._hidden(citation["citationPrefix"])
            self.items.append(
                Cited(
                    key=citation["citationId"],
                    suffix=plain(citation["citationSuffix"]).lstrip(", "),
                    marks=self._around.marks,
                    in_note=self._around.in_note,
                )
            )
            self._hidden(citation["citationSuffix"])
        if content[0][0]["citationMode"]["t"] == "AuthorInText":
            self._say(content[0][0]["citationId"])
        elif self._text.ends_in_space():
            # What follows brings its own space, or is a full stop.
            self._text.drop_last()
            self._prose.drop_last()

    def _hidden(self, inlines: list[Node]) -> None:
        inner = Flat(self._around, self._blocks)
        inner.add(inlines)
        self.items += (*inner.claimed(), *inner.items)
