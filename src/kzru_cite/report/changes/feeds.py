"""
Say what both kinds of feed need: the items, newest first, their names and moments.

The names are UUIDs made of what changed, so that a reader of feeds shows nothing twice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

from kzru_cite.model.changes import Change, ChangeList


def newest_first(listed: ChangeList) -> list[Change]:
    """Return the changes in the order of feeds."""
    return sorted(listed.changes, key=lambda one: one.day, reverse=True)


def urn(name: str) -> str:
    """Return 32 hexadecimal digits as the name of an item."""
    return UUID(name).urn


def moment(day: date) -> datetime:
    """Return a day as the moment that feeds ask for."""
    return datetime.combine(day, time(), UTC)


def updated(listed: ChangeList) -> datetime:
    """Return when the feed last changed: with its newest item, or when it begins."""
    return max((moment(one.day) for one in listed.changes), default=listed.since)
