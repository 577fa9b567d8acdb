"""Write references as citation templates of Wikipedia (CS1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kzru_cite.convert.entry import Loss, excerpt
from kzru_cite.convert.languages import code
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dates import is_short

_TEMPLATES = {
    **dict.fromkeys(("online", "electronic", "www"), "web"),
    **dict.fromkeys(("article", "review", "suppperiodical", "periodical"), "journal"),
    **dict.fromkeys(("inproceedings", "conference", "proceedings", "mvproceedings"), "conference"),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), "thesis"),
    **dict.fromkeys(("report", "techreport"), "report"),
    **dict.fromkeys(("inreference",), "encyclopedia"),
    **dict.fromkeys(("video", "movie"), "AV media"),
    "audio": "podcast",
}
_WIDER = {
    "web": (("organization", "website"),),
    "journal": (("journaltitle", "journal"), ("journal", "journal")),
    "news": (("journaltitle", "newspaper"), ("journal", "newspaper")),
    "magazine": (("journaltitle", "magazine"), ("journal", "magazine")),
    "conference": (("booktitle", "book-title"), ("eventtitle", "conference")),
    "encyclopedia": (("booktitle", "encyclopedia"),),
    "AV media": (("organization", "work"),),
    "podcast": (("organization", "work"),),
}
_PARTS = frozenset({"inbook", "incollection", "bookinbook", "suppbook", "suppcollection"})
_BOOKS = _PARTS | {
    *("book", "mvbook", "collection", "mvcollection", "reference", "mvreference", "booklet"),
    *("manual",),
}
_FIELDS = (
    *(("url", "url"), ("date", "date"), ("publisher", "publisher"), ("institution", "publisher")),
    *(("school", "publisher"), ("location", "location"), ("address", "location")),
    *(("volume", "volume"), ("number", "issue"), ("pages", "pages"), ("edition", "edition")),
    *(("series", "series"), ("type", "type"), ("isbn", "isbn"), ("issn", "issn"), ("doi", "doi")),
    *(("pmid", "pmid"), ("pmcid", "pmc"), ("oclc", "oclc"), ("lccn", "lccn"), ("hdl", "hdl")),
    *(("bibcode", "bibcode"), ("origdate", "orig-date"), ("addendum", "agency")),
    *(("note", "id"), ("langid", "language"), ("language", "language"), ("urldate", "access-date")),
    *(("archiveurl", "archive-url"), ("archivedate", "archive-date"), ("urlstatus", "url-status")),
)
_NAMES = (("author", ""), ("editor", "editor-"), ("translator", "translator-"))
_PASSED = frozenset(
    {
        *(
            "title",
            "subtitle",
            "titleaddon",
            "kzrucite",
            "crossref",
            "xdata",
            "ids",
            "entrysubtype",
        ),
        *("eprint", "eprinttype", "archiveprefix", "year", "month"),
    }
)
# What would end a value or a template, or begin something else; and the entity for it.
_SIGNS = {"|": "{{!}}", "{": "&#123;", "}": "&#125;", "[": "&#91;", "]": "&#93;", "<": "&lt;",
          ">": "&gt;", "=": "="}  # fmt: skip
_IN_ADDRESS = {"|": "%7C", "{": "%7B", "}": "%7D", "[": "%5B", "]": "%5D", "<": "%3C", ">": "%3E",
               " ": "%20"}  # fmt: skip
_APOSTROPHES = re.compile(r"'(?=')")


def template(reference: Reference) -> tuple[str, tuple[Loss, ...]]:
    """Return a reference as a template, and what the template has no parameter for."""
    name = _name(reference)
    given: dict[str, str] = {}
    used: set[str] = set(_PASSED)
    for parameter, field, text in _parameters(reference, name):
        used.add(field)
        if text and parameter not in given:
            given[parameter] = _written(field, text)
        elif text:
            used.discard(field)
    losses = tuple(_losses(reference, used))
    return "{{cite " + name + "".join(f" |{p}={t}" for p, t in given.items()) + "}}", losses


def _name(reference: Reference) -> str:
    subtype = reference.text("entrysubtype")
    if reference.kind == "article" and subtype in {"newspaper", "magazine"}:
        return "news" if subtype == "newspaper" else "magazine"
    return _TEMPLATES.get(reference.kind, "book")


def _parameters(reference: Reference, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield each parameter with the field that it comes from, and its words."""
    texts = {field: each.value for field, each in reference.fields.items()}
    yield from _people(reference)
    yield from _titles(reference, texts)
    if "year" in texts and "date" not in texts:
        month = texts.get("month", "")
        yield (
            "date",
            "year",
            f"{texts['year']}-{int(month):02d}" if is_short(month) else texts["year"],
        )
    for field, parameter in (*_WIDER.get(name, ()), *_FIELDS):
        if field in texts:
            yield parameter, field, texts[field]
    kind = (texts.get("eprinttype") or texts.get("archiveprefix", "")).lower()
    if texts.get("eprint"):
        yield kind if re.fullmatch(r"[a-z0-9]+", kind) else "id", "eprint", texts["eprint"]


