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
        at = datetime.now(UTC).replace(microsecond=0)
        for hop in raw.hops:
            headers = {"location": hop.target}
            store.keep(Exchange(address=hop.address, at=at, code=hop.code, headers=headers))
        return store.keep(
            Exchange(
                address=raw.final,
                at=at,
                code=raw.code,
                headers=raw.headers,
                body=raw.body or b"",
            )
        )

    return keep
