"""Draft an entry from what a registry or a page says; what it does not say stays out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from kzru_cite.model.bodies import names_body
from kzru_cite.model.dates import Period, read_date
from kzru_cite.model.evidence import PageFacts, Record
from kzru_cite.model.generic_names import GENERIC, HOUSE_WORDS
from kzru_cite.model.languages import langid
from kzru_cite.model.tex import tex, verbatim

# Kinds of works as Crossref and DataCite call them, in small letters, and the types for them.
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("journal-article", "journalarticle"), "article"),
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book"), "book"),
    **dict.fromkeys(("book-chapter", "book-section", "book-part", "bookchapter"), "inbook"),
    "reference-entry": "inreference",
    **dict.fromkeys(("proceedings-article", "conferencepaper"), "inproceedings"),
    **dict.fromkeys(("proceedings", "conferenceproceeding"), "proceedings"),
    "report": "report",
    "dissertation": "thesis",
    "dataset": "dataset",
    "software": "software",
    **dict.fromkeys(("posted-content", "preprint"), "online"),
}
_PUBLISHER = {"report": "institution", "thesis": "institution", "online": "organization"}
_CONTAINER = {
    "article": "journaltitle",
    "inbook": "booktitle",
    "inreference": "booktitle",
    "inproceedings": "booktitle",
}
# What a reader looks for in an entry of each type, beside names, title and date.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "article": ("journaltitle", "volume", "number", "pages"),
    "book": ("publisher",),
    "inbook": ("booktitle", "pages", "publisher"),
    "inreference": ("booktitle", "publisher"),
    "inproceedings": ("booktitle", "pages"),
    "proceedings": ("publisher",),
    "report": ("institution",),
    "thesis": ("institution", "type"),
    "online": ("organization",),
}
_RANGE = re.compile(r"(\w+)\s*[-–—]+\s*(\w+)")
# Digits in groups, perhaps; an answer may hold anything.
_ISBN = re.compile(r"[0-9Xx](?:[- ]?[0-9Xx]){8,12}")
# Initials without dots and blanks, as PubMed has them.
_INITIALS = re.compile(r"[A-Z]{1,4}")


class Draft(Struct, frozen=True, kw_only=True):
    """
    An entry without a key: its type, its fields as written, and notes for the editor.

    *family*, *year* and *title* are what its key is made of.
    """

    kind: str
    fields: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    family: str = ""
    year: str = ""
    title: str = ""


class PageCitation(Struct, frozen=True, kw_only=True):
    """
    What a page says for citing the work on it, '' for what it does not say.

    *day* is the ISO date of publishing, as far as given, never that of a change. *groups* are the
    authors that the page says are no persons.
    """

    doi: str = ""
    day: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    groups: frozenset[str] = frozenset()


class Names(Struct, frozen=True, kw_only=True):
    """Names for a field: as written, the family name of the first, and what was left out."""

    value: str = ""
    family: str = ""
    notes: tuple[str, ...] = ()


def from_record(record: Record, identifiers: Sequence[tuple[str, str]]) -> Draft:
    """Draft the entry of a registry's record; *identifiers* are fields that lead to the work."""
    kind = _kind(record)
    names = record_names(record)
    role = record.role if record.role in ("author", "editor", "translator") else ""
    fields = {
        role or "author": names.value if role else "",
        "title": tex(record.title),
        "subtitle": tex(_subtitle(record)),
        _CONTAINER.get(kind, ""): tex(record.container),
        "volume": tex(record.volume),
        "number": tex(record.issue) if kind == "article" else "",
        "pages": _pages(record.pages),
        "" if kind == "article" else _PUBLISHER.get(kind, "publisher"): tex(record.publisher),
        "date": _date(record.issued or "".join(map(str, record.years[:1]))),
        "isbn": _isbn(record.isbns) if kind in ("book", "proceedings") else "",
        **{name: verbatim(value) for name, value in identifiers},
        "langid": langid(record.language),
    }
    notes = list(names.notes)
    if kind == "misc":
        notes.append(f"{record.agency} calls it {record.kind!r}, for which there is no type")
    if record.names and not role:
        notes.append(f"what part they have is not said, and they are left out: {_listed(record)}")
    return _draft(kind, fields, notes, record.agency, names.family)


def from_page(address: str, facts: PageFacts, said: PageCitation, day: date) -> Draft:
    """Draft the entry of a page that was read on *day*."""
    kind = "article" if said.journal else "online"
    names = page_names(facts, said.groups)
    fields = {
        "author": names.value,
        "title": tex(facts.title),
        "journaltitle": tex(said.journal),
        "volume": tex(said.volume),
        "number": tex(said.issue),
        "pages": _pages(said.pages),
        "organization": "" if said.journal else tex(facts.site),
        "date": _date(said.day),
        "url": verbatim(address),
        "urldate": day.isoformat(),
        "langid": langid(facts.language),
    }
    return _draft(
        kind, fields, list(names.notes), "the page", names.family or _first_word(facts.site)
    )


