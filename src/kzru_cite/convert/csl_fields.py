"""Say which variable of CSL each field of BibLaTeX is, and which type each kind of entry."""

from __future__ import annotations

from collections.abc import Mapping

# CSL 1.0.2, appendix III and IV; where several kinds share a type, the first stands for it.
_TYPES = (
    ("article", "article-journal"),
    ("book", "book"),
    ("incollection", "chapter"),
    ("inproceedings", "paper-conference"),
    ("inreference", "entry-encyclopedia"),
    ("online", "webpage"),
    ("report", "report"),
    ("thesis", "thesis"),
    ("dataset", "dataset"),
    ("software", "software"),
    ("patent", "patent"),
    ("video", "motion_picture"),
    ("audio", "song"),
    ("unpublished", "manuscript"),
    ("letter", "personal_communication"),
    ("legislation", "legislation"),
    ("jurisdiction", "legal_case"),
    ("standard", "standard"),
    ("image", "graphic"),
    ("periodical", "periodical"),
    ("performance", "performance"),
    ("review", "review"),
    ("misc", "document"),
    *((kind, "book") for kind in ("mvbook", "collection", "mvcollection", "proceedings")),
    *((kind, "book") for kind in ("mvproceedings", "reference", "mvreference", "manual")),
    *((kind, "chapter") for kind in ("inbook", "bookinbook", "suppbook", "suppcollection")),
    *((kind, "webpage") for kind in ("electronic", "www")),
    ("suppperiodical", "article-journal"),
    ("booklet", "pamphlet"),
    *((kind, "report") for kind in ("techreport",)),
    *((kind, "thesis") for kind in ("phdthesis", "mastersthesis")),
    ("conference", "paper-conference"),
    *(("music", "song"), ("movie", "motion_picture"), ("artwork", "graphic")),
    *(("commentary", "document"), ("legal", "bill")),
)
TYPE_OF: Mapping[str, str] = dict(_TYPES)
KIND_OF: Mapping[str, str] = {
    **{kind: name for name, kind in reversed(_TYPES)},
    **dict.fromkeys(("article", "article-magazine", "article-newspaper"), "article"),
    **dict.fromkeys(("post", "post-weblog"), "online"),
    **dict.fromkeys(("broadcast", "speech", "interview"), "misc"),
    **dict.fromkeys(("entry", "entry-dictionary"), "inreference"),
    **dict.fromkeys(("review-book",), "review"),
    **dict.fromkeys(("bill", "treaty", "regulation"), "legislation"),
    **dict.fromkeys(("figure", "map"), "image"),
}
# What the entry says of an article: where it appeared.
SUBTYPES: Mapping[str, str] = {"magazine": "article-magazine", "newspaper": "article-newspaper"}

NAMES: Mapping[str, str] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
}
DATES: Mapping[str, str] = {
    "date": "issued",
    "urldate": "accessed",
    "origdate": "original-date",
    "eventdate": "event-date",
}
_TEXTS: Mapping[str, str] = {
    "title": "title",
    "shorttitle": "title-short",
    "series": "collection-title",
    "volume": "volume",
    "volumes": "number-of-volumes",
    "pages": "page",
    "pagetotal": "number-of-pages",
    "chapter": "chapter-number",
    "edition": "edition",
    "publisher": "publisher",
    "location": "publisher-place",
    "eventtitle": "event-title",
    "venue": "event-place",
    "type": "genre",
    "version": "version",
    "pubstate": "status",
    "langid": "language",
    "url": "URL",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "note": "note",
    "abstract": "abstract",
    "keywords": "keyword",
    "annotation": "annote",
}
_PERIODICAL = frozenset({"article", "review", "suppperiodical"})
_PART = frozenset(
    {
        *("inbook", "incollection", "inproceedings", "inreference", "bookinbook", "suppbook"),
        *("suppcollection", "conference"),
    }
)
_WEB = frozenset({"online", "electronic", "www"})
_ISSUED = frozenset({"report", "techreport", "thesis", "phdthesis", "mastersthesis"})


def variables(kind: str) -> Mapping[str, str]:
    """Map the fields that hold text, in an entry of this kind, to variables of CSL."""
    texts = dict(_TEXTS)
    if kind in _PERIODICAL:
        return {**texts, "journaltitle": "container-title", "number": "issue"}
    if kind in _PART:
        return {**texts, "booktitle": "container-title", "number": "collection-number"}
    if kind in _WEB:
        return {**texts, "organization": "container-title", "number": "number"}
    if kind in _ISSUED:
        del texts["publisher"]
        return {**texts, "institution": "publisher", "number": "number"}
    number = "collection-number" if TYPE_OF.get(kind) == "book" else "number"
    return {**texts, "number": number}
