"""Walk through the links of a ledger with their claims, and what became of each decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from kzru_cite.model.article import Claim
from kzru_cite.model.decisions import Lapse, lapse, stands
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Searched
from kzru_cite.model.ledger import Decided, Link
from kzru_cite.model.outcome import Contradicted
from kzru_cite.model.place import Location
from kzru_cite.model.searches import searches, sights
from kzru_cite.model.seen import Seen


class Standing(Struct, frozen=True, kw_only=True):
    """A decision, and the link it is about."""

    link: Link
    decided: Decided

    def finding(self, message: str, hint: str, place: Location | None = None) -> Contradicted:
        """Say something of this decision."""
        return finding(self.link, place or self.decided.place, message, hint)


def finding(link: Link, place: Location, message: str, hint: str) -> Contradicted:
    """Say something of a link."""
    return Contradicted(
        place=place, message=message, hint=hint, claim=link.claim, reference=link.reference
    )


class Decisions(Struct, frozen=True, kw_only=True, dict=True):
    """The decisions of a project."""

    dossier: Dossier

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Return the claims by id; the first of two."""
        found: dict[str, Claim] = {}
        for claim in self.dossier.article.claims:
            if claim.id:
                found.setdefault(claim.id, claim)
        return found

    @cached_property
    def links(self) -> Sequence[Link]:
        """Return the links of claims that are in the article."""
        return [link for link in self.dossier.links if link.claim in self.claims]

    def lapse(self, one: Standing) -> Lapse | None:
        """Return why a decision lapsed; None while it stands."""
        earlier = self._searches.get(one.link.reference, ())
        return lapse(one.link, one.decided, self.claims[one.link.claim].text, earlier)

    def of(self, link: Link) -> list[Decided]:
        """Return the decisions of a link that stand; why others lapsed takes longer to find out."""
        claim = self.claims[link.claim].text
        return [decided for decided in link.decisions if stands(link, decided, claim)]

    def in_force(self) -> Iterator[Standing]:
        """Yield the decisions that stand, in the order of the ledger."""
        for link in self.links:
            yield from (Standing(link=link, decided=decided) for decided in self.of(link))

    @cached_property
    def _searches(self) -> Mapping[str, Sequence[Searched]]:
        """Return the searches in captures of each reference, newest first."""
        seen = Seen(self.dossier.evidence)
        return {
            reference.key: sights(searches(seen, reference))
            for reference in self.dossier.bibliography.references
        }
