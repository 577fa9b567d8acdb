"""Read what Crossref says: works, their notices, and which agency a DOI belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from kzru_cite.model.evidence import Notice, Record
from kzru_cite.read.records_json import (
    distinct,
    first,
    items,
    load,
    table,
    tables,
    text_of,
    texts,
    words_of,
)

_Work: TypeAlias = Mapping[str, object]

# Never ``created`` or ``deposited``: those are days of the registry, not of the work.
_DATES = ("issued", "published-print", "published-online", "published", "posted")
# Who made it, in the order of what a bibliography names first.
_MAKERS = ("author", "editor", "translator", "chair")


def read_work(text: str) -> Record | None:
    """Read the answer on a work; None when the text is none."""
    work = table(load(text), "message")
    return _record(work) if text_of(work.get("DOI")) else None


def read_updates(text: str, doi: str) -> tuple[Notice, ...] | None:
    """Read a list of works that say to update *doi*; None when the text is no such list."""
    message = table(load(text), "message")
    if not isinstance(message.get("items"), list):
        return None
    return tuple(
        dict.fromkeys(
            _notice(update, text_of(work.get("DOI")))
            for work in tables(message["items"])
            for update in tables(work.get("update-to"))
            if text_of(update.get("DOI")).lower() == doi.lower()
        )
    )


def read_agency(text: str) -> str:
    """Read the name of the agency of a DOI, such as ``crossref``; '' when it is not said."""
    return text_of(table(load(text), "message", "agency").get("id"))


def _record(work: _Work) -> Record:
    titles, subtitles = texts(work.get("title")), texts(work.get("subtitle"))
    role, people = _people(work)
    names, families = _names(people)
    doi = text_of(work.get("DOI"))
    return Record(
        identifier=f"doi:{doi.lower()}",
        kind=text_of(work.get("type")),
        title=first(titles),
        subtitle=first(subtitles),
        other_titles=distinct(
            (*titles[1:], *texts(work.get("original-title")), *texts(work.get("short-title")))
        ),
        names=names,
        families=families,
        years=_years(work),
        container=first(texts(work.get("container-title"))),
        publisher=words_of(work.get("publisher")),
        volume=text_of(work.get("volume")),
        pages=text_of(work.get("page")) or text_of(work.get("article-number")),
        isbns=tuple(_isbn(isbn) for isbn in texts(work.get("ISBN"))),
        url=text_of(table(work, "resource", "primary").get("URL")) or text_of(work.get("URL")),
        agency="Crossref",
        notices=_notices(work, doi),
        notice_on=_notice_on(work, doi),
        role=role if names else "",
        bodies=distinct(words_of(one.get("name")) for one in people if not one.get("family")),
        parted=bool(names),
        issued=next((_day(table(work, name)) for name in _DATES if _year_of(work, name)), ""),
        issue=text_of(work.get("issue")),
        language=text_of(work.get("language")),
    )


def _people(work: _Work) -> tuple[str, tuple[Mapping[str, object], ...]]:
    """Return those who made a work, and what they are to it; editors where it has no author."""
    return next(((word, found) for word in _MAKERS if (found := tables(work.get(word)))), ("", ()))


def _names(people: tuple[Mapping[str, object], ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return full names and family names."""
    names, families = [], []
    for person in people:
        family = words_of(person.get("family")) or words_of(person.get("name"))
        full = f"{words_of(person.get('given'))} {family}".strip()
        if full:
            names.append(full)
            families.append(family or full)
    return tuple(names), tuple(families)


def _years(work: _Work) -> tuple[int, ...]:
    years = (_year_of(work, name) for name in _DATES)
    return tuple(dict.fromkeys(year for year in years if year))


def _year_of(work: _Work, name: str) -> int | None:
    return _year(table(work, name).get("date-parts"))


def _year(parts: object) -> int | None:
    # Parts may be null, and then stand for a date that nobody knows.
    outer = items(parts)
    inner = items(outer[0]) if outer else ()
    year = inner[0] if inner else None
    return year if isinstance(year, int) and not isinstance(year, bool) and year > 0 else None


def _isbn(text: str) -> str:
    return text.rpartition("/")[2]


def _notices(work: _Work, doi: str) -> tuple[Notice, ...]:
    """
    Return what was published on the work.

    A work that was retracted and replaced shares its DOI with the notice, which then says to
    update itself.
    """
    by = [_notice(update, text_of(update.get("DOI"))) for update in tables(work.get("updated-by"))]
    own = [
        _notice(update, doi)
        for update in tables(work.get("update-to"))
        if text_of(update.get("DOI")).lower() == doi.lower()
    ]
    return tuple(dict.fromkeys(by + own))


def _notice_on(work: _Work, doi: str) -> tuple[str, ...]:
    targets = (text_of(update.get("DOI")) for update in tables(work.get("update-to")))
    return distinct(target for target in targets if target.lower() != doi.lower())


def _notice(update: Mapping[str, object], doi: str) -> Notice:
    return Notice(
        kind=text_of(update.get("type")),
        doi=doi,
        day=_day(table(update, "updated")),
        source=text_of(update.get("source")),
    )


def _day(date: Mapping[str, object]) -> str:
    exact = re.match(r"\d{4}-\d{2}-\d{2}", text_of(date.get("date-time")))
    if exact:
        return exact[0]
    outer = items(date.get("date-parts"))
    parts = [part for part in items(outer[0]) if isinstance(part, int)] if outer else []
    return "-".join(f"{part:02d}" for part in parts)
