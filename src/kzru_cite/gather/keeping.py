"""Hand over replies to whoever keeps captures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from kzru_cite.gather.fetch import Raw
from kzru_cite.model.kept import Exchange


class Keeper(Protocol):
    """Whatever keeps an exchange and returns the hash of its body."""

    def keep(self, exchange: Exchange) -> str:
        """Keep it."""
        ...


def keeper(store: Keeper) -> Callable[[Raw], str]:
    """Return what keeps a reply with the redirects that led to it."""

    def keep(raw: Raw) -> str:
        *hops, last = raw.exchanges or _retold(raw)
        for hop in hops:
            store.keep(hop)
        return store.keep(last)

    return keep


def _retold(raw: Raw) -> tuple[Exchange, ...]:
    """Make exchanges of what is known of them, where nobody noted what went over the wire."""
    at = datetime.now(UTC).replace(microsecond=0)
    hops = (
        Exchange(address=hop.address, at=at, code=hop.code, headers={"location": hop.target})
        for hop in raw.hops
    )
    body = raw.body or b""
    last = Exchange(address=raw.final, at=at, code=raw.code, headers=raw.headers, body=body)
    return (*hops, last)
