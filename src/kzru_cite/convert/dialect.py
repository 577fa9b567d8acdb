"""Turn the dialect of BibTeX into that of BibLaTeX, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kzru_cite.convert.entry import Entry, Loss, excerpt
from kzru_cite.convert.free_dates import edtf
from kzru_cite.convert.tex import is_whole, printed, value
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period, is_short, read_date

# BibLaTeX manual 3.20, sections 2.1.2 and 2.2.5: what it takes for older names.
_NEW_NAMES = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "annote": "annotation",
    "key": "sortkey",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "pdf": "file",
    "hyphenation": "langid",
}
_NEW_KINDS = {
    "phdthesis": ("thesis", "phdthesis"),
    "mastersthesis": ("thesis", "mathesis"),
    "techreport": ("report", "techreport"),
    "conference": ("inproceedings", ""),
    "electronic": ("online", ""),
    "www": ("online", ""),
}
_WRAPPED = re.compile(r"\\url\s*\{([^{}]*)\}\.?")
_ACCESS = re.compile(
    r"(?:last\s+)?(?:accessed|retrieved|visited|checked)(?:\s+on)?:?\s+(.+?)\.?", re.IGNORECASE
)
# What pandoc 3.9 takes for the kind of an entry, and for the name of a field.
_KIND = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[\w:+-]+")
# What BibTeX's own styles print (btxdoc, 1988), and what later ones made common.
_OLD_FIELDS = frozenset(
    {
        *("author", "editor", "title", "booktitle", "series", "volume", "number", "pages"),
        *("chapter", "edition", "type", "institution", "organization", "publisher", "note"),
        *("howpublished", "abstract", "keywords", "doi", "url", "isbn", "issn", "eprint"),
        *("crossref",),
    }
)
_OLD_NAMES = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "sortkey": "key",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}
_OLD_KINDS = {
    **{kind: kind for kind in ("article", "book", "booklet", "inbook", "incollection", "misc")},
    **{kind: kind for kind in ("inproceedings", "manual", "proceedings", "unpublished")},
    **dict.fromkeys(("mvbook", "collection", "mvcollection", "reference", "mvreference"), "book"),
    **dict.fromkeys(("bookinbook", "suppbook"), "inbook"),
    **dict.fromkeys(("inreference", "suppcollection"), "incollection"),
    **dict.fromkeys(("review", "suppperiodical", "periodical"), "article"),
    "conference": "inproceedings",
    "mvproceedings": "proceedings",
    "report": "techreport",
    **{kind: kind for kind in ("phdthesis", "mastersthesis", "techreport")},
}
_WORKED_IN = frozenset(
    {"date", "year", "month", "day", "subtitle", "urldate", "kzrucite", "crossref", "xdata", "ids"}
)


def modern(reference: Reference) -> tuple[Entry, tuple[Loss, ...]]:
    """Return an entry as BibLaTeX has it, its values as they were written."""
    line = reference.place.line
    written = {
        name: _as_written(name, field)
        for name, field in reference.fields.items()
        if not field.inherited_from and _NAME.fullmatch(name)
    }
    losses = [
        Loss(line=f.place.line, about=reference.key, what=f"the field {f.name!r} stands twice:"
             f" {excerpt(f.raw)}")
        for f in reference.repeats
    ]  # fmt: skip
    losses += _unfit(reference)
    fields = {_NEW_NAMES.get(name, name): text for name, text in written.items() if text}
    clash = {new for old, new in _NEW_NAMES.items() if old in written and new in written}
    for new in sorted(clash):
        fields[new] = written[new]
        old = next(old for old, name in _NEW_NAMES.items() if name == new and old in written)
        what = f"{old!r} and {new!r} are one field: {excerpt(written[old])}"
        losses.append(Loss(line=line, about=reference.key, what=what))
    kind = reference.kind if _KIND.fullmatch(reference.kind) else "misc"
    kind, type_ = _NEW_KINDS.get(kind, (kind, ""))
    if type_:
        fields.setdefault("type", type_)
    _date(fields)
    _address(fields)
    entry = Entry(key=reference.key, kind=kind, fields=fields, line=line)
    return entry, tuple(losses)


def _unfit(reference: Reference) -> Iterator[Loss]:
    """Tell of names for which pandoc would read none of the file."""
    if not _KIND.fullmatch(reference.kind):
        what = f"@{reference.kind} is no kind of entry: now @misc"
        yield Loss(line=reference.place.line, about=reference.key, what=what)
    for name, field in reference.fields.items():
        if not _NAME.fullmatch(name):
            what = f"{name!r} is no name of a field: {excerpt(field.raw)}"
            yield Loss(line=field.place.line, about=reference.key, what=what)


def _as_written(name: str, field: Field) -> str:
    """Return the value of a field as it stands there, if that can stand between braces."""
    raw = printed(field.raw).strip()
    return raw if is_whole(raw) else value(name, field.value)


def _date(fields: dict[str, str]) -> None:
    """Join year, month and day to a date, where they are numbers; else they stay."""
    year, month, day = (fields.get(name, "").strip("{}") for name in ("year", "month", "day"))
    if "date" in fields or not re.fullmatch(r"\d{4}", year):
        return
    date = edtf(" ".join(part for part in (day, month, year) if part))
    if is_short(month):
        date = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if is_short(day) else "")
    if date and isinstance(read_date(date), Period):
        for name in ("year", "month", "day"):
            fields.pop(name, None)
        fields["date"] = date


def _address(fields: dict[str, str]) -> None:
    """Find the address that stands in ``howpublished``, and the day of access in ``note``."""
    wrapped = _WRAPPED.fullmatch(fields.get("howpublished", ""))
    if wrapped and fields.get("url", wrapped[1]) == wrapped[1]:
        del fields["howpublished"]
        fields["url"] = wrapped[1]
    access = _ACCESS.fullmatch(fields.get("note", ""))
    day = edtf(access[1]) if access else ""
    if day and "urldate" not in fields:
        del fields["note"]
        fields["urldate"] = day


def classic(reference: Reference) -> tuple[Entry, tuple[Loss, ...]]:
    """Return an entry as BibTeX has it, and what BibTeX has no field for."""
    raw = {name: _as_written(name, field) for name, field in reference.fields.items()}
    kind = _old_kind(reference)
    fields = {
        _OLD_NAMES.get(name, name): text
        for name, text in raw.items()
        if (name in _OLD_FIELDS or name in _OLD_NAMES) and name not in _WORKED_IN
    }
    if kind.endswith("thesis") and "institution" in fields:
        fields["school"] = fields.pop("institution")
    if "subtitle" in raw and "title" in raw:
        fields["title"] = f"{raw['title']}: {raw['subtitle']}"
    fields |= dict(_year(reference))
    if "urldate" in raw and "note" not in fields:
        fields["note"] = f"Accessed {raw['urldate']}"
    entry = Entry(key=reference.key, kind=kind, fields=fields, line=reference.place.line)
    return entry, tuple(_losses(reference, raw, fields))


def _old_kind(reference: Reference) -> str:
    if reference.kind == "thesis":
        masters = reference.text("type").lower().startswith(("ma", "bath", "bachelor"))
        return "mastersthesis" if masters else "phdthesis"
    return _OLD_KINDS.get(reference.kind, "misc")


def _year(reference: Reference) -> Iterator[tuple[str, str]]:
    period = reference.published()
    if isinstance(period, Period) and period.start:
        yield "year", str(period.start)[:4]
        if period.start.month is not None and period.start.month <= 12:
            yield "month", str(period.start.month)
    elif "year" in reference.fields:
        yield "year", reference.fields["year"].raw


def _losses(
    reference: Reference, raw: Mapping[str, str], fields: Mapping[str, str]
) -> Iterator[Loss]:
    line, key = reference.place.line, reference.key
    if _OLD_KINDS.get(reference.kind) is None and reference.kind != "thesis":
        yield Loss(line=line, about=key, what=f"BibTeX has no entries @{reference.kind}: now @misc")
    for name, text in raw.items():
        if name not in _OLD_FIELDS and name not in _OLD_NAMES and name not in _WORKED_IN:
            what = f"BibTeX has no field {name!r}: {excerpt(text)}"
            yield Loss(line=line, about=key, what=what)
    if "urldate" in raw and fields["note"] != f"Accessed {raw['urldate']}":
        what = f"BibTeX has no field 'urldate': {excerpt(raw['urldate'])}"
        yield Loss(line=line, about=key, what=what)
    date = raw.get("date", "")
    if len(date) > len("2020-05") or (date and "year" not in fields):
        yield Loss(line=line, about=key, what=f"BibTeX has only years and months: {excerpt(date)}")
