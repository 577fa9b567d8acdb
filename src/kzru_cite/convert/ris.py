"""Read and write RIS, by rispy; CSL is the form between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import rispy

from kzru_cite.convert.csl_reading import read_items
from kzru_cite.convert.csl_writing import CUSTOM, SAID_OTHERWISE
from kzru_cite.convert.entry import Loss, Taken, excerpt

_TYPES = (
    ("JOUR", "article-journal"),
    ("MGZN", "article-magazine"),
    ("NEWS", "article-newspaper"),
    ("BOOK", "book"),
    ("CHAP", "chapter"),
    ("CPAPER", "paper-conference"),
    ("ENCYC", "entry-encyclopedia"),
    ("ELEC", "webpage"),
    ("RPRT", "report"),
    ("THES", "thesis"),
    ("DATA", "dataset"),
    ("COMP", "software"),
    ("PAT", "patent"),
    ("VIDEO", "motion_picture"),
    ("SOUND", "song"),
    ("UNPB", "manuscript"),
    ("PCOMM", "personal_communication"),
    ("STAT", "legislation"),
    ("CASE", "legal_case"),
    ("STAND", "standard"),
    ("ART", "graphic"),
    ("GEN", "document"),
    *(("CONF", "paper-conference"), ("EDBOOK", "book"), ("WEB", "webpage")),
    *(("EJOUR", "article-journal"), ("ABST", "article-journal"), ("INPR", "article-journal")),
    *(("EBOOK", "book"), ("ECHAP", "chapter"), ("BLOG", "webpage"), ("DICT", "entry-encyclopedia")),
    *(("MPCT", "motion_picture"), ("MUSIC", "song"), ("DBASE", "dataset"), ("GOVDOC", "report")),
)
_CSL = dict(_TYPES)
_RIS = {csl: ris for ris, csl in reversed(_TYPES)}
# Tags as rispy names them, the first one that is there, and the variables of CSL.
_TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("primary_title", "title")),
    ("container-title", ("journal_name", "secondary_title")),
    ("collection-title", ("tertiary_title",)),
    ("title-short", ("short_title",)),
    ("volume", ("volume",)),
    ("issue", ("number",)),
    ("publisher", ("publisher",)),
    ("publisher-place", ("place_published",)),
    ("edition", ("edition",)),
    ("language", ("language",)),
    ("genre", ("type_of_work",)),
    ("number-of-volumes", ("number_of_volumes",)),
    ("abstract", ("abstract", "notes_abstract")),
    ("DOI", ("doi",)),
)
_LISTS = frozenset(
    {
        *("first_authors", "secondary_authors", "tertiary_authors", "subsidiary_authors"),
        *("authors", "keywords", "notes", "urls"),
    }
)
_NUMBERED = frozenset({"report", "thesis", "patent", "webpage", "document", "dataset", "standard"})
_DAY = re.compile(r"(\d{4})(?:/(\d{1,2})?(?:/(\d{1,2})?)?)?(?:/(.*))?")
_RECORD = re.compile(r"^TY {1,2}- ?.*?(?=^TY {1,2}- |\Z)", re.MULTILINE | re.DOTALL)


def read(text: str) -> Taken:
    """Read RIS record by record: one that cannot be read hides no other."""
    items: list[dict[str, object]] = []
    losses: list[Loss] = []
    text = text.removeprefix("\ufeff")
    for found in _RECORD.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        try:
            # A semicolon in an address is part of it; what stands twice is for us to tell.
            records = rispy.loads(
                _ended(found[0]), delimiter_tags_mapping={}, enforce_list_tags=False
            )
        except (TypeError, KeyError, AttributeError) as cause:
            what = f"the record cannot be read: {excerpt(str(cause) or found[0])}"
            losses.append(Loss(line=line, what=what))
            continue
        for record in records:
            item, unused = _item(record)
            items.append(item)
            losses += (Loss(line=line, what=f"no field for {what}") for what in unused)
    outside = _RECORD.sub("", text).strip()
    if outside:
        losses.append(Loss(line=1, what=f"text outside of any record: {excerpt(outside)}"))
    taken = read_items(items)
    return Taken(entries=taken.entries, losses=(*losses, *taken.losses))


def _ended(record: str) -> str:
    body = re.split(r"^ER {1,2}-", record, maxsplit=1, flags=re.MULTILINE)[0]
    lines = [re.sub(r"^([A-Z][A-Z0-9]) -", r"\1  -", line) for line in body.splitlines()]
    return "\n".join([*(line for line in lines if line.strip()), "ER  - ", ""])


def _item(record: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    left = {name: given for name, given in record.items() if given not in ("", [], None)}
    rest = [
        f"a further {name!r}: {excerpt(str(one))}"
        for name, given in left.items()
        if isinstance(given, list) and name not in _LISTS
        for one in given[1:]
    ]
    left |= {n: v[0] for n, v in left.items() if isinstance(v, list) and n not in _LISTS}
    type_ = _CSL.get(str(left.pop("type_of_reference", "")), "document")
    item: dict[str, object] = {"type": type_, "id": left.pop("id", "")}
    item["author"] = [*_people(left, "first_authors"), *_people(left, "authors")]
    item["editor"] = _people(left, "secondary_authors")
    item["translator"] = _people(left, "subsidiary_authors")
    for variable, names in _TEXTS:
        found = next((name for name in names if name in left), "")
        if found:
            item[variable] = left.pop(found)
    _move_number(item, type_)
    item["issued"] = _date(
        left.pop("date", "") or left.pop("year", "") or left.pop("publication_year", "")
    )
    item["accessed"] = _date(left.pop("access_date", ""))
    item["page"] = "-".join(
        str(page) for page in (left.pop("start_page", ""), left.pop("end_page", "")) if page
    )
    item["keyword"] = ", ".join(map(str, _list(left.pop("keywords", []))))
    item["note"] = "; ".join(map(str, _list(left.pop("notes", []))))
    urls = _list(left.pop("urls", [])) or _list(left.pop("url", []))
    item["URL"] = urls[0] if urls else ""
    number = str(left.pop("issn", ""))
    item["ISBN" if type_ in {"book", "chapter", "paper-conference"} else "ISSN"] = number
    left.pop("unknown_tag", None)
    rest += (f"{name!r}: {excerpt(str(given))}" for name, given in left.items())
    unknown = record.get("unknown_tag")
    for tag, given in unknown.items() if isinstance(unknown, dict) else ():
        rest.append(f"the tag {tag!r}: {excerpt(str(given))}")
    rest += (f"a further address: {excerpt(str(url))}" for url in urls[1:])
    return {k: v for k, v in item.items() if v not in ("", [], {})}, tuple(rest)


def _move_number(item: dict[str, object], type_: str) -> None:
    """RIS has one number; CSL names it by what it counts."""
    if "issue" in item and type_ in _NUMBERED:
        item["number"] = item.pop("issue")
    elif "issue" in item and not type_.startswith("article"):
        item["collection-number"] = item.pop("issue")


def _list(given: object) -> list[object]:
    return given if isinstance(given, list) else [given] if given else []


def _people(left: dict[str, object], name: str) -> list[dict[str, str]]:
    return [_person(str(one)) for one in _list(left.pop(name, []))]


def _person(text: str) -> dict[str, str]:
    family, comma, rest = (part.strip() for part in text.partition(","))
    given, _, suffix = (part.strip() for part in rest.partition(","))
    return {"family": family, "given": given, "suffix": suffix} if comma else {"literal": text}


def _date(given: object) -> dict[str, object]:
    """Read ``2010/05/17/other words``, the form of RIS, or any date that people write."""
    text = str(given or "").strip().rstrip("/")
    found = _DAY.fullmatch(text)
    if found is None:
        return {"raw": text} if text else {}
    parts = [int(part) for part in found.groups()[:3] if part]
    return {"date-parts": [parts]} if not found[4] else {"raw": found[4]}


class _Writer(rispy.RisWriter):  # type: ignore[misc] # the library has no types
    """Write records without the numbers that the library puts above them."""

    def set_header(self, _: int) -> str:
        """Return nothing for any number."""
        return ""


def written(items: Iterable[Mapping[str, object]]) -> tuple[str, tuple[Loss, ...]]:
    """Return items of CSL as RIS, and what RIS has no tag for."""
    records: list[dict[str, object]] = []
    losses: list[Loss] = []
    for item in items:
        record, unsaid = _record(item)
        records.append(record)
        losses += (Loss(line=0, about=str(item["id"]), what=what) for what in unsaid)
    return rispy.dumps(
        records, implementation=_Writer, delimiter_tags_mapping={}
    ) if records else "", tuple(losses)


def _record(item: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    left = dict(item)
    record: dict[str, object] = {"type_of_reference": _RIS.get(str(left.pop("type")), "GEN")}
    record["id"] = left.pop("id")
    for variable, name in (("author", "authors"), ("editor", "secondary_authors"),
                           ("translator", "subsidiary_authors")):  # fmt: skip
        record[name] = [_signed(one) for one in _list(left.pop(variable, []))]
    for number in ("number", "collection-number"):
        if number in left and "issue" not in left:
            left["issue"] = left.pop(number)
    for variable, names in _TEXTS:
        record[names[0]] = left.pop(variable, "")
    record["date"] = _day(left.get("issued"))
    record["year"] = str(record["date"])[:4]
    record["access_date"] = _day(left.get("accessed"))
    first, _, last = str(left.pop("page", "")).replace("--", "-").replace("–", "-").partition("-")
    record |= {"start_page": first, "end_page": last}
    keywords = str(left.pop("keyword", ""))
    record["keywords"] = [word.strip() for word in keywords.split(",") if word.strip()]
    record["notes"] = _list(left.pop("note", []))
    record["urls"] = _list(left.pop("URL", []))
    record["issn"] = left.pop("ISBN", "") or left.pop("ISSN", "")
    unsaid = list(_unsaid(left, record))
    return {k: v for k, v in record.items() if v not in ("", [])}, unsaid


def _unsaid(left: Mapping[str, object], record: Mapping[str, object]) -> Iterator[str]:
    for variable, given in left.items():
        if variable == CUSTOM and isinstance(given, dict):
            for name, said in given.items():
                if name not in SAID_OTHERWISE:
                    yield f"RIS has no tag for {name!r}: {excerpt(str(said))}"
        elif variable in {"issued", "accessed"}:
            name = "date" if variable == "issued" else "access_date"
            if not record[name]:
                yield f"RIS cannot write the date {excerpt(str(given))}"
        else:
            yield f"RIS has no tag for {variable!r}: {excerpt(str(given))}"


def _signed(name: object) -> str:
    if not isinstance(name, dict):  # pragma: no cover - the writer of items makes only these
        raise TypeError(name)
    if "literal" in name:
        # A comma would cut the name of a body in two.
        return str(name["literal"]).replace(",", "")
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    return ", ".join(p for p in (family, name.get("given", ""), name.get("suffix", "")) if p)


def _day(variable: object) -> str:
    """Write a date as RIS does; '' for none, and for what RIS cannot say."""
    parts = variable.get("date-parts") if isinstance(variable, dict) else None
    if not isinstance(parts, list) or len(parts) != 1:
        return ""
    return "/".join(f"{int(part):02d}" for part in parts[0])
