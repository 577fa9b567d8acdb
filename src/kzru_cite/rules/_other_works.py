"""Tell identifiers that are right, but of another work than the entry is about."""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Record
from kzru_cite.model.outcome import OK, Contradicted, Outcome, Suspicious
from kzru_cite.rules._match import Match, book_titles, cited_names, names, titles
from kzru_cite.rules._records import Identified, identified, record_names, record_titles, unread

_NAMES = {"doi": "DOI", "arxiv": "arXiv number", "pmid": "PMID", "isbn": "ISBN"}


def compare_works(dossier: Dossier, *kinds: str) -> Iterator[Outcome]:
    """Compare entries with the records of their identifiers of these kinds, by title and names."""
    for one in identified(dossier, *kinds):
        if one.record is None:
            if one.unread and book_titles(one.reference):
                yield unread(one, f"whether {one.number!r} is of this work is not known")
            continue
        shown = titles(book_titles(one.reference), record_titles(one.record))
        if shown is not Match.UNCLEAR:
            yield OK if shown is Match.AGREE else _differs(one, one.record)


def _differs(one: Identified, record: Record) -> Outcome:
    people = names(cited_names(one.reference), record_names(record))
    by = ", ".join(record_names(record)[:2])
    author = f" by {by}" if by else ""
    title = one.reference.text("title")
    kind = Contradicted if people is Match.DIFFER else Suspicious
    return kind(
        place=one.field.place,
        message=f"the {_NAMES[one.kind]} {one.number!r} is of {record.title!r}{author}",
        hint=f"the entry is about {title!r}: find out which of the two is meant",
        reference=one.reference.key,
    )
