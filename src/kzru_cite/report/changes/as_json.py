"""Write what changed as JSON, version 1, in record types of its own."""

from __future__ import annotations

from typing import TypedDict

from kzru_cite.model.changes import ChangeList
from kzru_cite.report.jsons import written


class Record(TypedDict):
    """A change; *kind* is a word of a fixed list, *id* the same whenever it is told again."""

    id: str
    kind: str
    reference: str
    title: str
    about: str
    day: str
    before: str
    now: str
    claim: str | None
    quote: str | None


class Document(TypedDict):
    """All changes, the gravest first, and the number of looks that they rest on."""

    version: int
    since: str
    until: str
    looks: int
    changes: list[Record]


def as_json(listed: ChangeList) -> str:
    """Return the document, indented."""
    document = Document(
        version=1,
        since=listed.since.isoformat(),
        until=listed.until.isoformat(),
        looks=listed.looks,
        changes=[
            Record(
                id=one.name,
                kind=one.kind.name.lower().replace("_", "-"),
                reference=one.reference,
                title=one.title,
                about=one.about,
                day=one.day.isoformat(),
                before=one.before,
                now=one.now,
                claim=one.claim or None,
                quote=one.quote or None,
            )
            for one in listed.changes
        ],
    )
    return written(document)
