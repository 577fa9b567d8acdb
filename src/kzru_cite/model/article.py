"""Hold the article as read: sections, paragraphs, claims and citations with their places."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from kzru_cite.model.place import Location


class Setting(Enum):
    """Name where a paragraph stands; only running text counts for coverage."""

    BODY = "body"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"
    NOTE = "note"


class Citation(Struct, frozen=True, kw_only=True):
    """
    A use of a reference, as pandoc reads it.

    *place* runs from the ``@`` to the end of the key. *claim* is the position of the claim
    around it in ``Article.claims``; *suffix* holds the locator as written.
    """

    key: str
    place: Location
    section: int
    claim: int | None = None
    suffix: str = ""
    in_note: bool = False


class Claim(Struct, frozen=True, kw_only=True):
    """
    A span or a div of class ``claim``.

    *id* is '' when it has none. *place* is the whole span with its attributes, *head* the id
    (or the class, without an id). *attributes* are those written, *places* where their values
    stand. *text* is plain, citations left out. *start* and *end* are offsets into the file.
    """

    id: str
    text: str
    place: Location
    head: Location
    section: int
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the words of ``needs=``, which say what is still to be done."""
        return tuple(self.attributes.get("needs", "").split())

    def at(self, attribute: str) -> Location:
        """Return where the value of *attribute* stands, or the head of the claim."""
        return self.places.get(attribute, self.head)


class Fact(Struct, frozen=True, kw_only=True):
    """
    A span or a div with ``fact=``: one telling of a fact that stands in several places.

    *text* is plain, citations left out. *place* is the whole span with its attributes.
    """

    name: str
    text: str
    place: Location
    section: int


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence of a paragraph, and whether a claim covers any of it."""

    text: str
    covered: bool


class Paragraph(Struct, frozen=True, kw_only=True):
    """A paragraph of plain text with its sentences; *cited* counts citations in it."""

    text: str
    place: Location
    setting: Setting
    section: int
    sentences: tuple[Sentence, ...] = ()
    cited: int = 0


class Section(Struct, frozen=True, kw_only=True):
    """A heading and its place; the text before the first heading is section 0 without title."""

    title: str
    level: int
    place: Location
    id: str = ""


class BrokenClaim(Struct, frozen=True, kw_only=True):
    """Something written like a claim that pandoc reads as plain text; *text* is its head."""

    text: str
    place: Location


class UnreadableText(Struct, frozen=True, kw_only=True):
    """A file that pandoc refuses to read, with its own words and the place that it names."""

    place: Location
    message: str


class UnprovenPlaces(Struct, frozen=True, kw_only=True):
    """A file in which the tree read for places differs from the true one; *lost* are its keys."""

    place: Location
    lost: tuple[str, ...]


class Article(Struct, frozen=True, kw_only=True):
    """
    The text of a project, all files together in reading order.

    *sections* starts with the lead. *nocite* are keys listed without being cited in the text;
    ``*`` means all.
    """

    language: str = ""
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()
    nocite: frozenset[str] = frozenset()
    broken: tuple[BrokenClaim, ...] = ()
    unreadable: tuple[UnreadableText, ...] = ()
    unproven: tuple[UnprovenPlaces, ...] = ()
