"""
The form in which entries are written: `fmt` gives it to old ones, `add` to new ones.

Fields stand in the order of a bibliography's line: who, what, in what, by whom, when, and last how
it is found. Fields that are not named here come after those, in the order they had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LINKS = ("crossref", "xref", "xdata", "entryset", "ids")
_NAMES = (
    *("author", "shortauthor", "authortype", "bookauthor", "editor", "shorteditor", "editortype"),
    *("editora", "editoratype", "editorb", "editorbtype", "editorc", "editorctype"),
    *("translator", "annotator", "commentator", "introduction", "foreword", "afterword", "holder"),
)
_TITLES = (
    *("title", "subtitle", "titleaddon", "shorttitle", "origtitle", "reprinttitle"),
    *("booktitle", "booksubtitle", "booktitleaddon", "maintitle", "mainsubtitle"),
    *("maintitleaddon", "journaltitle", "journalsubtitle", "journal", "shortjournal"),
    *("issuetitle", "issuesubtitle", "eventtitle", "eventtitleaddon", "eventdate", "venue"),
)
_PLACE_IN_WORK = (
    *("type", "series", "edition", "version", "volume", "volumes", "number", "issue", "part"),
    *("chapter", "eid", "pages", "pagetotal"),
)
_PUBLICATION = (
    *("publisher", "institution", "school", "organization", "howpublished", "location", "address"),
    *("date", "year", "month", "day", "pubstate", "origdate", "origpublisher", "origlocation"),
)
_WHERE = (
    *("doi", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "pmid"),
    *("pmcid", "isbn", "issn", "url", "urldate", "archiveurl", "archivedate", "urlstatus"),
)
_REMARKS = ("langid", "language", "origlanguage", "note", "addendum", "annotation", "abstract")
FIELD_ORDER: tuple[str, ...] = (
    *_LINKS,
    *_NAMES,
    *_TITLES,
    *_PLACE_IN_WORK,
    *_PUBLICATION,
    *_WHERE,
    *_REMARKS,
    "keywords",
)
# An editor's word on the entry, not on the work: below everything else.
LAST = "kzrucite"

_RANKS = {name: rank for rank, name in enumerate(FIELD_ORDER)}
_RANKS[LAST] = len(_RANKS) + 1


def rank(name: str) -> int:
    """Return the place of a field in the order, the same for all that it does not name."""
    return _RANKS.get(name, len(FIELD_ORDER))


def head(kind: str, key: str) -> str:
    """Return the first line of an entry, without its end."""
    return f"@{kind}{{{key},"


def before_value(name: str, names: Iterable[str]) -> str:
    """Return the beginning of a field's line, its sign aligned with those of all *names*."""
    return f"  {name:<{max(map(len, names))}} = "


def new_entry(kind: str, key: str, fields: Sequence[tuple[str, str]]) -> str:
    """Write an entry with values as they stand between their braces; no line end at its end."""
    ordered = sorted(fields, key=lambda field: rank(field[0]))
    names = [name for name, _ in fields]
    lines = [f"{before_value(name, names)}{{{value}}}," for name, value in ordered]
    return "\n".join([head(kind, key), *lines, "}"])
