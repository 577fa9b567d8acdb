"""Hold words taken from a source, the text they are looked for in, and where they were found."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Quotation(Struct, frozen=True, kw_only=True):
    """
    Words of a source, told apart by what stands before and after them.

    As the Web Annotation Data Model's TextQuoteSelector (W3C, 2017, section 4.2.4). In *exact*,
    ``…`` stands for an omission, and words in ``[ ]`` for a note of the one who quotes.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


class Extract(Struct, frozen=True, kw_only=True):
    """
    The text of a capture.

    *text* is the main text on one line, *text_hash* its hash as ``PageFacts`` has it, by version
    *extractor*. *pages* are the offsets into *text* at which pages begin, () where there are
    none. *sources* is the source's own list of references, *rest* what else is shown: frame,
    comments, teasers.
    """

    text: str
    text_hash: str
    extractor: str
    pages: tuple[int, ...] = ()
    sources: str = ""
    rest: str = ""


class Part(Enum):
    """Name the part of a captured text in which words were found."""

    TEXT = "text"
    SOURCES = "sources"
    REST = "rest"
    NOWHERE = "nowhere"


class Spot(Struct, frozen=True, kw_only=True):
    """
    Where words were found: offsets into the part (code points, end exclusive), the page from 1.

    *before* and *after* are up to 80 code points around *words*, which are as the source has
    them.
    """

    start: int
    end: int
    words: str
    before: str = ""
    after: str = ""
    page: int | None = None