def _titles(reference: Reference, texts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    joined = ": ".join(one for one in (texts.get("title", ""), texts.get("subtitle", "")) if one)
    part = reference.kind in _PARTS and "booktitle" in texts
    yield "chapter" if part else "title", "title", joined
    addon = re.fullmatch(r"\[(.+)\]", texts.get("titleaddon", ""))
    if addon:
        yield "trans-chapter" if part else "trans-title", "titleaddon", addon[1]
    if part:
        yield "title", "booktitle", texts["booktitle"]
    elif "howpublished" in texts and not joined:
        yield "title", "howpublished", texts["howpublished"]


def _people(reference: Reference) -> Iterator[tuple[str, str, str]]:
    for role, prefix in _NAMES:
        for number, name in enumerate(reference.names.get(role, ()), 1):
            if name.literal or not name.given:
                yield f"{prefix or 'author'}{'' if not prefix else 'last'}{number}", role, str(name)
                continue
            family = " ".join(part for part in (name.prefix, name.family) if part)
            given = ", ".join(part for part in (name.given, name.suffix) if part)
            yield f"{prefix}last{number}", role, family
            yield f"{prefix}first{number}", role, given
        if role in reference.fields and reference.fields[role].raw.endswith("and others"):
            yield f"display-{role}s", role, "etal"


def _written(field: str, text: str) -> str:
    if field in {"url", "archiveurl"}:
        return "".join(_IN_ADDRESS.get(sign, sign) for sign in text)
    if field in {"langid", "language"}:
        return code(text)
    if field == "pages":
        text = text.replace("--", "–")
    if field == "pmcid":
        text = text.removeprefix("PMC")
    if field in {"date", "year"} and text.endswith("~"):
        text = f"c. {text[:-1]}"
    escaped = text.replace("&", "&amp;") if re.search(r"&\w+;|&#", text) else text
    escaped = "".join(_SIGNS.get(sign, sign) for sign in escaped)
    return _APOSTROPHES.sub("&#39;", escaped)


def _losses(reference: Reference, used: set[str]) -> Iterator[Loss]:
    line, key = reference.place.line, reference.key
    if reference.kind not in _TEMPLATES and reference.kind not in _BOOKS:
        yield Loss(line=line, about=key, what=f"no template for @{reference.kind}: now a book")
    addon = reference.text("titleaddon")
    if addon and not re.fullmatch(r"\[(.+)\]", addon):
        yield Loss(line=line, about=key, what=f"no parameter for 'titleaddon': {excerpt(addon)}")
    for name, field in reference.fields.items():
        if name not in used and field.value:
            what = f"no parameter for {name!r}: {excerpt(field.value)}"
            yield Loss(line=line, about=key, what=what)


def listing(templates: Mapping[str, str]) -> str:
    """Return templates by their keys as a list of references that articles can name."""
    notes = "".join(f'<ref name="{key}">{text}</ref>\n' for key, text in templates.items())
    return f"{{{{reflist|refs=\n{notes}}}}}\n"
