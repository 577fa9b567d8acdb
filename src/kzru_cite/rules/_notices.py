"""Walk through the works of a project with the editorial notices that were published on each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Notice
from kzru_cite.model.outcome import Contradicted, Outcome, Unable
from kzru_cite.model.place import Location
from kzru_cite.rules._records import REVERSE, Identified, identified


class Status(Enum):
    """Name what editors have done to a work."""

    RETRACTED = "was retracted"
    IN_PART = "seems to be retracted, wholly or in part"
    OF_CONCERN = "is under an expression of concern"
    CORRECTED = "was corrected"


# The words of Crossref and Retraction Watch, of PubMed, and of arXiv.
_KINDS = {
    "retraction": Status.RETRACTED,
    "removal": Status.RETRACTED,
    "withdrawal": Status.RETRACTED,
    "withdrawn": Status.RETRACTED,
    "retracted_publication": Status.RETRACTED,
    "retraction_in": Status.RETRACTED,
    "partial_retraction_in": Status.IN_PART,
    "expression_of_concern_in": Status.OF_CONCERN,
    "erratum_in": Status.CORRECTED,
    "corrected_and_republished_in": Status.CORRECTED,
    "partial_retraction": Status.IN_PART,
    "expression_of_concern": Status.OF_CONCERN,
    "correction": Status.CORRECTED,
    "corrigendum": Status.CORRECTED,
    "erratum": Status.CORRECTED,
    "addendum": Status.CORRECTED,
    "clarification": Status.CORRECTED,
}
_REINSTATED = "reinstatement"
_TITLE = re.compile(r"\W*(?:retracted(?: article| paper)?|withdrawn)\W*[:\]]", re.IGNORECASE)


class Editorial(Struct, frozen=True, kw_only=True):
    """A work and the notices on it, oldest first; *why_not* says why none could be asked for."""

    number: str
    key: str
    place: Location
    notices: tuple[Notice, ...]
    title: str
    why_not: str

    def notice(self, status: Status) -> Notice | None:
        """Return the last notice that gives the work this status; None without one."""
        found = [one for one in self.notices if _KINDS.get(_word(one.kind)) is status]
        if status is Status.IN_PART and not found and _TITLE.match(self.title):
            return Notice(kind="title")
        if status is Status.RETRACTED and found and self._reinstated_after(found[-1]):
            return None
        return found[-1] if found else None

    def told(self, status: Status) -> str:
        """Say what happened and by which notice."""
        notice = self.notice(status)
        if notice is None or notice.kind == "title":
            return f"{status.value}: its record is titled {self.title!r}"
        parts = (notice.day, notice.doi, notice.source)
        words = ", ".join(filter(None, (_word(notice.kind).replace("_", " "), *parts)))
        return f"{status.value} ({words})"

    def _reinstated_after(self, notice: Notice) -> bool:
        later = (one for one in self.notices if _word(one.kind) == _REINSTATED)
        return any(one.day >= notice.day for one in later)


def editorials(dossier: Dossier) -> Iterator[Editorial]:
    """Give each work with an identifier, and what was published on it."""
    for one in identified(dossier, "doi", "pmid", "arxiv"):
        twice = one.kind != "doi" and "doi" in one.reference.fields
        if not one.absent and not twice:
            yield _editorial(one)


def report(one: Editorial, status: Status, hint: str, kind: type[Contradicted]) -> Outcome | None:
    """Report a work that has this status; None for one that has not."""
    if not one.notice(status):
        return None
    message = f"{one.number!r} {one.told(status)}"
    return kind(place=one.place, message=message, hint=hint, reference=one.key)


def unknown(one: Editorial, what: str = "has a notice") -> Unable:
    """Say that nobody could tell what was published on a work."""
    reason = f"whether {one.number!r} {what} is not known: {one.why_not}"
    return Unable(place=one.place, reason=reason)


def _editorial(one: Identified) -> Editorial:
    # What doi.org says of a DOI says nothing of the work.
    records = [record for name, record in one.records if name != "doi"]
    notices = {notice for record in records for notice in record.notices}
    title = next((record.title for record in records if record.title), "")
    why_not = "" if records else one.unread or one.why_not or "no registry of works has a record"
    reverse = "crossref" in one.heard and REVERSE not in one.heard
    if not (notices or _TITLE.match(title)) and (reverse or REVERSE in one.silent):
        # That the work names no notice is no proof that there is none.
        why_not = "Crossref could not be asked for works that update this one"
    return Editorial(
        number=one.number,
        key=one.reference.key,
        place=one.field.place,
        notices=tuple(sorted(notices, key=lambda n: (n.day, n.kind, n.doi, n.source))),
        title=title,
        why_not=why_not,
    )


def _word(kind: str) -> str:
    return kind.strip().lower().replace("-", "_").replace(" ", "_")
