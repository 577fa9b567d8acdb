"""Hold what stands in a document, as the walk through pandoc's tree hands it out."""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct

from kzru_cite.model.article import Setting

# A node of pandoc's JSON: {"t": name, "c": content}; its shape is pandoc's own.
Node: TypeAlias = dict[str, Any]


class Heading(Struct, frozen=True, kw_only=True):
    """A heading: its level, id and plain text; *prose* has blanks for code and formulas."""

    level: int
    id: str
    text: str
    prose: str


class Mark(Struct, frozen=True, kw_only=True, eq=False):
    """
    A claim: its id (a probe, or empty with a probe for a class), classes and attributes.

    Each span or div has a mark of its own, equal to itself alone.
    """

    id: str
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    block: bool


class Cited(Struct, frozen=True, kw_only=True):
    """A citation: the key as pandoc gives it, the locator text, the claims around it."""

    key: str
    suffix: str
    marks: tuple[Mark, ...]
    in_note: bool


class Stretch(Struct, frozen=True, kw_only=True):
    """A claim's part of a paragraph: offsets into the paragraph's text."""

    mark: Mark
    start: int
    end: int


class Claimed(Struct, frozen=True, kw_only=True):
    """Words of a claim that stand in no paragraph: in a heading, in metadata, or none at all."""

    mark: Mark
    text: str


class Stated(Struct, frozen=True, kw_only=True):
    """The words of a span or a div with ``fact=``; *name* is a probe, as with claims."""

    name: str
    text: str
    block: bool


class Words(Struct, frozen=True, kw_only=True):
    """
    A paragraph as plain text, with the claims and the number of citations in it.

    *prose* is the text with blanks for code and formulas.
    """

    text: str
    prose: str
    setting: Setting
    stretches: tuple[Stretch, ...]
    cited: int


class Comment(Struct, frozen=True, kw_only=True):
    """A raw HTML comment."""

    text: str


class Attributes(Struct, frozen=True, kw_only=True):
    """The id and the classes of an element that can be no claim: code, a link, a heading."""

    text: str


Item: TypeAlias = Heading | Words | Claimed | Stated | Cited | Comment | Attributes


class Around(Struct, frozen=True, kw_only=True):
    """Say where in the tree the walk is."""

    setting: Setting = Setting.BODY
    marks: tuple[Mark, ...] = ()
    in_note: bool = False
    in_figure: bool = False
