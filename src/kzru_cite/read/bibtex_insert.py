"""Put a new entry into a .bib file, and leave every byte of the file as it is."""

from __future__ import annotations

from collections.abc import Sequence

from kzru_cite.model.written import Kept, Part
from kzru_cite.read.bibtex_blocks import RawEntry, split
from kzru_cite.read.bibtex_gaps import end_of_line, gap_before


def inserted(text: str, key: str, entry: str) -> tuple[Part, ...]:
    """
    Return the parts of the file with *entry* in it.

    Where the entries stand in the order of their keys it goes to its place, else to the end.
    """
    entries = [raw for raw in split(text) if isinstance(raw, RawEntry)]
    place = _place(entries, key)
    if place is None:
        return (Kept(start=0, end=len(text)), f"{_blank_before(text)}{entry}\n")
    before = end_of_line(text, entries[place - 1].end) if place else 0
    start = gap_before(text, before, entries[place].start).right_above.start
    return (Kept(start=0, end=start), f"{entry}\n\n", Kept(start=start, end=len(text)))


def _place(entries: Sequence[RawEntry], key: str) -> int | None:
    """Return the number of the entry before which *key* comes, None for the end."""
    keys = [one.key.casefold() for one in entries]
    if len(keys) < 2 or keys != sorted(keys):
        return None
    return next((number for number, one in enumerate(keys) if one > key.casefold()), None)


def _blank_before(text: str) -> str:
    """Return what leaves one blank line below the text there is."""
    end = text.rstrip(" \t\n")
    return "\n" * max(0, 2 - text.count("\n", len(end))) if end else ""
