"""Read from the headers of an answer whether it is an archived copy, of what, and of when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from kzru_cite.read.timemap import Link, absolute, read_links, read_moment


class Memento(Struct, frozen=True, kw_only=True):
    """
    What the headers of an archived copy say; '' and None for what they do not say.

    *original* is the address captured, *address* that of the copy itself. *first* and *last*
    are the moments of the oldest and the newest copy that the archive holds.
    """

    taken: datetime
    original: str = ""
    address: str = ""
    timemap: str = ""
    timegate: str = ""
    first: datetime | None = None
    last: datetime | None = None


def read_memento(headers: Mapping[str, str], base: str = "") -> Memento | None:
    """
    Read the headers of an answer; None when it is no archived copy.

    Only ``Memento-Datetime`` tells: an archive answers 200 for a notice of its own, and 404 or
    429 for a copy of such an answer. *base* is the address of the answer.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    taken = read_moment(lower.get("memento-datetime", ""))
    if taken is None:
        return None
    links = read_links(lower.get("link", ""))
    own = _of(links, "memento", taken)
    return Memento(
        taken=taken,
        original=_address(_of(links, "original"), ""),
        address=_address(own, base),
        timemap=_address(_of(links, "timemap"), base),
        timegate=_address(_of(links, "timegate"), base),
        first=_moment(_of(links, "first")),
        last=_moment(_of(links, "last")),
    )


def _of(links: tuple[Link, ...], word: str, taken: datetime | None = None) -> Link | None:
    """Return the first link with this relation, and of this moment if one is given."""
    for link in links:
        if word in link.relations and (taken is None or _moment(link) == taken):
            return link
    return None


def _address(link: Link | None, base: str) -> str:
    return absolute(link.target, base) if link else ""


def _moment(link: Link | None) -> datetime | None:
    return read_moment(link.parameters.get("datetime", "")) if link else None
