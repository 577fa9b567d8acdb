"""Hold the ledger: which words of which source bear out a claim, and who decided so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from hashlib import sha256

from msgspec import Struct, field

from kzru_cite.model.place import Location
from kzru_cite.model.quotation import Quotation


class Decision(Enum):
    """Say what somebody who read the source found of a claim."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"
    INACCESSIBLE = "inaccessible"


class Decided(Struct, frozen=True, kw_only=True):
    """
    A decision: who made it, when, and upon what.

    *claim* is the text of the claim as it was then, *seal* binds the decision to that text, the
    quotation and the captured text (see ``seal``). '' and None stand for what is not written.
    """

    decision: Decision
    place: Location
    by: str = ""
    on: date | None = None
    claim: str = ""
    seal: str = ""


class Link(Struct, frozen=True, kw_only=True):
    """
    What the ledger says of one claim and one reference.

    *claim* is the id, *reference* the key. *capture* is the hash of the extracted text in which
    the quotation was found, as looks have it. *decisions* come in the order written; the first
    stands in the link itself, others below ``further``. *place* is that of the key, *places* are
    those of the values by their names.
    """

    claim: str
    reference: str
    place: Location
    quotation: Quotation | None = None
    locator: str = ""
    capture: str = ""
    decisions: tuple[Decided, ...] = ()
    note: str = ""
    places: Mapping[str, Location] = field(default_factory=dict)

    def at(self, name: str) -> Location:
        """Return where a value stands, or the place of the link."""
        return self.places.get(name, self.place)


class LinkName(Struct, frozen=True, kw_only=True):
    """Tell a link: the id of its claim, the key of its reference, and its number among these."""

    claim: str
    reference: str
    number: int = 0


class Word(Struct, frozen=True, kw_only=True):
    """A decision to be written down; '' and None are left out."""

    decision: Decision
    by: str = ""
    on: date | None = None
    claim: str = ""
    seal: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """
    What is to be written of a link; None leaves what is there, '' takes it away.

    *word* takes the place of the decision number *instead*; with None it is one more.
    """

    word: Word | None = None
    instead: int | None = None
    quotation: Quotation | None = None
    capture: str | None = None
    note: str | None = None


class LedgerFault(Struct, frozen=True, kw_only=True):
    """Something in the ledger that cannot be read as meant; what is sound is read all the same."""

    place: Location
    message: str
    hint: str = ""


class Ledger(Struct, frozen=True, kw_only=True):
    """A ledger as read, in the order written; *claims* tells where the id of each one stands."""

    path: str
    links: tuple[Link, ...] = ()
    claims: Mapping[str, Location] = field(default_factory=dict)
    faults: tuple[LedgerFault, ...] = ()

    def of(self, claim: str) -> tuple[Link, ...]:
        """Return the links of a claim in the order written."""
        return tuple(link for link in self.links if link.claim == claim)

    def notes(self) -> dict[str, str]:
        """Return what is noted on each claim, the notes of all its links in one text."""
        found: dict[str, dict[str, None]] = {}
        for link in self.links:
            if link.note:
                found.setdefault(link.claim, {}).setdefault(link.note)
        return {claim: " ".join(notes) for claim, notes in found.items()}


# What is asked where there is no ledger.
NO_LEDGER = Ledger(path="")


def seal(claim: str, quotation: Quotation | None, capture: str) -> str:
    """
    Return what binds a decision to the text of a claim, a quotation and a captured text.

    ``sha256:`` and the hash of their JSON form (RFC 8259, no blanks, letters as they are), so
    that it changes when, and only when, one of the parts does.
    """
    quoted = [quotation.exact, quotation.prefix, quotation.suffix] if quotation else None
    parts = json.dumps(["1", claim, quoted, capture], ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()}"
