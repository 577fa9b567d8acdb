"""
Take the main text out of a page, without its frame, lists of sources and comments.

The same bytes give the same text for ever under one version. When this module or the walk below it
changes what comes out, EXTRACTOR is raised: it is part of the hash, so that the change is not
taken for one of the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from kzru_cite.read.page_outline import Block
from kzru_cite.read.page_parts import FRAME, MAIN, SIDE, SOURCES
from kzru_cite.read.page_words import key, words

# 1: until 2026-11. 2: all pages of a PDF file are read, and the lists of sources in PDF files and
# in files of text are taken out; marks of notes are left out of sentences. Of PDF files that hold
# more than page_pdf reads, the text ends earlier than in the first days of version 2.
EXTRACTOR = "2"
# A main text shorter than this, or than this share of the rest, was marked wrongly. The share is
# small: under a short text there may be very many comments.
_SHORT, _SHARE = 250, 0.05
# Lists of links are ways to other pages.
_LINKED = 0.8
_LISTED = frozenset(words("li dd dt td th div ul ol"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SOURCES = frozenset(
    words(
        "references reference literaturecited bibliography notes footnotes endnotes workscited "
        "sources citations furtherreading externallinks seealso литература списоклитературы "
        "источники примечания ссылки библиография әдебиет әдебиеттер пайдаланылғанәдебиеттер "
        "дереккөздер сілтемелер einzelnachweise literatur quellen weblinks anmerkungen "
        "références bibliographie notesetréférences referencias bibliografía notas bibliografia "
        "note kaynakça kaynaklar"
    )
)


class Texts(Struct, frozen=True, kw_only=True):
    """The main text, a line for each paragraph; the page's list of sources; and what is left."""

    main: str
    sources: str = ""
    rest: str = ""


def texts(blocks: Sequence[Block]) -> Texts:
    """Part all that is shown into the main text, the list of sources, and the rest."""
    shown = list(_without_sources(blocks))
    main = _main(shown)
    chosen, kept = {id(block) for block in main}, {id(block) for block in shown}
    left = [block for block in blocks if id(block) not in chosen]
    sources = [block for block in left if id(block) not in kept or block.part & SOURCES]
    listed = {id(block) for block in sources}
    rest = [block for block in left if id(block) not in listed]
    return Texts(main=_joined(main), sources=_joined(sources), rest=_joined(rest))


def _main(shown: list[Block]) -> list[Block]:
    plain = [block for block in shown if not block.part & FRAME]
    clear = [block for block in plain if not block.part & SIDE and not _is_way(block)]
    main = [block for block in clear if block.part & MAIN]
    for chosen, rest in ((main, clear), (clear, plain), (plain, shown)):
        if chosen and _length(chosen) >= max(_length(rest) * _SHARE, min(_SHORT, _length(rest))):
            return chosen
    return shown


def whole_text(blocks: Sequence[Block]) -> str:
    """Return all that is shown."""
    return _joined(blocks)


def line_hash(line: str) -> str:
    """Return the hash, by this version, of a text on one line: where lines ended counts not."""
    versioned = f"{EXTRACTOR}\n{line}"
    return f"sha256:{hashlib.sha256(versioned.encode()).hexdigest()}"


def _without_sources(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out what follows the heading of a list of sources, up to the next such heading."""
    inside = 0
    for block in blocks:
        level = _HEADINGS.get(block.element, 0)
        if level and (not inside or level <= inside):
            inside = level if key(block.text) in _SOURCES else 0
        if not inside:
            yield block


def _is_way(block: Block) -> bool:
    return block.element in _LISTED and block.linked >= len(block.text) * _LINKED


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _joined(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)
