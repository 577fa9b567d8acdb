"""Count how the addresses and the archived copies of a project fared, day by day of its log."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from msgspec import Struct

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.entry_state import CopyState, Holding
from kzru_cite.model.evidence import Look, Purpose
from kzru_cite.model.links import GOOD, MUTE, LinkClass, classify
from kzru_cite.model.seen import Seen

# More days than this cannot be told apart in a picture.
_POINTS = 60


class Fate(Enum):
    """Sum up what became of an address, the best first."""

    FINE = "there"
    DRIFTED = "shows another text"
    SUSPECTED = "may be gone"
    LOST = "lost"
    UNKNOWN = "not known"


class Coverage(Enum):
    """Sum up what a source of the web has of an archived copy, the best first."""

    SOUND = "a copy that was seen to show the page"
    UNSEEN = "a copy that was not looked at yet"
    FAULTY = "a copy that shows something else, or is not held"
    NONE = "no copy named"


class Sample(Struct, frozen=True, kw_only=True):
    """How many addresses fared how on a day; missing is none."""

    day: date
    counts: Mapping[Fate, int]


class Health(Struct, frozen=True, kw_only=True):
    """
    The addresses over time, oldest day first, and the copies as they are now.

    No sample stands for itself: nothing was ever looked at. *sources* are those of the web.
    """

    samples: tuple[Sample, ...] = ()
    coverage: Mapping[Coverage, int]
    sources: int


def health(dossier: Dossier, copies: Mapping[str, CopyState]) -> Health:
    """Work out what the log says; *copies* are what is known of each source's copy, by key."""
    seen = Seen(dossier.evidence)
    looks = [
        seen.at(address, Purpose.PAGE, Purpose.SIBLING)
        for reference in dossier.bibliography.references
        for address in _of_the_web(reference)
    ]
    sources = [one for one in dossier.bibliography.references if any(_of_the_web(one))]
    return Health(
        samples=tuple(_sample(day, looks, dossier) for day in _days(looks, dossier.today)),
        coverage=Counter(_coverage(copies.get(one.key), one) for one in sources),
        sources=len(sources),
    )


def _of_the_web(reference: Reference) -> Iterator[str]:
    for _, address in addresses(reference):
        if address.scheme in ("http", "https"):
            yield str(address)


def _days(looks: Sequence[Sequence[Look]], today: date) -> list[date]:
    """Return the days to draw: those of looks, today, and of many only some at even steps."""
    days = sorted({look.at.date() for each in looks for look in each if look.at.date() <= today})
    if not days:
        return []
    days = sorted({*days, today})
    step = -(-len(days) // _POINTS)
    # Counted from the end: the last day is the one that matters.
    return days[::-1][::step][::-1]


def _sample(day: date, looks: Sequence[Sequence[Look]], dossier: Dossier) -> Sample:
    fates: Counter[Fate] = Counter()
    for each in looks:
        until = bisect_right(each, day, key=lambda look: look.at.date())
        fates[_fate(classify(each[:until], dossier.policy, day).link_class)] += 1
    return Sample(day=day, counts=fates)


def _fate(link_class: LinkClass) -> Fate:
    if link_class in GOOD:
        return Fate.FINE
    if link_class in MUTE:
        return Fate.UNKNOWN
    if link_class is LinkClass.DRIFTED:
        return Fate.DRIFTED
    return Fate.SUSPECTED if link_class is LinkClass.SUSPECTED_GONE else Fate.LOST


def _coverage(copy: CopyState | None, reference: Reference) -> Coverage:
    if copy is None:
        # A copy in an archive that is closed for good is none that can be had.
        return Coverage.FAULTY if reference.first("archiveurl") else Coverage.NONE
    if copy.holding is Holding.SOUND:
        return Coverage.SOUND
    return Coverage.UNSEEN if copy.holding is Holding.UNSEEN else Coverage.FAULTY
