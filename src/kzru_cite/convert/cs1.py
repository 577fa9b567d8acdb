"""Turn a citation template of Wikipedia (CS1, CS2) into an entry of BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kzru_cite.convert.cs1_fields import ALIASES, KINDS, is_showing
from kzru_cite.convert.cs1_names import People, people
from kzru_cite.convert.entry import excerpt
from kzru_cite.convert.free_dates import edtf, year_letter
from kzru_cite.convert.languages import langid
from kzru_cite.convert.tex import value

# What names the wider work, by kind of entry; other kinds name a site.
_WIDER = {
    "article": "journaltitle",
    "inproceedings": "booktitle",
    "inreference": "booktitle",
    "incollection": "booktitle",
    "inbook": "booktitle",
}
_PARTS = frozenset({"incollection", "inbook", "inproceedings", "inreference"})
_SIMPLE = (
    *(("volume", "volume"), ("issue", "number"), ("series", "series"), ("location", "location")),
    *(("isbn", "isbn"), ("issn", "issn"), ("pmid", "pmid"), ("oclc", "oclc"), ("lccn", "lccn")),
    *(("hdl", "hdl"), ("bibcode", "bibcode"), ("type", "type"), ("archive-url", "archiveurl")),
)
_STATUS = {
    **{word: word for word in ("live", "dead", "unfit", "usurped")},
    **dict.fromkeys(("yes", "y", "true"), "dead"),
    **dict.fromkeys(("no", "n", "false"), "live"),
    "bot: unknown": "",
    "deviated": "",
}
_DOI = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?(?:\s+ed(?:ition|n)?\.?)?", re.IGNORECASE)
_EPRINTS = ("arxiv", "jstor", "ssrn", "biorxiv", "medrxiv", "citeseerx", "s2cid", "zbl", "mr",
            "osti", "rfc", "ol", "asin")  # fmt: skip
_RANGE = re.compile(r"(?<=\d)\s*-\s*(?=\d)|\s*[–—]\s*")
_IN_NEWS = re.compile(r"cite news(?:paper)?")


class Source(Struct, frozen=True, kw_only=True):
    """
    What a template says of a source.

    *anchors* are the names by which short references call it, *locator* the place in it that is
    meant here, *name*, *title* and *year* what a key is made of. *unsaid* are parameters for which
    there is no field, *shown* those that only say how the template looks.
    """

    kind: str
    fields: Mapping[str, str]
    anchors: tuple[str, ...] = ()
    locator: str = ""
    quote: str = ""
    name: str = ""
    title: str = ""
    year: str = ""
    unsaid: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


def read(template: str, parameters: Mapping[str, str]) -> Source:
    """Read the template of this name; *parameters* are in plain words."""
    reader = _Reader(template, {n: text for n, text in parameters.items() if text})
    return reader.read()


class _Reader:
    """Take parameters off one by one, so that what is left over can be told."""

    def __init__(self, template: str, parameters: Mapping[str, str]) -> None:
        self._template = template
        self._given = dict(parameters)
        self._unsaid: list[str] = []
        self._fields: dict[str, str] = {}
        self._people: dict[str, People] = dict(people(parameters))
        for each in self._people.values():
            for name in each.used:
                del self._given[name]
        self._named: dict[str, str] = {}
        for name in tuple(self._given):
            plain = ALIASES.get(name)
            if plain and plain not in self._named:
                self._named[plain] = self._given.pop(name)
        self._kind = self._find_kind()

    def read(self) -> Source:
        title = self._named.get("chapter") or self._named.get("title", "")
        quote, anchor = self._take("quote"), self._take("ref")
        self._titles()
        self._put_names()
        year = self._dates()
        for name, field in _SIMPLE:
            self._put(field, self._take(name))
        self._where()
        self._numbers()
        self._link()
        locator = self._place()
        self._notes()
        names = self._people.get("author") or self._people.get("editor")
        site = self._fields.get("journaltitle") or self._fields.get("organization", "")
        families = names.families if names else ()
        shown = tuple(name for name in self._given if is_showing(name))
        return Source(
            kind=self._kind,
            fields=self._fields,
            anchors=_anchors(anchor, families, year),
            locator=locator,
            quote=quote,
            name=names.first if names else site,
            title=title,
            year=year,
            unsaid=tuple(self._left(shown)),
            shown=shown,
        )

    def _left(self, shown: tuple[str, ...]) -> Iterator[str]:
        yield from self._unsaid
        for name, text in (*self._named.items(), *self._given.items()):
            if name not in shown and not is_showing(name):
                yield f"no field for {name!r}: {excerpt(text)}"

    def _take(self, name: str) -> str:
        return self._named.pop(name, "")

    def _put(self, field: str, text: str) -> None:
        """Set a field that is not set yet; what finds it taken is told."""
        if not text:
            return
        if field in self._fields:
            self._unsaid.append(f"the field {field!r} is taken: {excerpt(text)}")
        else:
            self._fields[field] = value(field, text)

    def _find_kind(self) -> str:
        has = self._named.__contains__
        kind = KINDS.get(self._template, "misc")
        if kind:
            if _IN_NEWS.fullmatch(self._template) and not has("periodical") and has("url"):
                return "online"
            if kind == "book" and has("chapter"):
                return "incollection" if "editor" in self._people else "inbook"
            return kind
        if has("encyclopedia"):
            return "inreference"
        if has("conference") or has("book-title"):
            return "inproceedings"
        if has("periodical"):
            return "article" if not has("url") or has("volume") or has("issue") else "online"
        if has("chapter"):
            return "incollection" if "editor" in self._people else "inbook"
        if has("publisher") or has("isbn") or has("oclc"):
            return "book"
        return "online" if has("url") else "misc"

    def _titles(self) -> None:
        chapter, title = self._take("chapter"), self._take("title")
        script, translated = self._take("script-title"), self._take("trans-title")
        wider = [self._take(n) for n in ("encyclopedia", "book-title", "periodical", "conference")]
        conference, wider = wider[3], [one for one in wider[:3] if one]
        if chapter:
            self._put("title", chapter)
            part = self._take("trans-chapter")
            self._put("titleaddon", f"[{part}]" if part else "")
            self._put("booktitle" if self._kind in _PARTS else "maintitle", title)
            self._put("booktitleaddon", f"[{translated}]" if translated else "")
        else:
            self._put("title", title or script)
            addons = [script if title else "", f"[{translated}]" if translated else ""]
            self._put("titleaddon", " ".join(one for one in addons if one))
        self._put("titleaddon", self._take("script-chapter"))
        for one in wider:
            self._put(_WIDER.get(self._kind, "organization"), one)
        if conference:
            self._put("eventtitle", conference)

    def _put_names(self) -> None:
        for role, each in self._people.items():
            # Who wrote a foreword or another part is no author of the whole.
            name = "introduction" if role == "contributor" else role
            self._fields[name] = each.written

    def _dates(self) -> str:
        """Put the dates; return the year with its letter, as short references name it."""
        parts = [self._take(name) for name in ("day", "month", "year")]
        date = self._take("date")
        own = edtf(date) or edtf(" ".join(part for part in parts if part)) or edtf(parts[2])
        self._put("date", own)
        if date and not edtf(date):
            self._unsaid.append(f"no date can be read from 'date': {excerpt(date)}")
        elif any(parts) and not own:
            written = " ".join(part for part in parts if part)
            self._unsaid.append(f"no date can be read from 'year': {excerpt(written)}")
        for name, field in (("access-date", "urldate"), ("archive-date", "archivedate"),
                            ("orig-date", "origdate")):  # fmt: skip
            text = self._take(name)
            self._put(field, edtf(text))
            if text and not edtf(text):
                self._unsaid.append(f"no date can be read from {name!r}: {excerpt(text)}")
        return year_letter(parts[2]) or year_letter(date)

    def _where(self) -> None:
        publisher = self._take("publisher")
        self._put("institution" if self._kind in {"report", "thesis"} else "publisher", publisher)
        language = self._take("language")
        known = [langid(part) for part in re.split(r"[,;/]|\band\b", language) if part.strip()]
        self._put("langid", known[0] if known else "")
        if language and (not all(known) or len(known) > 1):
            self._unsaid.append(f"one language is kept of 'language': {excerpt(language)}")
        edition = self._take("edition")
        ordinal = _ORDINAL.fullmatch(edition)
        self._put("edition", ordinal[1] if ordinal else edition)
        subtype = re.fullmatch(r"cite (news|newspaper|magazine)", self._template)
        if subtype and self._kind == "article":
            self._fields["entrysubtype"] = "magazine" if subtype[1] == "magazine" else "newspaper"

    def _numbers(self) -> None:
        self._put("doi", _DOI.sub("", self._take("doi"), count=1))
        pmc = self._take("pmc")
        self._put("pmcid", f"PMC{pmc.upper().removeprefix('PMC')}" if pmc else "")
        for name in _EPRINTS:
            number = self._take(name) or self._given.pop(name, "")
            if number and "eprint" in self._fields:
                self._unsaid.append(f"no field for {name!r}: {excerpt(number)}")
            elif number:
                self._fields |= {"eprint": value("eprint", number), "eprinttype": name}
        if self._fields.get("eprinttype") == "arxiv":
            self._put("eprintclass", self._take("class"))

    def _link(self) -> None:
        url, part = self._take("url"), self._take("chapter-url")
        self._put("url", part or url)
        if part and url and part != url:
            self._unsaid.append(f"the address of the whole is left out: {excerpt(url)}")
        for name in ("url-status", "dead-url"):
            text = self._take(name)
            status = _STATUS.get(text.lower(), "")
            if status and "url" in self._fields:
                self._put("urlstatus", status)
            elif text:
                self._unsaid.append(f"no state of a link is {name!r}: {excerpt(text)}")

    def _place(self) -> str:
        """Put the pages of a part; return the place in a whole that is meant here."""
        pages, page, at = (self._take(name) for name in ("pages", "page", "at"))
        if self._kind in _WIDER and (pages or page):
            first = pages or page
            self._fields["pages"] = _RANGE.sub("--", value("pages", first))
            if pages and page:
                self._unsaid.append(f"the field 'pages' is taken: {excerpt(page)}")
            return at
        named = [f"pp. {pages}" if pages else "", f"p. {page}" if page else "", at]
        return ", ".join(one for one in named if one)

    def _notes(self) -> None:
        via = self._take("via")
        addenda = [self._take("agency"), f"via {via}" if via else ""]
        self._put("addendum", "; ".join(one for one in addenda if one))
        notes = [self._take("others"), self._take("id")]
        self._put("note", "; ".join(one for one in notes if one))
        self._put("number", self._take("patent-number"))


def _anchors(ref: str, families: tuple[str, ...], year: str) -> tuple[str, ...]:
    """Return the names by which ``{{sfn}}`` and its kin call a source."""
    if ref.startswith("CITEREF"):
        return (ref.replace(" ", ""),)
    if ref.lower() == "none" or not families:
        return ()
    return (anchor((*families[:4], year)),)


def anchor(parts: tuple[str, ...]) -> str:
    """Join family names and a year to the anchor that a citation template makes of them."""
    return "CITEREF" + "".join("".join(part.split()) for part in parts)
