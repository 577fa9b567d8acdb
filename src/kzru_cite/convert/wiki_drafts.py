"""Hold references of a wiki page before keys are known: what marks name, and what notes say."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.convert import wiki_free
from kzru_cite.convert.marks import Cited


class Target(Struct, frozen=True, kw_only=True):
    """
    What a mark cites before keys are known: a source by number, or an anchor.

    *free* is what free words come to when the name that they begin with is that of no source.
    """

    cited: Cited
    source: int = -1
    anchor: str = ""
    words: str = ""
    free: wiki_free.Named | None = None


class Draft(Struct, frozen=True, kw_only=True):
    """A mark before keys are known."""

    line: int
    targets: tuple[Target, ...] = ()
    needs: str = ""
    locator: str = ""
    note: bool = False
    listed: bool = False
    refers: bool = True


class Note(Struct, frozen=True, kw_only=True):
    """What a note comes to: *targets* for a mark, or else the *body* of a footnote."""

    targets: tuple[Target, ...] = ()
    body: str = ""
    needs: str = ""


def placed(target: Target, *, prefix: str = "", locator: str = "", quote: str = "") -> Target:
    """Return the target with words before it, a place in it, or words quoted from it."""
    cited = target.cited
    return replace(
        target,
        cited=replace(
            cited,
            prefix=prefix or cited.prefix,
            locator=locator or cited.locator,
            quote=quote or cited.quote,
        ),
    )
