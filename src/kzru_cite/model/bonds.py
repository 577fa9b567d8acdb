"""Hold what binds each claim to each of its references: quotation, finding place, decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct, field

from kzru_cite.model.article import Article, Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.ledger import Decided, Link
from kzru_cite.model.quotation import Spot


class Standing(Enum):
    """
    Say how far the bond of a claim to a reference is borne out; the value says it in words.

    A decision that has lapsed and a quotation that is not found come before what was decided.
    """

    UNLINKED = "not in the ledger"
    UNQUOTED = "no quotation"
    UNSEARCHED = "quotation not searched for"
    MISSING = "quotation not found"
    UNDECIDED = "quotation found, undecided"
    LAPSED = "decision lapsed"
    SUPPORTS = "supported"
    PARTLY = "supported in part"
    CONTRADICTS = "contradicted"
    INACCESSIBLE = "source inaccessible"


# What nobody has to do anything about.
SETTLED = frozenset({Standing.SUPPORTS})


class Bond(Struct, frozen=True, kw_only=True):
    """
    A claim and one of its references.

    *locator* is as cited, *link* None when the ledger has none, *decided* the last decision.
    *why* says more of the standing, or ''. *found* is where the quotation was found, at *address*.
    """

    reference: str
    standing: Standing
    locator: str = ""
    link: Link | None = None
    decided: Decided | None = None
    why: str = ""
    address: str = ""
    found: Spot | None = None


class Bound(Struct, frozen=True, kw_only=True):
    """A claim with its bonds, in the order of its citations."""

    claim: Claim
    bonds: tuple[Bond, ...] = ()


class ClaimMap(Struct, frozen=True, kw_only=True):
    """All claims of an article with their bonds, and the references by key."""

    article: Article
    bound: tuple[Bound, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> ClaimMap:
        """Return the map of a text without claims."""
        return cls(article=Article())

    def standings(self) -> Counter[Standing]:
        """Count the bonds by their standing."""
        return Counter(bond.standing for one in self.bound for bond in one.bonds)

    def open(self) -> Iterator[tuple[Bound, Bond]]:
        """Yield the bonds that somebody has to work on."""
        for one in self.bound:
            for bond in one.bonds:
                if bond.standing not in SETTLED:
                    yield one, bond
