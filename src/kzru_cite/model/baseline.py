"""Tell findings that were there before from new ones, by a list that a project keeps."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from msgspec import Struct

from kzru_cite.model.place import Location


class Stale(Enum):
    """Say why an entry of a baseline is of no use any more."""

    USELESS = "nothing is found there any more"
    NO_RULE = "there is no such rule any more"
    NO_FILE = "its file is no part of the project any more"


class Entry(Struct, frozen=True, kw_only=True):
    """
    A finding that was there when the baseline was written.

    *code*, *path* and *message* are for people and for telling why an entry is stale; what counts
    is the *fingerprint*. *place* is where the entry stands in its own file, None before that.
    """

    fingerprint: str
    code: str
    path: str
    message: str
    place: Location | None = None


class Baseline(Struct, frozen=True, kw_only=True):
    """The findings that are known, in the order of their file; *path* is that of the file."""

    path: str
    entries: tuple[Entry, ...] = ()

    @property
    def fingerprints(self) -> frozenset[str]:
        """Return what the findings are known by."""
        return frozenset(entry.fingerprint for entry in self.entries)


class StaleEntry(Struct, frozen=True, kw_only=True):
    """An entry that is of no use any more, and why."""

    entry: Entry
    why: Stale


class BaselineUse(Struct, frozen=True, kw_only=True):
    """
    What became of a baseline in a run.

    *known* findings are in it, *waiting* entries belong to rules that were not asked; nothing
    follows for them. *stale* ones are of no use any more.
    """

    path: str
    known: int = 0
    waiting: tuple[Entry, ...] = ()
    stale: tuple[StaleEntry, ...] = ()


def use(
    baseline: Baseline,
    found: Collection[str],
    *,
    rules: Collection[str],
    asked: Collection[str],
    paths: Collection[str],
) -> BaselineUse:
    """
    Compare a baseline with the fingerprints of what was *found*.

    *rules* are the codes of all rules, *asked* those of this run, *paths* the files it read.
    """
    waiting: list[Entry] = []
    stale: list[StaleEntry] = []
    for entry in baseline.entries:
        if entry.fingerprint in found:
            continue
        if entry.code not in rules:
            stale.append(StaleEntry(entry=entry, why=Stale.NO_RULE))
        elif entry.path not in paths:
            stale.append(StaleEntry(entry=entry, why=Stale.NO_FILE))
        elif entry.code not in asked:
            waiting.append(entry)
        else:
            stale.append(StaleEntry(entry=entry, why=Stale.USELESS))
    return BaselineUse(
        path=baseline.path,
        waiting=tuple(waiting),
        stale=tuple(stale),
    )