def _draft(
    kind: str, fields: Mapping[str, str], notes: Iterable[str], source: str, family: str
) -> Draft:
    given = tuple((name, value) for name, value in fields.items() if name and value)
    there = {name for name, _ in given}
    usual = ("title", *_USUAL.get(kind, ()), "date")
    lacking = [] if there & {"author", "editor", "translator"} else ["author"]
    # A number in an archive of preprints says where the work is.
    there |= {"organization"} if "eprint" in there else set()
    lacking += [name for name in usual if name not in there]
    told = [f"{source} does not say, and it is left out: {', '.join(lacking)}"] if lacking else []
    return Draft(
        kind=kind,
        fields=given,
        notes=(*notes, *told),
        family=family,
        year=fields["date"][:4],
        title=fields["title"],
    )


def record_names(record: Record) -> Names:
    """Write the names of a record: as the registry parts them, or else as they stand."""
    pairs = list(zip(record.names, record.families, strict=False))
    written = [
        _braced(name)
        if name in record.bodies or (names_body(name) and not record.parted)
        else _parted(name, family)
        if record.parted
        else _whole(name)
        for name, family in pairs
    ]
    loose = [
        name for name, _ in pairs if not record.parted and not names_body(name) and " " in name
    ]
    note = (
        f"{record.agency} does not part family names; the last word is taken for it: "
        f"{', '.join(loose[:3])}"
    )
    first = next(((name, family) for name, family in pairs), ("", ""))
    body = written[:1] == [_braced(first[0])]
    return Names(
        value=" and ".join(written),
        family=_first_word(first[0]) if body else first[1],
        notes=(note,) if loose else (),
    )


def page_names(facts: PageFacts, groups: frozenset[str]) -> Names:
    """Write the authors of a page as they stand there; bylines that name nobody stay out."""
    nobody = [name for name in facts.authors if _names_nobody(name)]
    people = [name for name in facts.authors if name not in nobody]
    bodies = {name for name in people if name in groups or names_body(name)}
    written = [_braced(name) if name in bodies else _whole(name) for name in people]
    first = people[0] if people else ""
    family = first.partition(",")[0] if "," in first else first.rpartition(" ")[2]
    note = f"these name nobody, and are left out: {', '.join(nobody)}"
    return Names(
        value=" and ".join(written),
        family=_first_word(first) if first in bodies else family,
        notes=(note,) if nobody else (),
    )


def _first_word(name: str) -> str:
    return name.partition(" ")[0]


def _names_nobody(name: str) -> bool:
    words = name.casefold().split()
    return " ".join(words) in GENERIC or words[-1] in HOUSE_WORDS


def _listed(record: Record) -> str:
    return ", ".join(record.names[:3])


def _kind(record: Record) -> str:
    """Choose a type; PubMed's word for a kind is a list of words."""
    kind = record.kind.lower()
    if record.agency == "PubMed":
        return "article" if record.container and "book" not in kind else "misc"
    return _KINDS.get(kind, "misc")


def _subtitle(record: Record) -> str:
    """Return the subtitle, unless the title holds it already."""
    inside = record.subtitle.casefold() in record.title.casefold()
    return "" if inside else record.subtitle


def _pages(text: str) -> str:
    found = _RANGE.fullmatch(text)
    return f"{tex(found[1])}--{tex(found[2])}" if found else tex(text)


def _isbn(said: Iterable[str]) -> str:
    """Return the first that is written as an ISBN is; whether it is a right one, rules say."""
    return next((isbn for isbn in said if _ISBN.fullmatch(isbn)), "")


def _date(text: str) -> str:
    """Return a date that can be read; of one that cannot, its year."""
    for part in (text, text[:7], text[:4]):
        if isinstance(read_date(part), Period):
            return part
    return ""


def _braced(name: str) -> str:
    return f"{{{tex(name)}}}"


def _parted(name: str, family: str) -> str:
    """Write ``Family, Given``; a person with one name, or whose parts hold a comma, in braces."""
    given = name.removesuffix(family).strip()
    if not given or "," in name or _joins(name):
        return _braced(name)
    given = " ".join(f"{one}." for one in given) if _INITIALS.fullmatch(given) else given
    return f"{tex(family)}, {tex(given)}"


def _whole(name: str) -> str:
    """Write a name as it stands, in braces where it would be read as several."""
    return _braced(name) if _joins(name) or name.count(",") > 1 else tex(name)


def _joins(name: str) -> bool:
    return re.search(r"\band\b|\bothers\b", name, re.IGNORECASE) is not None
