"""Choose among an archive's copies of a page the one to give to readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kzru_cite.model.evidence import CaptureListed, Listed, Look


def standing(looks: Iterable[Look]) -> Listed | None:
    """
    Return the list of an archive that stands, of looks at it from the oldest on.

    That is the last one; but one that broke off does not take back what was told to the end.
    """
    lists = [look.sight for look in looks if isinstance(look.sight, Listed)]
    ended = [one for one in lists if not one.broken_off]
    return next(reversed(ended or lists), None)


def is_sound(capture: CaptureListed) -> bool:
    """Tell whether a copy is of no error or redirect; one without a code repeats an earlier one."""
    return capture.code is None or capture.code == 200


def candidates(
    captures: Iterable[CaptureListed], seen: date | None, before: int
) -> tuple[CaptureListed, ...]:
    """
    Return the copies worth looking at, best first.

    *seen* is the day on which the author saw the page. The best copy is the last one of the
    *before* days up to it, since it shows what the author saw; then the first one after it; then
    the last of all earlier ones. Without that day the newest copy is best. Only sound copies
    are given.
    """
    sound = sorted(
        {one.address: one for one in captures if is_sound(one)}.values(),
        key=lambda one: (one.taken, one.address),
    )
    if seen is None:
        return tuple(reversed(sound))
    earlier = [one for one in reversed(sound) if one.taken.date() <= seen]
    near = [one for one in earlier if (seen - one.taken.date()).days <= before]
    after = [one for one in sound if one.taken.date() > seen]
    return (*near, *after, *earlier[len(near) :])
