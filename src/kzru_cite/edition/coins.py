"""Describe each source for programs that collect references: a ContextObject in a span (COinS)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

from kzru_cite.edition.entry_record import LOST
from kzru_cite.edition.references import ENTRY, ENTRY_PREFIX
from kzru_cite.edition.sources import link_target
from kzru_cite.edition.tree import Node, Nodes, attributes, raw, rewrite
from kzru_cite.model.bibliography import Name, Reference
from kzru_cite.model.dates import PartialDate, Period
from kzru_cite.model.dois import find_doi

Pair = tuple[str, str]
# The matrix formats of ANSI/NISO Z39.88-2004, and the one of Dublin Core for what they leave out.
_FORMAT = "info:ofi/fmt:kev:mtx:"
_JOURNAL, _BOOK, _THESIS, _DUBLIN = "journal", "book", "dissertation", "dc"
_KINDS = {
    **dict.fromkeys(("article", "suppperiodical"), (_JOURNAL, "article")),
    **dict.fromkeys(("incollection", "inbook", "inreference", "suppbook"), (_BOOK, "bookitem")),
    **dict.fromkeys(("inproceedings", "conference"), (_BOOK, "proceeding")),
    **dict.fromkeys(("report", "techreport"), (_BOOK, "report")),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), (_THESIS, "")),
    **dict.fromkeys(
        ("book", "mvbook", "collection", "mvcollection", "reference", "proceedings", "manual"),
        (_BOOK, "book"),
    ),
}
# What Dublin Core is to say of other entries, in the words that Zotero knows.
_TYPES = {
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    "dataset": "dataset",
    "software": "computerProgram",
    "unpublished": "manuscript",
}
_PARTS = frozenset({"bookitem", "proceeding"})
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def with_coins(
    blocks: Nodes, references: Mapping[str, Reference], languages: Mapping[str, str]
) -> Nodes:
    """Put an empty span at the end of each entry, which nobody sees or hears."""

    def describe(node: Node) -> Nodes:
        identifier, classes, _ = attributes(node)
        key = identifier.removeprefix(ENTRY_PREFIX)
        if ENTRY not in classes or key not in references or not node["c"][1]:
            return [node]
        told = context_object(references[key], languages.get(key, ""))
        mark = raw("html", f'<span class="Z3988" title="{escape(told)}" aria-hidden="true"></span>')
        own, inner = node["c"]
        last = {**inner[-1], "c": [*inner[-1]["c"], mark]}
        return [{**node, "c": [own, [*inner[:-1], last]]}]

    described: Nodes = rewrite(blocks, {"Div": describe})
    return described


def context_object(reference: Reference, language: str = "") -> str:
    """Return the description in keys and values, as in the query of an address."""
    form, genre = _KINDS.get(reference.kind, (_DUBLIN, ""))
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"{_FORMAT}{form}"),
        *_identifiers(reference),
        *((f"rft.{name}", value) for name, value in _fields(reference, form, genre, language)),
    ]
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs if value)


def _identifiers(reference: Reference) -> Iterator[Pair]:
    if doi := find_doi(reference.text("doi")):
        yield "rft_id", f"info:doi/{doi.text}"
    if reference.text("urlstatus") not in LOST:
        yield "rft_id", link_target(reference.text("url"))


def _fields(reference: Reference, form: str, genre: str, language: str) -> Iterator[Pair]:
    yield "genre", genre
    if form == _DUBLIN:
        yield from _dublin(reference)
    elif form == _JOURNAL:
        yield from _journal(reference)
    elif form == _THESIS:
        yield "title", _title(reference)
        yield "inst", reference.text("institution", "school")
        yield "degree", reference.text("type")
    else:
        yield from _book(reference, genre)
    yield from _people(reference.names.get("author", ()))
    yield "date", _date(reference)
    yield "language", language


def _journal(reference: Reference) -> Iterator[Pair]:
    yield "atitle", _title(reference)
    yield "jtitle", reference.text("journaltitle", "journal")
    yield "stitle", reference.text("shortjournal")
    yield "volume", reference.text("volume")
    yield "issue", reference.text("number", "issue")
    yield "pages", reference.text("pages")
    yield "issn", reference.text("issn")


def _book(reference: Reference, genre: str) -> Iterator[Pair]:
    if genre in _PARTS:
        yield "atitle", _title(reference)
        yield "btitle", reference.text("booktitle", "maintitle")
        yield "pages", reference.text("pages")
    else:
        yield "btitle", _title(reference)
        yield "tpages", reference.text("pagetotal")
    yield "volume", reference.text("volume")
    yield "edition", reference.text("edition")
    yield "series", reference.text("series")
    yield "place", reference.text("location", "address")
    yield "pub", reference.text("publisher", "institution", "organization")
    yield "isbn", reference.text("isbn")
    yield "issn", reference.text("issn")


def _dublin(reference: Reference) -> Iterator[Pair]:
    address = link_target(reference.text("url"))
    yield "type", _TYPES.get(reference.kind, "webpage" if address else "document")
    yield "title", _title(reference)
    yield "source", reference.site


def _title(reference: Reference) -> str:
    return ": ".join(filter(None, (reference.text("title"), reference.text("subtitle"))))


def _people(names: tuple[Name, ...]) -> Iterator[Pair]:
    """Name the first person in parts as well, as the standard has it; a body has its own key."""
    for number, name in enumerate(names):
        if not name.family:
            yield "aucorp", name.literal
            continue
        family = " ".join(filter(None, (name.prefix, name.family)))
        given = " ".join(filter(None, (name.given, name.suffix)))
        if number == 0:
            yield "aulast", family
            yield "aufirst", given
        yield "au", ", ".join(filter(None, (family, given)))


def _date(reference: Reference) -> str:
    """Return a day, month or year as ISO 8601 has it; of a doubtful date or a span, the year."""
    written = reference.text("date", "year")
    if _DAY.fullmatch(written):
        return written
    match reference.published():
        case Period(start=PartialDate(year=year, span=1)):
            return str(year)
        case _:
            return ""
