"""Hold an article of a wiki as read."""

from __future__ import annotations

from msgspec import Struct

from kzru_cite.convert.entry import Entry, Loss
from kzru_cite.convert.marks import Mark


class Counts(Struct, frozen=True, kw_only=True):
    """
    What was counted in the wikitext, remarks left out.

    *marks* are places in the text that refer to something: notes, short references, and citation
    templates outside of notes. *templates* are citation templates; *same* of them describe what
    an earlier one does.
    """

    marks: int = 0
    templates: int = 0
    free: int = 0
    same: int = 0


class Page(Struct, frozen=True, kw_only=True):
    """
    An article of a wiki as read.

    *text* is wikitext that pandoc reads, with a token for each of *marks*, by its number.
    """

    text: str
    marks: tuple[Mark, ...]
    entries: tuple[Entry, ...]
    losses: tuple[Loss, ...]
    counts: Counts
    language: str = ""
