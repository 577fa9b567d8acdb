"""Walk through the identifiers of a project, with what registries hold on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Absent, Found, Look, Purpose, Record, Unanswered
from kzru_cite.model.identifiers import identifiers
from kzru_cite.model.outcome import Unable
from kzru_cite.model.seen import Seen

# Who can say that an identifier does not exist; catalogues of books all have gaps.
AUTHORITIES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pubmed"}
# Agencies whose records can be had here.
_KEEPERS = frozenset({"crossref", "datacite"})
# Crossref, asked the other way round: which notices name this work?
REVERSE = "crossref-updates"
# Whose record is the best one, of those that hold the same work.
_RANKS = ("crossref", "datacite", "pubmed", "arxiv", "openlibrary", "doi")


class Identified(Struct, frozen=True, kw_only=True):
    """
    An identifier of an entry and what was learnt of it.

    *absent* says that the registry in charge does not know it, *records* what registries hold
    on it, the best one first. *why_not* says why nothing was learnt, '' when something was;
    *silent* names the registries that were asked and did not answer, *heard* those that did.
    *unread* says why the record of the work could not be had though there may be one; '' when it
    is there, or the registries hold none.
    """

    reference: Reference
    field: Field
    about: str
    absent: bool
    records: tuple[tuple[str, Record], ...]
    why_not: str
    silent: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    unread: str = ""

    @property
    def kind(self) -> str:
        """Return which identifier it is: doi, isbn, arxiv or pmid."""
        return self.about.partition(":")[0]

    @property
    def number(self) -> str:
        """Return the identifier itself."""
        return self.about.partition(":")[2]

    @property
    def record(self) -> Record | None:
        """Return the best record that names the work."""
        return next((record for _, record in self.records if record.title), None)


def identified(dossier: Dossier, *kinds: str) -> Iterator[Identified]:
    """Give the identifiers of these kinds with what was learnt of each."""
    seen = Seen(dossier.evidence)
    for reference in dossier.bibliography.references:
        for field, about in identifiers(reference):
            if about.partition(":")[0] in kinds:
                looks = seen.at(about, Purpose.RECORD)
                yield _learnt(reference, field, about, looks)


def _learnt(reference: Reference, field: Field, about: str, looks: Sequence[Look]) -> Identified:
    """Take the last answer of each registry; that one did not answer later takes nothing back."""
    last: dict[str, Look] = {}
    for look in looks:
        if not isinstance(look.sight, Unanswered) or look.asked not in last:
            last[look.asked] = look
    records = sorted(
        ((name, look.sight.record) for name, look in last.items() if isinstance(look.sight, Found)),
        key=lambda pair: (_rank(pair[0]), pair[0]),
    )
    authority = AUTHORITIES.get(about.partition(":")[0])
    missing = [name for name, look in last.items() if isinstance(look.sight, Absent)]
    absent = authority in missing and not records
    troubles = [f"{name} {_trouble(look)}" for name, look in sorted(last.items())]
    silent = [name for name, look in last.items() if isinstance(look.sight, Unanswered)]
    return Identified(
        reference=reference,
        field=field,
        about=about,
        absent=absent,
        records=tuple(records),
        why_not="" if records or absent else "; ".join(troubles) or "no registry was asked",
        silent=tuple(sorted(silent)),
        heard=tuple(sorted(last.keys() - set(silent))),
        unread="" if absent else _unread(last),
    )


def _unread(last: Mapping[str, Look]) -> str:
    """Say why no registry gave the record of a work, when one may have it."""
    found = {
        name: look.sight.record for name, look in last.items() if isinstance(look.sight, Found)
    }
    if any(record.title for record in found.values()):
        return ""
    silent = [
        f"{name} {_trouble(one)}"
        for name, one in sorted(last.items())
        if isinstance(one.sight, Unanswered) and name != REVERSE
    ]
    if silent or not last:
        return "; ".join(silent) or "no registry was asked"
    agency = found["doi"].agency.lower() if "doi" in found else None
    if agency == "":
        return "doi did not tell which registry has it"
    return f"{agency} was not asked" if agency in _KEEPERS - last.keys() else ""


def unread(one: Identified, what: str = "") -> Unable:
    """Say *what* is not known, for the record of an identifier could not be had."""
    what = what or f"the record of {one.about!r} could not be had"
    return Unable(place=one.field.place, reason=f"{what}: {one.unread}")


def _trouble(look: Look) -> str:
    if isinstance(look.sight, Unanswered):
        return f"could not be asked ({look.sight.trouble.value})"
    return "has no record"


def _rank(name: str) -> int:
    return _RANKS.index(name) if name in _RANKS else len(_RANKS)


def record_titles(record: Record) -> tuple[str, ...]:
    """Return the titles of a work, alone and with the subtitle."""
    joined = f"{record.title}: {record.subtitle}" if record.subtitle else ""
    return tuple(filter(None, (record.title, joined, *record.other_titles)))


def record_names(record: Record) -> tuple[str, ...]:
    """Return the names of a work, full ones where the record has them."""
    return record.names or record.families
