"""Bring looks from one store into another."""

from __future__ import annotations

from pathlib import Path

from kzru_cite.errors import UsageError
from kzru_cite.read.looks import read_looks
from kzru_cite.report.words import counted
from kzru_cite.stores import open_store


def copied(source: str, target: str, folder: Path) -> tuple[str, ...]:
    """
    Copy all lines that *target* has not yet, all or none; return notes on what was done.

    Raises UsageError when *source* holds nothing, and when either cannot be used.
    """
    with open_store(source, folder) as known, open_store(target, folder) as wanted:
        lines = list(known.lines())
        if not lines:
            raise UsageError(f"{known.name!r} holds no looks", hint="look at the name of the store")
        new = wanted.put(lines)
    lost = len(read_looks(b"\n".join(lines).decode("utf-8", "replace")).lost)
    odd = (f"copied as they are: {counted(lost, 'line')} that cannot be read",) if lost else ()
    there = len(lines) - new
    return (f"copied: {counted(new, 'look')}; there before: {there}", *odd)
