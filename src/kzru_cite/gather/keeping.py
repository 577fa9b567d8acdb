"""Hand over replies to whoever keeps captures."""

from __future__ import annotations

from collections.abc import Callable
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
        digest = ""
        for exchange in raw.exchanges:
            digest = store.keep(exchange)
        return digest

    return keep
