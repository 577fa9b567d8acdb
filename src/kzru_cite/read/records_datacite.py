"""Read records of DataCite."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from kzru_cite.model.evidence import Notice, Record
from kzru_cite.read.records_json import (
    distinct,
    family_of,
    first,
    load,
    straight,
    table,
    tables,
    text_of,
    words_of,
    year_in,
)

_Work: TypeAlias = Mapping[str, object]

# It knows no retractions; these relations say that a work is no longer the one to use.
_SUPERSEDED = ("IsObsoletedBy", "IsPreviousVersionOf")
_DATES = ("Issued", "Available", "Created")
_ISO = re.compile(r"(?P<year>\d{4})(?:-\d\d(?:-\d\d)?)?(?![\d/-])", re.ASCII)


def read_dois(text: str) -> Record | None:
    """Read the answer on a DOI; None when the text is none."""
    work = table(load(text), "data", "attributes")
    return _record(work) if text_of(work.get("doi")) else None


def _record(work: _Work) -> Record:
    titles = _titles(work, "")
    container = table(work, "container")
    names, families = _names(work)
    return Record(
        identifier=f"doi:{text_of(work.get('doi')).lower()}",
        kind=text_of(table(work, "types").get("resourceTypeGeneral")),
        title=first(titles),
        subtitle=first(_titles(work, "Subtitle")),
        other_titles=distinct(
            (*titles[1:], *_titles(work, "AlternativeTitle"), *_titles(work, "TranslatedTitle"))
        ),
        names=names,
        families=families,
        years=_years(work),
        container=words_of(container.get("title")),
        publisher=_publisher(work.get("publisher")),
        volume=text_of(container.get("volume")),
        pages=_pages(container),
        isbns=_isbns(work, container),
        url=text_of(work.get("url")),
        agency="DataCite",
        notices=_notices(work),
        same_as=_same_as(work),
        role="author" if names else "",
        bodies=distinct(
            words_of(one.get("name")) for one in tables(work.get("creators")) if _body(one)
        ),
        parted=bool(names) and all(map(_is_parted, tables(work.get("creators")))),
        issued=_issued(work),
        issue=text_of(container.get("issue")),
        language=text_of(work.get("language")),
    )


def _titles(work: _Work, kind: str) -> tuple[str, ...]:
    return distinct(
        words_of(title.get("title"))
        for title in tables(work.get("titles"))
        if text_of(title.get("titleType")) == kind
    )


def _names(work: _Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names, families = [], []
    for creator in tables(work.get("creators")):
        name, family = words_of(creator.get("name")), words_of(creator.get("familyName"))
        if _body(creator):
            full, family = name, name
        elif family:
            full = f"{words_of(creator.get('givenName'))} {family}".strip()
        else:
            full, family = straight(name), family_of(name)
        if full:
            names.append(full)
            families.append(family)
    return tuple(names), tuple(families)


def _years(work: _Work) -> tuple[int, ...]:
    dates = tables(work.get("dates"))
    found = [year_in(work.get("publicationYear"))]
    for kind in _DATES:
        found += [year_in(date.get("date")) for date in dates if date.get("dateType") == kind]
    return tuple(dict.fromkeys(year for year in found if year))


def _body(creator: Mapping[str, object]) -> bool:
    return text_of(creator.get("nameType")) == "Organizational"


def _is_parted(creator: Mapping[str, object]) -> bool:
    """Tell whether it is said which part of a name is the family's, or that there is none."""
    told = words_of(creator.get("familyName")) or "," in words_of(creator.get("name"))
    return bool(told) or _body(creator)


def _issued(work: _Work) -> str:
    """Return the day of issue, where it lies in the year of publication."""
    year = year_in(work.get("publicationYear"))
    for kind in _DATES:
        for date in tables(work.get("dates")):
            day = _ISO.match(text_of(date.get("date"))) if date.get("dateType") == kind else None
            if day and year in (None, int(day["year"])):
                return day[0]
    return str(year or "")


def _publisher(value: object) -> str:
    # 2026: a string, or an object when asked for with ``publisher=true``.
    return words_of(table(value).get("name")) or words_of(value)


def _pages(container: Mapping[str, object]) -> str:
    return "-".join(
        distinct((text_of(container.get("firstPage")), text_of(container.get("lastPage"))))
    )


def _isbns(work: _Work, container: Mapping[str, object]) -> tuple[str, ...]:
    own = _identifiers(work, "ISBN")
    if text_of(container.get("identifierType")) == "ISBN":
        own = (*own, text_of(container.get("identifier")))
    return distinct(own)


def _same_as(work: _Work) -> tuple[str, ...]:
    arxiv = (f"arxiv:{_after_colon(text)}" for text in _identifiers(work, "arXiv"))
    pubmed = (f"pmid:{text}" for text in _identifiers(work, "PMID"))
    twins = (
        f"doi:{text_of(other.get('relatedIdentifier')).lower()}"
        for other in _related(work, ("IsIdenticalTo",))
    )
    return distinct((*arxiv, *pubmed, *twins))


def _identifiers(work: _Work, kind: str) -> tuple[str, ...]:
    listed = (*tables(work.get("identifiers")), *tables(work.get("alternateIdentifiers")))
    named = (
        text_of(item.get("identifier")) or text_of(item.get("alternateIdentifier"))
        for item in listed
        if kind.lower()
        in (
            text_of(item.get("identifierType")).lower(),
            text_of(item.get("alternateIdentifierType")).lower(),
        )
    )
    return distinct(named)


def _after_colon(text: str) -> str:
    return text.rpartition(":")[2]


def _related(work: _Work, relations: tuple[str, ...]) -> tuple[Mapping[str, object], ...]:
    return tuple(
        other
        for other in tables(work.get("relatedIdentifiers"))
        if other.get("relationType") in relations
        and other.get("relatedIdentifierType") == "DOI"
        and text_of(other.get("relatedIdentifier"))
    )


def _notices(work: _Work) -> tuple[Notice, ...]:
    newer = [
        Notice(
            kind=text_of(other.get("relationType")),
            doi=text_of(other.get("relatedIdentifier")),
            source="datacite",
        )
        for other in _related(work, _SUPERSEDED)
    ]
    state = text_of(work.get("state"))
    if state and state != "findable":
        newer.append(Notice(kind=state, source="datacite"))
    return tuple(dict.fromkeys(newer))
