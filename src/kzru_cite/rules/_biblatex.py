"""List the entry types and fields of BibLaTeX (manual 3.20, sections 2.1 and 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

TYPES = frozenset(
    {
        *("article", "book", "mvbook", "inbook", "bookinbook", "suppbook", "booklet"),
        *("collection", "mvcollection", "incollection", "suppcollection", "dataset", "manual"),
        *("misc", "online", "patent", "periodical", "suppperiodical", "proceedings"),
        *("mvproceedings", "inproceedings", "reference", "mvreference", "inreference", "report"),
        *("set", "software", "thesis", "unpublished", "xdata", "bibnote"),
        *("conference", "electronic", "mastersthesis", "phdthesis", "techreport", "www"),
        *("artwork", "audio", "commentary", "image", "jurisdiction", "legislation", "legal"),
        *("letter", "movie", "music", "performance", "review", "standard", "video"),
        *("customa", "customb", "customc", "customd", "custome", "customf"),
    }
)

_NAMES = {
    *("author", "bookauthor", "editor", "editora", "editorb", "editorc", "translator"),
    *("annotator", "commentator", "introduction", "foreword", "afterword", "holder"),
    *("shortauthor", "shorteditor", "namea", "nameb", "namec"),
    *("authortype", "editortype", "editoratype", "editorbtype", "editorctype", "nameatype"),
    *("namebtype", "namectype"),
}
_TITLES = {
    f"{base}{part}"
    for base in ("", "book", "main", "journal", "issue", "event", "reprint")
    for part in ("title", "subtitle", "titleaddon")
} | {"shorttitle", "indextitle", "shortjournal", "origtitle", "series", "shortseries"}
_DATES = {
    f"{base}{part}"
    for base in ("", "event", "orig", "url")
    for part in ("date", "year", "month", "day")
} | {"archivedate", "pubstate", "version"}
_PUBLICATION = {
    *("publisher", "location", "address", "organization", "institution", "school", "venue"),
    *("origpublisher", "origlocation", "origlanguage", "language", "langid", "langidopts"),
    *("edition", "volume", "volumes", "number", "issue", "part", "pages", "pagetotal"),
    *("bookpagination", "pagination", "chapter", "type", "entrysubtype", "howpublished"),
    *("journal", "addendum", "note", "annotation", "annote", "abstract", "keywords", "library"),
    *("eventdate", "reprinttitle", "titleaddon", "nameaddon", "authoraddon"),
}
_IDENTIFIERS = {
    *("doi", "eid", "eprint", "eprintclass", "eprinttype", "archiveprefix", "primaryclass"),
    *("isan", "isbn", "ismn", "isrn", "issn", "iswc", "url", "archiveurl", "urlstatus"),
    *("pmid", "pmcid", "oclc", "lccn", "file", "pdf"),
}
_CONTROL = {
    *("crossref", "xref", "xdata", "entryset", "ids", "related", "relatedtype"),
    *("relatedstring", "relatedoptions", "options", "execute", "gender", "hyphenation"),
    *("indexsorttitle", "label", "presort", "shorthand", "shorthandintro", "sortkey", "key"),
    *("sortname", "sortshorthand", "sorttitle", "sortyear", "kzrucite", "shorthandlist"),
    *("lista", "listb", "listc", "listd", "liste", "listf", "verba", "verbb", "verbc"),
    *("usera", "userb", "userc", "userd", "usere", "userf", "custom", "place"),
}
FIELDS = frozenset(_NAMES | _TITLES | _DATES | _PUBLICATION | _IDENTIFIERS | _CONTROL)

# What reference managers add for themselves; nobody expects to see it printed.
_MANAGERS = frozenset(
    {
        *("owner", "timestamp", "date-added", "date-modified", "rating", "read", "groups"),
        *("comment", "comments", "review", "username", "biburl", "bibsource", "adsurl"),
        *("adsnote", "bibcode", "archive", "mrnumber", "mrclass", "mrreviewer", "zblnumber"),
        *("fjournal", "coden", "numpages", "articleno", "issue_date", "acmid", "copyright"),
        *("urn", "hal_id", "hal_version", "source", "citeulike-article-id", "priority"),
        *("posted-at", "local-url", "creationdate", "modificationdate", "article-number"),
        *("affiliation", "refid", "collection", "article_type", "s2id", "mendeley-groups"),
        *("contents", "bdsk-url-1", "localfile", "eissn", "publication_stage", "optnote"),
        *("day", "urlaccessdate", "accessed", "lastchecked", "lastaccessed", "urltime"),
        *("keyword", "subject", "size", "price", "funding", "thesis", "status", "rights"),
        *("_eprint", "internal-note", "web_url", "researchareas", "unique-id", "web-url"),
        *("dimensions", "category", "medium", "license", "repository", "ean", "lang"),
        *("journaliso", "language_en", "jstor", "openalex", "mag", "arxivid", "arxiv"),
        *(
            "googlebooks",
            "zmnumber",
            "created",
            "hdl",
            "handle",
            "tag",
            "tags",
            "arxivurl",
            "arxivclass",
        ),
    }
)
_ANNOTATION = re.compile(r"\+an(?::\w+)?$")
_MANAGER_PREFIXES = (
    "bdsk-",
    "mendeley-",
    "citeulike-",
    "jabref-",
    "zotero-",
    "opt",
    "alt",
    "x-",
    "_",
)


def known(field: str) -> bool:
    """Tell a field that BibLaTeX prints or uses, or that a reference manager keeps for itself."""
    # Notes on single names or words stand in `author+an` or `author+an:name`.
    base = _ANNOTATION.sub("", field)
    return base in FIELDS or field in _MANAGERS or field.startswith(_MANAGER_PREFIXES)


def near_fields(field: str) -> list[str]:
    """Return the fields that *field* is one slip away from, the nearest first."""
    return get_close_matches(field, sorted(FIELDS), cutoff=0.82)


WEB = frozenset({"online", "electronic", "www"})
# What each type cannot do without. A tuple means one of them; the date has a rule of its own.
_BOOK = (("title", "booktitle", "maintitle"),)
_PART = (("title",), ("booktitle", "maintitle", "journaltitle", "journal", "series", "eventtitle"))
REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("title",), ("journaltitle", "journal", "eprint", "doi", "url", "booktitle")),
    "book": (*_BOOK, ("author", "editor", "organization", "institution", "translator")),
    "incollection": _PART,
    "inproceedings": _PART,
    "conference": _PART,
    "inbook": (("title", "chapter", "pages"), ("booktitle", "maintitle", "title")),
    "online": (("title",), ("url", "doi", "eprint", "howpublished")),
    "electronic": (("title",), ("url", "doi", "eprint", "howpublished")),
    "www": (("title",), ("url", "doi", "eprint", "howpublished")),
    "thesis": (("title",), ("author",), ("institution", "school", "publisher")),
    "phdthesis": (("title",), ("author",), ("institution", "school", "publisher")),
    "mastersthesis": (("title",), ("author",), ("institution", "school", "publisher")),
    "report": (("title",), ("institution", "publisher", "organization", "author")),
    "techreport": (("title",), ("institution", "publisher", "organization", "author")),
    "patent": (("title", "number"), ("number", "title")),
    # A letter or a talk to the author has no title: howpublished says what it was.
    "misc": (("title", "booktitle", "maintitle", "shorttitle", "label", "howpublished"),),
    "proceedings": _BOOK,
    "collection": _BOOK,
}
# Types that stand for no source of their own, or that need no title.
UNTITLED = frozenset({"xdata", "set", "bibnote", "periodical", "letter", "jurisdiction", "image"})
OTHERS: tuple[tuple[str, ...], ...] = (("title", "booktitle", "maintitle", "shorttitle", "label"),)

# Fields that name the host of a part, in entries that are no part: mostly the wrong type.
MISPLACED: Mapping[str, Mapping[str, str]] = {
    "book": {
        "journaltitle": "a book appears in no journal: use @article",
        "journal": "a book appears in no journal: use @article",
        "booktitle": "a part of a book is @incollection or @inbook",
        "school": "a thesis is @thesis",
    },
    "article": {
        "booktitle": "a part of a book is @incollection, a conference paper @inproceedings",
        "school": "a thesis is @thesis",
        "chapter": "a chapter of a book is @incollection or @inbook",
    },
    "online": {
        "booktitle": "a part of a book is @incollection or @inbook",
        "isbn": "a book is @book, with its url",
        "school": "a thesis is @thesis",
    },
    "incollection": {
        "journaltitle": "an article of a journal is @article",
        "journal": "an article of a journal is @article",
    },
    "inproceedings": {"school": "a thesis is @thesis"},
}
