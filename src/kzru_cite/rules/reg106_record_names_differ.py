"""
Find works to which the registry gives other authors than the entry does.

Bad: `author = {Doe, Jane}` on a paper that has the title of the record, but whose record names
John Smith alone.

Good: the names as they stand on the work.

Sure: medium. One name that both have is enough, in any order and any spelling of a Cyrillic name.
Where the title differs as well, REG102 and REG103 report it. While the registry cannot be asked,
the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Record
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._match import Match, book_titles, cited_names, names, titles
from kzru_cite.rules._records import Identified, identified, record_names, record_titles, unread


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare the names of each entry with those of the record of its identifier."""
    for one in identified(dossier, "doi", "arxiv", "pmid", "isbn"):
        record = one.record
        if record is None:
            if one.unread and cited_names(one.reference):
                yield unread(one)
            continue
        people = names(cited_names(one.reference), record_names(record))
        shown = titles(book_titles(one.reference), record_titles(record))
        if people is Match.AGREE:
            yield OK
        elif people is Match.DIFFER and shown is not Match.DIFFER:
            yield _differs(one, record)


def _differs(one: Identified, record: Record) -> Outcome:
    field = one.reference.first("author", "editor", "translator", "bookauthor") or one.field
    by = ", ".join(map(repr, record_names(record)[:3]))
    return Suspicious(
        place=field.place,
        message=f"the record of {one.about!r} names {by}, the entry {field.value!r}",
        hint="compare with the title page",
        reference=one.reference.key,
    )


RULE = Rule(
    code="REG106",
    name="record-names-differ",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="work to which the registry gives other authors than the entry",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
