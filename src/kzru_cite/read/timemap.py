"""
Read lists of links as web archives write them: the header ``Link`` and TimeMaps.

The form is that of RFC 6690 and RFC 8288, the words are those of RFC 7089.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from msgspec import Struct, field

_PARAMETER = re.compile(
    r"""\s*;[\s;]*(?P<name>[^\s=;,<>"]+)
        (?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"(?=\s*(?:[;,]|\Z))|(?P<plain>[^\s;,<>"]*)))?""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = frozenset({"original", "timegate", "timemap", "self", "memento"})


class Link(Struct, frozen=True, kw_only=True):
    """A link: where it leads, and what is said of it, names in lower case."""

    target: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def relations(self) -> frozenset[str]:
        """Return the words of ``rel``, in lower case."""
        return frozenset(self.parameters.get("rel", "").lower().split())


class MementoLink(Struct, frozen=True, kw_only=True):
    """A copy that a TimeMap names, and when it was taken."""

    address: str
    taken: datetime


class TimeMap(Struct, frozen=True, kw_only=True):
    """
    What an archive holds of an address; a map without mementos says that it holds nothing.

    *further* are the addresses of more maps, when the list comes in pages; *own* is that of this
    one. *lost* counts copies whose time cannot be read.
    """

    original: str = ""
    timegate: str = ""
    own: str = ""
    mementos: tuple[MementoLink, ...] = ()
    further: tuple[str, ...] = ()
    lost: int = 0


class NoTimeMap(Struct, frozen=True, kw_only=True):
    """A text that is no TimeMap; *words* are its first ones."""

    words: str


TimeMapReading: TypeAlias = TimeMap | NoTimeMap


def read_links(text: str) -> tuple[Link, ...]:
    """Read a list of links; commas, semicolons and quotes inside ``<…>`` part nothing."""
    return tuple(_links(text))


def read_moment(text: str) -> datetime | None:
    """Read a date of HTTP such as ``Fri, 12 Jan 2024 10:11:12 GMT``; None if it is none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_timemap(text: str, base: str = "") -> TimeMapReading:
    """
    Read a TimeMap in link format.

    *base* is the address it came from; links without scheme or host are completed by it.
    """
    links = read_links(text)
    known = [link for link in links if link.relations & _WORDS]
    if text.strip() and not known:
        return NoTimeMap(words=" ".join(text[:2000].split())[:200])
    dated, lost = _mementos(known, base)
    own = _target(known, "self", base)
    return TimeMap(
        original=_target(known, "original", ""),
        timegate=_target(known, "timegate", base),
        own=own,
        mementos=dated,
        further=_further(known, own, base),
        lost=lost,
    )


def _links(text: str) -> Iterator[Link]:
    position = 0
    while (start := text.find("<", position)) >= 0 and (end := text.find(">", start)) >= 0:
        position = end + 1
        parameters: dict[str, str] = {}
        while found := _PARAMETER.match(text, position):
            # Of a parameter given twice the first counts (RFC 8288, section 3).
            parameters.setdefault(found["name"].lower(), _value(found))
            position = found.end()
        yield Link(target=text[start + 1 : end].strip(), parameters=parameters)


def _value(found: re.Match[str]) -> str:
    if found["quoted"] is not None:
        return re.sub(r"\\(.)", r"\1", found["quoted"], flags=re.DOTALL)
    return found["plain"] or ""


def _mementos(links: list[Link], base: str) -> tuple[tuple[MementoLink, ...], int]:
    dated, lost = [], 0
    for link in links:
        if "memento" not in link.relations:
            continue
        taken = read_moment(link.parameters.get("datetime", ""))
        if taken is None:
            lost += 1
        else:
            dated.append(MementoLink(address=absolute(link.target, base), taken=taken))
    return tuple(dated), lost


def _target(links: list[Link], word: str, base: str) -> str:
    return next((absolute(link.target, base) for link in links if word in link.relations), "")


def _further(links: list[Link], own: str, base: str) -> tuple[str, ...]:
    maps = (
        absolute(link.target, base)
        for link in links
        if "timemap" in link.relations and "self" not in link.relations
    )
    return tuple(dict.fromkeys(address for address in maps if address not in (own, base)))


def absolute(target: str, base: str) -> str:
    """Complete an address that lacks its scheme or host by those of *base*."""
    scheme, _, rest = base.partition("//")
    if target.startswith("//"):
        return f"{scheme or 'https:'}{target}"
    if target.startswith("/") and rest:
        return f"{scheme}//{rest.partition('/')[0]}{target}"
    return target
