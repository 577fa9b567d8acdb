"""Hold what somebody who decides on a link is shown."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kzru_cite.model.ledger import LinkName
from kzru_cite.model.quotation import Part, Quotation, Spot


class State(Enum):
    """Say how far a link is."""

    UNDECIDED = "undecided"
    LAPSED = "lapsed"
    DECIDED = "decided"


class Passage(Struct, frozen=True, kw_only=True):
    """
    A quotation, and where it was found; *part* is None when nothing was searched.

    *spots* are in the captured text, *nearest* is what is most like it when it is nowhere.
    """

    quotation: Quotation
    part: Part | None = None
    spots: tuple[Spot, ...] = ()
    nearest: str = ""


class Made(Struct, frozen=True, kw_only=True):
    """A decision in words, and why it lapsed, if it did."""

    decision: str
    by: str = ""
    on: str = ""
    lapsed: str = ""


class Card(Struct, frozen=True, kw_only=True):
    """
    A link as it is shown: number *position* (from 1) of *total*.

    *where* is file and line of the claim; *source* are lines on the reference, *capture* on the
    captured text, *numbers* on the comparison of figures.
    """

    name: LinkName
    position: int
    total: int
    where: str
    section: str
    text: str
    source: tuple[str, ...] = ()
    locator: str = ""
    passage: Passage | None = None
    capture: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    decisions: tuple[Made, ...] = ()
    note: str = ""
