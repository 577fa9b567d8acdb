"""Find each place where a key or the id of a claim stands, in text, bibliography and ledger."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import Location


class Named(Enum):
    """Say what a spot names."""

    REFERENCE = "reference"
    CLAIM = "claim"


class Spot(Struct, frozen=True, kw_only=True):
    """A place where something is named; *defines* tells whether it comes into being there."""

    named: Named
    name: str
    place: Location
    defines: bool = False


def spots(dossier: Dossier) -> Iterator[Spot]:
    """Yield the spots of a project: those of the text, of the bibliography, of the ledger."""
    article = dossier.article
    for claim in article.claims:
        if claim.id:
            yield Spot(named=Named.CLAIM, name=claim.id, place=claim.head, defines=True)
    for citation in article.citations:
        yield Spot(named=Named.REFERENCE, name=citation.key, place=citation.place)
    for reference in dossier.bibliography.references:
        place = reference.key_place
        yield Spot(named=Named.REFERENCE, name=reference.key, place=place, defines=True)
    if dossier.ledger:
        for name, place in dossier.ledger.claims.items():
            yield Spot(named=Named.CLAIM, name=name, place=place)
        for link in dossier.ledger.links:
            yield Spot(named=Named.REFERENCE, name=link.reference, place=link.place)


def spot_at(dossier: Dossier, path: str, line: int, column: int) -> Spot | None:
    """Return the spot around a position; its end belongs to it, as a cursor stands there."""
    for spot in spots(dossier):
        place = spot.place
        begins, ends = (place.line, place.column), (place.end_line, place.end_column)
        if place.path == path and begins <= (line, column) <= ends:
            return spot
    return None


def same(dossier: Dossier, spot: Spot) -> Iterator[Spot]:
    """Yield all spots that name what *spot* names."""
    for other in spots(dossier):
        if (other.named, other.name) == (spot.named, spot.name):
            yield other
