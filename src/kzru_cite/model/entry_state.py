"""Hold what is known of a source when an edition is made: its addresses, and notices on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kzru_cite.model.address import same_page
from kzru_cite.model.links import LinkClass


class Blemish(Enum):
    """Name what editors have done to a work after it was published, the gravest first."""

    RETRACTED = "retracted"
    IN_PART = "retracted in part"
    OF_CONCERN = "of concern"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blemished:
    """What was done to a work, by the notice *doi* on *day* (an ISO form); '' when not known."""

    blemish: Blemish
    doi: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressState:
    """
    What was last seen of an address.

    *seen* is the day of the last look that told anything, *good* that of the last one that found
    the page; None without such a look. *moved_to* is where the page is now, or ''.
    """

    address: str
    link_class: LinkClass = LinkClass.NOT_CHECKED
    seen: date | None = None
    good: date | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """What is known of a source; no address stands for itself: it was never looked at."""

    addresses: tuple[AddressState, ...] = ()
    blemishes: tuple[Blemished, ...] = ()

    def of(self, address: str) -> AddressState:
        """Return what was seen of *address*, in any of its spellings."""
        found = (one for one in self.addresses if same_page(one.address, address))
        return next(found, AddressState(address=address))
