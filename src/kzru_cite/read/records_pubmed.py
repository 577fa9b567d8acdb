"""Read summaries of PubMed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.model.evidence import Notice, Record
from kzru_cite.read.records_json import (
    distinct,
    first,
    load,
    table,
    tables,
    text_of,
    texts,
    words_of,
    year_in,
)

_Work: TypeAlias = Mapping[str, object]

# Kinds of publication and of reference that speak of the work's standing.
_STANDING = re.compile(r"(?i)retract|concern|erratum|corrected|update in|withdrawn")
# A notice says of itself that it is one on another work.
_NOTICE = re.compile(r"(?i)\b(?:of publication|for|of)$|^published erratum$")
_INITIALS = re.compile(r"(?P<family>.+?) (?P<given>[A-Z]{1,4})(?: (?:Jr|Sr|2nd|3rd))?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    rf"(?P<year>\d{{4}}) (?P<month>{'|'.join(_MONTHS)})(?: (?P<day>\d\d?))?", re.ASCII
)
_MISSING = re.compile(r"(?i)cannot get document summary|invalid uid")


class NoSummary(Struct, frozen=True, kw_only=True):
    """A complaint of the service; *missing* when it says that there is no such article."""

    words: str
    missing: bool


SummaryReading: TypeAlias = Record | NoSummary


def read_summary(text: str, pmid: str) -> SummaryReading | None:
    """Read the summary of an article; None when the text is none."""
    answer = table(load(text))
    work = table(answer, "result", pmid)
    complaint = (
        text_of(work.get("error"))
        or text_of(answer.get("error"))
        or " ".join(texts(answer.get("esummaryresult")))
    )
    if complaint:
        return NoSummary(words=complaint, missing=bool(_MISSING.search(complaint)))
    if not text_of(work.get("title")):
        return None
    return _record(work, pmid)


def _record(work: _Work, pmid: str) -> Record:
    authors = [author for author in tables(work.get("authors")) if _counts(author)]
    people = tuple(words_of(author.get("name")) for author in authors)
    roles = {"editor" if text_of(one.get("authtype")) == "Editor" else "author" for one in authors}
    dates = (work.get("pubdate"), work.get("epubdate"))
    return Record(
        identifier=f"pmid:{pmid}",
        kind=", ".join(texts(work.get("pubtype"))),
        title=_title(words_of(work.get("title"))),
        other_titles=distinct((words_of(work.get("vernaculartitle")),)),
        names=tuple(_parts(name)[0] for name in people if name),
        families=tuple(_parts(name)[1] for name in people if name),
        years=tuple(dict.fromkeys(year for date in dates if (year := year_in(date)))),
        container=words_of(work.get("fulljournalname")) or words_of(work.get("source")),
        publisher=words_of(work.get("publishername")),
        volume=text_of(work.get("volume")),
        pages=text_of(work.get("pages")),
        agency="PubMed",
        notices=_notices(work),
        same_as=_same_as(work),
        role=roles.pop() if len(roles) == 1 else "",
        bodies=distinct(words_of(one.get("name")) for one in authors if _is_body(one)),
        parted=bool(people),
        issued=_issued(text_of(work.get("pubdate"))),
        issue=text_of(work.get("issue")),
        language=first(texts(work.get("lang"))),
    )


def _counts(author: Mapping[str, object]) -> bool:
    # Members of a group are listed too, as investigators, and are no authors.
    return text_of(author.get("authtype")) in ("", "Author", "CollectiveName", "Editor")


def _is_body(author: Mapping[str, object]) -> bool:
    return text_of(author.get("authtype")) == "CollectiveName"


def _issued(text: str) -> str:
    """Write ``2021 Mar 5`` as an ISO date, as far as it goes; seasons are left to the year."""
    found = _DATE.fullmatch(text)
    if found is None:
        return str(year_in(text) or "")
    parts = (found["year"], f"{_MONTHS.index(found['month']) + 1:02d}", found["day"])
    return "-".join(part.zfill(2) for part in parts if part)


def _parts(name: str) -> tuple[str, str]:
    """Return full name and family name of ``Smith JA``; a group has one name for both."""
    found = _INITIALS.fullmatch(name)
    return (f"{found['given']} {found['family']}", found["family"]) if found else (name, name)


def _title(text: str) -> str:
    # Titles end with a full stop; those translated stand in brackets.
    return re.sub(r"^\[(.*)\]$", r"\1", text.removesuffix("."))


def _notices(work: _Work) -> tuple[Notice, ...]:
    kinds = (kind for kind in texts(work.get("pubtype")) if _is_notice(kind))
    links = (
        text_of(other.get("reftype"))
        for other in tables(work.get("references"))
        if _is_notice(text_of(other.get("reftype")))
    )
    return tuple(Notice(kind=kind, source="pubmed") for kind in distinct((*kinds, *links)))


def _is_notice(kind: str) -> bool:
    return bool(_STANDING.search(kind)) and not _NOTICE.search(kind)


def _same_as(work: _Work) -> tuple[str, ...]:
    return distinct(
        f"doi:{text_of(item.get('value')).lower()}"
        for item in tables(work.get("articleids"))
        if item.get("idtype") == "doi" and text_of(item.get("value"))
    )
