"""Understand how long a host asks to be left alone."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from msgspec import Struct

_SECONDS = re.compile(r"\d{1,9}")


class Plea(Struct, frozen=True, kw_only=True):
    """A host's wish to be left alone: its code, 429 or 503, and its Retry-After as it stands."""

    code: int
    after: str = ""


def seconds_asked(text: str, now: float) -> float | None:
    """
    Return the seconds that a ``Retry-After`` names, counted from *now* (since the epoch).

    Both forms are read, seconds and a date; a moment that has passed is 0. None for neither.
    """
    plain = text.strip()
    if _SECONDS.fullmatch(plain):
        return float(plain)
    try:
        moment = parsedate_to_datetime(plain)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
