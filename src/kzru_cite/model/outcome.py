"""Name what a check can come to: fine, contradicted, suspicious, or not to be had."""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.model.fix import Fix
from kzru_cite.model.place import Location


class Severity(IntEnum):
    """Rank findings; a gate fails from one of them upwards."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """Return the name as settings and reports write it."""
        return self.name.lower()


class Confidence(IntEnum):
    """Say how sure a rule is when it fires."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """Return the name as reports write it."""
        return self.name.lower()


class Ok(Struct, frozen=True):
    """A check that found nothing wrong."""


OK = Ok()


class Contradicted(Struct, frozen=True, kw_only=True):
    """
    A check that found a fact against what is written.

    *message* states the fact and quotes the value, *hint* says what to do.
    *claim* and *reference* name what it is about, by id and key.
    """

    place: Location
    message: str
    hint: str = ""
    claim: str | None = None
    reference: str | None = None
    fix: Fix | None = None


class Suspicious(Struct, frozen=True, kw_only=True):
    """A check that found a sign of a fault, not a proof; it never weighs more than a warning."""

    place: Location
    message: str
    hint: str = ""
    claim: str | None = None
    reference: str | None = None
    fix: Fix | None = None


class Unable(Struct, frozen=True, kw_only=True):
    """A check that was planned and could not be made, and why."""

    place: Location
    reason: str


Outcome: TypeAlias = Ok | Contradicted | Suspicious | Unable
