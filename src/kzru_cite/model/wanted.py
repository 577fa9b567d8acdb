"""Say of a reference that lacks a good archived copy which one can be given, or why none can."""

from __future__ import annotations

from msgspec import Struct

from kzru_cite.model.evidence import CaptureListed
from kzru_cite.model.place import Location

# Why a copy that shows the source will not do all the same.
WITHOUT_WORDS = "no other copy holds the quotation"


class WantedCopy(Struct, frozen=True, kw_only=True):
    """
    A page of a reference whose archived copy is wanted.

    *cited* is the copy given so far that is no good, '' without one. *found* is the copy that was
    looked at and will do; without one *why* says why. *none_held* tells that those asked hold none
    that will do, *gone* that the page itself is lost by the log.
    """

    key: str
    place: Location
    address: str
    cited: str = ""
    found: CaptureListed | None = None
    why: str = ""
    none_held: bool = False
    gone: bool = False
