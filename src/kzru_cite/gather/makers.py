"""Say what archives that make copies on demand have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from msgspec import Struct

from kzru_cite.model.evidence import CaptureListed, Trouble, Unanswered
from kzru_cite.model.saving import Fate, SaveJob


class Going(Struct, frozen=True, kw_only=True):
    """A job that the archive is at; *name* is its word for it."""

    name: str


class Again(Struct, frozen=True, kw_only=True):
    """A wish that the archive did not take in; it may do so in a while, or when others end."""

    words: str


class Copied(Struct, frozen=True, kw_only=True):
    """A copy that the archive says it has made; nobody has looked at it yet."""

    capture: CaptureListed


class Failed(Struct, frozen=True, kw_only=True):
    """No copy, and why. *over* tells that the archive is not to be asked for any other either."""

    fate: Fate
    words: str
    over: bool = False


Progress: TypeAlias = Going | Copied | Failed
Step: TypeAlias = Progress | Again


def unreached(sight: Unanswered) -> Failed:
    """Return that nothing more is asked, since there was no answer, and why."""
    if sight.trouble is Trouble.STOPPED:
        return Failed(fate=Fate.LATER, words=sight.words, over=True)
    words = f"{sight.trouble.value} ({sight.words})" if sight.words else sight.trouble.value
    return Failed(fate=Fate.UNREACHED, words=words, over=True)


class Maker(Protocol):
    """An archive that makes copies; *base* is its address, *at_once* how many jobs it takes."""

    @property
    def base(self) -> str:
        """Return the address of the archive."""

    @property
    def at_once(self) -> int:
        """Return how many jobs may be open."""

    def begin(self, job: SaveJob, *, unsure: bool) -> Step:
        """Ask for a copy; *unsure*: it was asked before, and no answer came."""

    def look_after(self, jobs: Sequence[SaveJob]) -> Mapping[str, Progress]:
        """Ask how far jobs are, by their pages; those of which it knows nothing are left out."""
