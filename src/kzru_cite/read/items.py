"""Hold what stands in a document, as the walk through pandoc's tree hands it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from kzru_cite.model.article import Setting

# A node of pandoc's JSON: {"t": name, "c": content}; its shape is pandoc's own.
Node: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading: its level, id and plain text; *prose* has blanks for code and formulas."""

    level: int
    id: str
    text: str
    prose: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mark:
    """
    A claim: its id (a probe, or empty with a probe for a class), classes and attributes.

    Each span or div has a mark of its own, equal to itself alone.
    """

    id: str
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    block: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation: the key as pandoc gives it, the locator text, the claims around it."""

    key: str
    suffix: str
    marks: tuple[Mark, ...]
    in_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A claim's part of a paragraph: offsets into the paragraph's text."""

    mark: Mark
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Words of a claim that stand in no paragraph: in a heading, in metadata, or none at all."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The words of a span or a div with ``fact=``; *name* is a probe, as with claims."""

    name: str
    text: str
    block: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """
    A paragraph as plain text, with the claims and the number of citations in it.

    *prose* is the text with blanks for code and formulas.
    """

    text: str
    prose: str
    setting: Setting
    stretches: tuple[Stretch, ...]
    cited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A raw HTML comment."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """The id and the classes of an element that can be no claim: code, a link, a heading."""

    text: str


Item: TypeAlias = Heading | Words | Claimed | Stated | Cited | Comment | Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Say where in the tree the walk is."""

    setting: Setting = Setting.BODY
    marks: tuple[Mark, ...] = ()
    in_note: bool = False
    in_figure: bool = False
