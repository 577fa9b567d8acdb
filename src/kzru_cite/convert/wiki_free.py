"""Turn a note of a wiki that uses no citation template into an entry: an address, or free words."""

from __future__ import annotations

import re

from msgspec import Struct

from kzru_cite.convert.cs1 import Source
from kzru_cite.convert.free_dates import edtf
from kzru_cite.convert.tex import value
from kzru_cite.convert.wiki_words import plain
from kzru_cite.convert.wikicode import Nodes, WebLink, walk

_ACCESS = re.compile(
    r"[\s(.,;]*\b(?:last\s+)?(?:retrieved|accessed)(?:\s+on)?:?\s+(?P<day>[\w ,]{4,20}\d)\)?\.?",
    re.IGNORECASE,
)
_ISBN = re.compile(r"\bISBN:?\s*(?P<number>97[89][- \d]{10,14}\d|\d[- \d]{7,11}[\dX])")
_DOI = re.compile(r"\bdoi:\s*(?P<number>10\.\d{4,9}/\S*[^\s.,;)])", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_SIGNS = " \t\n.,;:()[]–—-"


# Words that name a source by its author, as an older article does: ``Wells, p. 6.``
_NAMED = re.compile(
    r"(?P<name>[^\W\d_][\w’'-]+)(?:,?\s+\(?(?P<year>\d{4})\)?)?,?\s+"
    r"(?P<kind>pp?|pgs?)\.?\s*(?P<pages>\d[\d\s,–-]*)\.?"
)


class Named(Struct, frozen=True, kw_only=True):
    """Free words that name a source by its author; *source* is what they come to without one."""

    name: str
    year: str
    locator: str
    source: Source


def named(words: str, source: Source) -> Named | None:
    """Return what the words name, None for words that say more than a name and pages."""
    found = _NAMED.fullmatch(words.strip())
    if found is None:
        return None
    pages = found["pages"].strip(" ,")
    kind = "p." if pages.isdecimal() else "pp."
    return Named(
        name=found["name"], year=found["year"] or "", locator=f"{kind} {pages}", source=source
    )


def read(nodes: Nodes) -> tuple[Source, tuple[str, ...]]:
    """
    Return the entry, and what was found beside it that has no field.

    Free words are kept whole: who wrote what in them is not guessed.
    """
    words = plain(nodes)
    links = [node for node in walk(nodes) if isinstance(node, WebLink)]
    first = links[0] if links else None
    shown = plain(first.inner) if first and first.inner else ""
    bare = first is not None and first.inner is None
    begins = first is not None and words.startswith(first.url if bare else shown)
    fields: dict[str, str] = {}
    rest = words
    if first:
        fields["url"] = value("url", first.url)
        access = _ACCESS.search(words)
        day = edtf(access["day"].strip()) if access else ""
        if access and day:
            fields["urldate"] = day
            rest = f"{words[: access.start()]} {words[access.end() :]}"
    if first and begins:
        kind = "online"
        title = "" if shown.isdecimal() else shown
        rest = rest.removeprefix(first.url if bare else shown).strip(_SIGNS)
        fields |= {"title": value("title", title)} if title else {}
        fields |= {"note": value("note", rest)} if rest else {}
    else:
        kind, title = "misc", ""
        fields["howpublished"] = value("howpublished", words)
    for name, pattern in (("isbn", _ISBN), ("doi", _DOI)):
        found = pattern.search(words)
        if found:
            fields[name] = value(name, found["number"].strip())
    year = _YEAR.search(words)
    source = Source(
        kind=kind,
        fields=fields,
        name="",
        title=title or _first_words(words, fields.get("url", "")),
        year=year[0] if year else "",
    )
    return source, tuple(f"a further address is left out: {link.url}" for link in links[1:])


def _first_words(words: str, url: str) -> str:
    """Name free words by what stands first, a bare address by its host."""
    host = re.match(r"https?://(?:www\.)?([^/:]+)", url)
    if host and words.startswith(url):
        return host[1].split(".")[0]
    return words[:80]
