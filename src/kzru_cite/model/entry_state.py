"""Hold what is known of a source when an edition is made: its addresses, and notices on it."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from msgspec import Struct

from kzru_cite.model.address import same_page
from kzru_cite.model.links import LinkClass


class Blemish(Enum):
    """Name what editors have done to a work after it was published, the gravest first."""

    RETRACTED = "retracted"
    IN_PART = "retracted in part"
    OF_CONCERN = "of concern"
    CORRECTED = "corrected"


class Blemished(Struct, frozen=True, kw_only=True):
    """What was done to a work, by the notice *doi* on *day* (an ISO form); '' when not known."""

    blemish: Blemish
    doi: str = ""
    day: str = ""


class AddressState(Struct, frozen=True, kw_only=True):
    """
    What was last seen of an address.

    *seen* is the day of the last look that told anything, *good* that of the last one that found
    the page, *since* that of the first of those in a row that showed what the last one did; None
    without such a look. *moved_to* is where the page is now, or ''. *words* say why it is taken for
    what it is, and follow the address in a sentence.
    """

    address: str
    link_class: LinkClass = LinkClass.NOT_CHECKED
    seen: date | None = None
    good: date | None = None
    moved_to: str = ""
    since: date | None = None
    words: str = ""


class EntryState(Struct, frozen=True, kw_only=True):
    """What is known of a source; no address stands for itself: it was never looked at."""

    addresses: tuple[AddressState, ...] = ()
    blemishes: tuple[Blemished, ...] = ()

    def of(self, address: str) -> AddressState:
        """Return what was seen of *address*, in any of its spellings."""
        found = (one for one in self.addresses if same_page(one.address, address))
        return next(found, AddressState(address=address))


class Holding(Enum):
    """Say what is known of an archived copy."""

    SOUND = "shows the page"
    SPOILED = "shows a wall, an error or a notice"
    NOT_HELD = "is not held by the archive"
    UNSEEN = "was not seen yet"


class CopyState(Struct, frozen=True, kw_only=True):
    """
    What was last seen of the archived copy at *address*.

    *taken* is its moment, *led_to* the address that the archive showed it at, *seen* the day of the
    look; None or '' when it was not shown. *words* say what is wrong, '' when nothing is.
    """

    address: str
    holding: Holding
    taken: datetime | None = None
    led_to: str = ""
    seen: date | None = None
    words: str = ""
