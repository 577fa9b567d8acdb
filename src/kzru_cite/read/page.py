"""Read what a page of the web says of itself, and signs of what it may be instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.evidence import PageFacts
from kzru_cite.model.quotation import Extract
from kzru_cite.read import page_facts, page_signs
from kzru_cite.read.page_charset import decode
from kzru_cite.read.page_head import read_head
from kzru_cite.read.page_linked import read_linked
from kzru_cite.read.page_outline import outline
from kzru_cite.read.page_sources import sources
from kzru_cite.read.page_text import EXTRACTOR, line_hash, texts, whole_text
from kzru_cite.read.page_words import fold, words

if TYPE_CHECKING:
    from kzru_cite.read.page_pdf import PdfFacts

_OPENING = 300
# More markup than this belongs to no text that anybody reads.
_LARGEST = 4_000_000
# So many spans of pages that were not read are named.
_MOST_TOLD = 8
_HTML = frozenset(("text/html", "application/xhtml+xml", "text/xml", "application/xml"))
_UNKNOWN = frozenset(("", "application/octet-stream", "unknown/unknown", "*/*", "text"))
_NO_TEXTS = frozenset(words("text/css text/javascript text/ecmascript text/csv text/calendar"))
_LOOKS_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|title|meta|\?xml|div|p|h1)",
    re.IGNORECASE | re.DOTALL,
)
_SECTIONS = frozenset(("h2", "h3", "h4", "h5", "h6"))
# Metadata that only pages of works in journals, books of papers and repositories have.
_SCHOLARLY = words(
    "citation_title citation_journal_title citation_doi citation_pdf_url eprints.title "
    "bepress_citation_title prism.doi dc.identifier.doi"
)
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"OggS")


class Reading(Struct, frozen=True, kw_only=True):
    """
    A page that was read: its facts, and its main text, a line for each paragraph.

    *starts* are the offsets at which pages of print begin, in the text on one line; *sources* is
    the list of sources, *rest* what else is shown, each on one line.
    """

    facts: PageFacts
    text: str
    starts: tuple[int, ...] = ()
    sources: str = ""
    rest: str = ""


def read_page(body: bytes, content_type: str, address: str) -> PageFacts | None:
    """
    Return the facts of a page; None for what is none, such as an image or an archive file.

    *content_type* is the header as it came, '' for none; *address* is where the body came from,
    after all redirects. Never raises, whatever the bytes are.
    """
    found = read_whole(body, content_type, address)
    return found.facts if found else None


def read_whole(body: bytes, content_type: str, address: str) -> Reading | None:
    """Return the facts and the main text of a page; None for what is none."""
    match form(body, content_type):
        case "html":
            markup = decode(body, content_type)
            return _noted(_read_html(markup[:_LARGEST], address), markup)
        case "pdf":
            return _read_pdf(body)
        case "text":
            text = decode(body, content_type)
            return _noted(_read_text(text[:_LARGEST]), text)
        case _:
            return None


def extract(body: bytes, content_type: str, address: str) -> Extract | None:
    """Return the text of a page in its parts; None for what is none. Takes what read_page takes."""
    found = read_whole(body, content_type, address)
    if found is None:
        return None
    return Extract(
        text=_on_one_line(found.text),
        text_hash=found.facts.text_hash,
        extractor=found.facts.extractor,
        pages=found.starts,
        sources=found.sources,
        rest=found.rest,
    )


def form(body: bytes, content_type: str) -> str:
    """
    Return how a body is to be read: as html, pdf or text, '' for none of them.

    What the bytes surely are comes before what is said.
    """
    said = content_type.partition(";")[0].strip().lower()
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(_BINARY):
        return ""
    if said in _HTML or (said.endswith("+xml") and not said.startswith("image/")):
        return "html"
    if said in _UNKNOWN:
        return _guessed(body)
    return "text" if said.startswith("text/") and said not in _NO_TEXTS else ""


def _guessed(body: bytes) -> str:
    if _LOOKS_HTML.match(body[:2048]):
        return "html"
    return "" if b"\0" in body[:4096] else "text"


def places(markup: str, address: str) -> page_facts.Sources:
    """Find the places of a page in which it speaks of itself."""
    found = outline(markup[:_LARGEST])
    return page_facts.Sources(
        outline=found,
        head=read_head(found.head),
        linked=read_linked(found.linked, address),
        address=address,
    )


def _read_html(markup: str, address: str) -> Reading:
    page = places(markup, address)
    found = page.outline
    parts = texts(found.blocks)
    text = parts.main
    titles = page_facts.titles(page)
    facts = PageFacts(
        title=page_facts.best(titles),
        titles=titles,
        authors=page_facts.authors(page),
        dates=page_facts.dates(page),
        site=page_facts.site_name(page),
        language=page_facts.language(page),
        canonical=page_facts.canonical(page),
        signs=page_signs.signs(_seen(page, markup, text)),
    )
    read = _with_text(facts, text)
    listed, rest = _on_one_line(parts.sources), _on_one_line(parts.rest)
    return replace(read, sources=listed, rest=rest)


def _noted(read: Reading, whole: str) -> Reading:
    """Add to what was read of a page that there is more of it."""
    if not whole[_LARGEST:].strip():
        return read
    sign = page_signs.unread(f"what follows {_LARGEST:,} characters")
    return replace(read, facts=replace(read.facts, signs=(*read.facts.signs, sign)))


def _seen(page: page_facts.Sources, markup: str, text: str) -> page_signs.Seen:
    found = page.outline
    return page_signs.Seen(
        address=page.address,
        markup=markup[: page_signs.MARKUP].lower(),
        title=found.title,
        headings=tuple(noted.text for noted in found.noted if noted.kind in ("h1", "headline")),
        text=whole_text(found.blocks),
        main=text,
        scripts=found.scripts,
        password=found.password,
        closed=page.linked.closed,
        refresh=page_facts.resolved(page, page.head.refresh),
        sections=tuple(block.text for block in found.blocks if block.element in _SECTIONS),
        scholarly=bool(page.head.first(*_SCHOLARLY)),
        file_elsewhere=bool(page.head.first("citation_pdf_url", "bepress_citation_pdf_url")),
    )


def _read_text(text: str) -> Reading:
    lines = list(filter(None, map(fold, text.splitlines())))
    listed = sources(lines)
    kept = [line for place, line in enumerate(lines) if place not in listed]
    read = _with_text(PageFacts(signs=() if lines else ("empty",)), "\n".join(kept))
    return replace(read, sources=" ".join(lines[place] for place in listed))


def _read_pdf(body: bytes) -> Reading:
    # A run that meets no PDF file does without the library.
    from kzru_cite.read.page_pdf import read_pdf  # noqa: PLC0415

    found = read_pdf(body)
    facts = PageFacts(
        title=page_facts.best(found.titles),
        titles=found.titles,
        authors=found.authors,
        dates=found.dates,
        language=found.language,
        signs=_signs_of_pdf(found),
    )
    lines = [
        (number, line)
        for number, page in enumerate(found.pages)
        for line in page.split("\n")
        if line
    ]
    listed = sources([line for _, line in lines])
    kept = [one for place, one in enumerate(lines) if place not in listed]
    read = _with_text(facts, "\n".join(line for _, line in kept))
    return replace(
        read,
        starts=_starts(kept, len(found.pages)),
        sources=" ".join(lines[place][1] for place in listed),
    )


def _signs_of_pdf(found: PdfFacts) -> tuple[str, ...]:
    if found.broken:
        return (page_signs.UNREADABLE,)
    if found.unread:
        # Pages that were not read may be those behind the cover.
        return (page_signs.unread(_told(found.unread)),)
    return page_signs.of_document(found.pages)


def _told(spans: Sequence[tuple[int, int]]) -> str:
    told = [str(first) if first == last else f"{first}-{last}" for first, last in spans]
    more = [f"{len(told) - _MOST_TOLD} more spans"] if len(told) > _MOST_TOLD else []
    return f"pages {', '.join(told[:_MOST_TOLD] + more)}"


def _starts(lines: Sequence[tuple[int, str]], count: int) -> tuple[int, ...]:
    """Return where the pages begin in the text on one line; empty ones begin with the next."""
    lengths = [0] * count
    for number, line in lines:
        lengths[number] += len(line) + 1
    # No blank stands behind the last line: empty pages at the end begin where the text ends.
    end = max(sum(lengths) - 1, 0)
    starts = tuple(min(start, end) for start in accumulate(lengths[:-1], initial=0))
    return starts if count > 1 else ()


def _on_one_line(text: str) -> str:
    # Each line is folded, so that only their ends are left to be taken out.
    return " ".join(filter(None, text.split("\n")))


def _with_text(facts: PageFacts, text: str) -> Reading:
    line = _on_one_line(text)
    with_text = replace(
        facts,
        text_hash=line_hash(line),
        text_length=len(line),
        opening=line[:_OPENING],
        extractor=EXTRACTOR,
    )
    return Reading(facts=with_text, text=text)
