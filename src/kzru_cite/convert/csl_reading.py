"""Read items of CSL-JSON, which anybody may have written, into entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kzru_cite.convert import csl_dates, keys
from kzru_cite.convert.csl_fields import DATES, KIND_OF, NAMES, SUBTYPES, TYPE_OF, variables
from kzru_cite.convert.csl_writing import CUSTOM, KIND
from kzru_cite.convert.entry import Entry, Loss, Taken, excerpt
from kzru_cite.convert.tex import body, clean, names, person, value
from kzru_cite.model.bibliography import Name
from kzru_cite.read.bibtex_names import NAME_FIELDS

# The markup that CSL allows in texts; everything else in angle brackets is text.
_MARKUP = (
    (re.compile(r"<i>(.*?)</i>"), r"\\emph{\1}"),
    (re.compile(r"<b>(.*?)</b>"), r"\\textbf{\1}"),
    (re.compile(r"<sup>(.*?)</sup>"), r"\\textsuperscript{\1}"),
    (re.compile(r"<sub>(.*?)</sub>"), r"\\textsubscript{\1}"),
    (re.compile(r'<span class="nocase">(.*?)</span>'), r"{\1}"),
    (re.compile(r'<span style="font-variant: ?small-caps;?">(.*?)</span>'), r"\\textsc{\1}"),
)
_FIELD = re.compile(r"[a-z][a-z+:-]{1,40}")
_PARTS = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle")
_PERSONS = re.compile(r"\s+and\s+(?:others\b)?")


def read_items(items: object) -> Taken:
    """Read a list of items, or an object that holds one under ``references``."""
    if isinstance(items, dict):
        items = items.get("references", items.get("items"))
    if not isinstance(items, list):
        return Taken(losses=(Loss(line=0, what="this is no list of CSL items"),))
    entries: list[Entry] = []
    losses: list[Loss] = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            what = f"item {number} is no object: {excerpt(repr(item))}"
            losses.append(Loss(line=0, what=what))
            continue
        entry = _entry(item)
        entries.append(entry)
        losses += _losses(item, entry)
    return Taken(entries=tuple(entries), losses=tuple(losses))


def _entry(item: Mapping[str, object]) -> Entry:
    custom = item.get(CUSTOM)
    rest = {str(k): str(v) for k, v in custom.items()} if isinstance(custom, dict) else {}
    type_ = str(item.get("type", ""))
    kind = rest.get(KIND, "")
    kind = kind if kind in TYPE_OF else KIND_OF.get(type_, "misc")
    fields = dict(_fields(item, kind))
    for subtype, article in SUBTYPES.items():
        if type_ == article:
            fields["entrysubtype"] = subtype
    for name, text in rest.items():
        if _FIELD.fullmatch(name) and name != KIND:
            fields.setdefault(name, _kept(name, text))
    _part(fields)
    given = _text(item.get("id")) or _text(item.get("citation-key"))
    made = keys.base(_first_name(item), _text(item.get("title")), fields.get("date", ""))
    # Reference managers number their items.
    wanted = made if given.isdecimal() or not keys.legal(given) else ""
    return Entry(key=given or made, kind=kind, fields=fields, wanted=wanted)


def _kept(name: str, text: str) -> str:
    """Write a value that stood under ``custom``; names there are as they print."""
    if name not in NAME_FIELDS:
        return value(name, text)
    return names(body(one) for one in _PERSONS.split(text))


def _part(fields: dict[str, str]) -> None:
    """Take the subtitle, when it stands apart as well, off the title."""
    ending = f": {fields.get('subtitle', '')}"
    if "subtitle" in fields and fields.get("title", "").endswith(ending):
        fields["title"] = fields["title"].removesuffix(ending)


def _fields(item: Mapping[str, object], kind: str) -> Iterator[tuple[str, str]]:
    for name, variable in NAMES.items():
        listed = item.get(variable)
        if isinstance(listed, list):
            written = names(map(_name, listed))
            if written:
                yield name, written
    for name, variable in DATES.items():
        date = csl_dates.read(item.get(variable))
        if date:
            yield name, date
    for name, variable in variables(kind).items():
        text = _text(item.get(variable))
        if text:
            yield name, _marked(name, text)


def _marked(name: str, text: str) -> str:
    written = value(name, text)
    for pattern, tex in _MARKUP if "title" in name else ():
        written = pattern.sub(tex, written)
    return written


def _text(given: object) -> str:
    return clean(str(given)) if isinstance(given, (str, int, float)) else ""


def _name(given: object) -> str:
    if not isinstance(given, dict):
        return ""
    literal = _text(given.get("literal"))
    if literal:
        return body(literal)
    parts = {part: _text(given.get(part)) for part in _PARTS}
    prefix = f"{parts['dropping-particle']} {parts['non-dropping-particle']}".strip()
    return person(parts["family"], parts["given"], suffix=parts["suffix"], prefix=prefix)


def _first_name(item: Mapping[str, object]) -> str:
    for variable in NAMES.values():
        listed = item.get(variable)
        for name in listed if isinstance(listed, list) else ():
            if isinstance(name, dict):
                return str(Name(raw="", literal=_text(name.get("family") or name.get("literal"))))
    return _text(item.get("publisher"))


def _losses(item: Mapping[str, object], entry: Entry) -> Iterator[Loss]:
    """Name the variables that went nowhere."""
    read = {*NAMES.values(), *DATES.values(), *variables(entry.kind).values()}
    used = {"id", "type", CUSTOM, "citation-key"} | read
    for variable, content in item.items():
        empty = content in ("", [], {}, None)
        if variable in DATES.values() and not empty and not csl_dates.read(content):
            what = f"no date can be read from {variable!r}: {excerpt(str(content))}"
            yield Loss(line=0, about=entry.key, what=what)
        elif variable not in used and not empty:
            what = f"no field for {variable!r}: {excerpt(str(content))}"
            yield Loss(line=0, about=entry.key, what=what)
