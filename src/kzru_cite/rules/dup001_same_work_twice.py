"""
Find entries that describe a work which an entry above describes already.

The bibliography then lists one source twice, and its uses are split between two entries.

Bad: two entries with the same DOI, the same address, or the same title, year and first author.

Good: one entry, cited from all places; versions of one work differ in what they say.

Sure: medium. A shared DOI or address with the same title is a fact; a shared title, year and
author is a sign. Chapters of one book may share an ISBN or an address and are not reported, nor
are entries that name each other in `related`, `xref` or `crossref`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule

_DOI_PREFIX = re.compile(r"^(https?://)?(dx\.)?doi\.org/|^doi:", re.IGNORECASE)
_VERSIONS = ("volume", "part", "edition", "version", "number", "titleaddon", "issue")
_NO_SOURCES = frozenset({"xdata", "set", "bibnote"})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry, against those above it."""
    seen: dict[str, Reference] = {}
    for reference in dossier.bibliography.references:
        if reference.kind in _NO_SOURCES:
            continue
        marks = dict(_marks(reference))
        twin = next((mark for mark in marks if mark in seen), None)
        if twin is None or _told_apart(reference, seen[twin]):
            yield OK
        else:
            yield Suspicious(
                place=reference.key_place,
                message=f"{reference.key!r} looks like the same work as {seen[twin].key!r}:"
                f" {marks[twin]}",
                hint="keep one entry and cite it in both places, or say what tells them apart",
                reference=reference.key,
            )
        for mark in marks:
            seen.setdefault(mark, reference)


def _told_apart(one: Reference, other: Reference) -> bool:
    """Tell a key used twice, which is KEY003, and entries that name each other."""
    if one.key == other.key:
        return True
    return other.key in _named(one) or one.key in _named(other)


def _named(reference: Reference) -> set[str]:
    fields = (reference.text(name) for name in ("related", "xref", "crossref"))
    return {key.strip() for text in fields for key in text.split(",")}


def _marks(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield what marks a work, with the words for it."""
    title = _letters(reference.text("title") + reference.text("subtitle"))
    volume = [reference.text(name) for name in _VERSIONS]
    if doi := _DOI_PREFIX.sub("", _own(reference, "doi")).casefold():
        yield f"doi {doi} {title}", f"the DOI {doi} and the title are the same"
    if url := _own(reference, "url"):
        yield f"url {url} {title} {volume}", "the address and the title are the same"
    names = reference.names.get("author") or reference.names.get("editor")
    if names and len(title) >= 15:
        first = (names[0].family or names[0].literal).casefold()
        when = reference.text("date", "year")[:4]
        where = _letters(reference.site)[:40]
        mark = f"work {title} {first} {when} {volume} {where} {reference.kind}"
        yield mark, "title, first author and year are the same"


def _own(reference: Reference, name: str) -> str:
    field = reference.fields.get(name)
    return field.value if field is not None and not field.inherited_from else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


RULE = Rule(
    code="DUP001",
    name="same-work-twice",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="one work under two keys",
    page=__doc__,
    check=check,
)
