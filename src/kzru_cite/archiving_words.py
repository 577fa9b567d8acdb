"""Say of each page that wanted an archived copy what came of it, and how that ends the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct

from kzru_cite.mending import Mended
from kzru_cite.model.saving import Fate, SaveJob
from kzru_cite.model.wanted import WITHOUT_WORDS, WantedCopy
from kzru_cite.proving import Saved

_BY_HAND = "the entry takes its fields from elsewhere"


class Ending(Enum):
    """
    Say how it ended for a page, by its exit code, those that say most first.

    NONE: no copy is to be had. OPEN: that cannot be told now.
    """

    KEYS = (0, 2)
    NETWORK = (1, 3)
    NONE = (2, 1)
    OPEN = (3, 3)
    FINE = (4, 0)


_ENDINGS: Mapping[Fate, Ending] = {
    Fate.LATER: Ending.OPEN,
    Fate.TAKEN: Ending.OPEN,
    Fate.NOT_TO_BE_HAD: Ending.NONE,
    Fate.REFUSED: Ending.NONE,
    Fate.KEYS: Ending.KEYS,
    Fate.UNREACHED: Ending.NETWORK,
}


class Told(Struct, frozen=True, kw_only=True):
    """
    What a run did: the fixes, whether they were written, what came of the pages to be copied.

    *saved* is by addresses, None when no archive was asked for copies.
    """

    done: Mended
    written: bool
    saved: Mapping[str, Saved] | None


def exit_code(endings: Iterable[Ending]) -> int:
    """Return the exit code of the ending that says most."""
    return min((one.value for one in endings), default=Ending.FINE.value)[1]


def row(wanted: WantedCopy, told: Told) -> tuple[str, Ending]:
    """Return the line on a page, with place and key, and how it ended."""
    words, ending = _row(wanted, told)
    place = wanted.place
    return f"{place.path}:{place.line}:{place.column} {wanted.key}: {words}", ending


def _row(wanted: WantedCopy, told: Told) -> tuple[str, Ending]:
    if wanted.found is not None:
        return _of_copy(wanted, told)
    saved = (told.saved or {}).get(wanted.address)
    if saved is not None:
        why = WITHOUT_WORDS if wanted.why == WITHOUT_WORDS else "it does not show the source"
        return _of_job(saved.job, why if saved.shown else "")
    if wanted.none_held:
        return _of_none(wanted, told), Ending.NONE
    return f"no copy of {wanted.address} can be proposed: {wanted.why}", Ending.OPEN


def _of_copy(wanted: WantedCopy, told: Told) -> tuple[str, Ending]:
    found = wanted.found
    copy = f"the copy of {found.taken.date()} {found.address}" if found else ""
    if any(one.reference == wanted.key for one in told.done.made):
        return f"{copy} is {'written' if told.written else 'proposed'}", Ending.FINE
    why = [one.why for one in told.done.left if one.finding.reference == wanted.key]
    return f"{copy} is left for you to write: {'; '.join(why) or _BY_HAND}", Ending.NONE


def _of_job(job: SaveJob, why: str) -> tuple[str, Ending]:
    if job.fate is not None:
        words = f"no copy was made of {job.address}: {job.fate.value}: {job.words}"
        return words, _ENDINGS[job.fate]
    if job.capture is None:
        return f"the archive is still at {job.address}: call again in a while", Ending.OPEN
    if why:
        return f"the copy {job.capture.address} was made, and will not do: {why}", Ending.NONE
    words = f"the copy {job.capture.address} was made, and cannot be seen yet"
    return f"{words}: call again in a while", Ending.OPEN


def _of_none(wanted: WantedCopy, told: Told) -> str:
    words = f"no archive that was asked has a good copy of {wanted.address}"
    words += f": {wanted.why}" if wanted.why else ""
    if wanted.gone:
        return f"{words}; the page is gone, so that none can be made"
    if told.saved is not None:
        return f"{words}; its address is not one to be told to others"
    return f"{words}; --save has one made"
