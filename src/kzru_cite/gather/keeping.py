"""Hand over replies to whoever keeps captures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from kzru_cite.gather.fetch import Raw
from kzru_cite.model.evidence import Answered, PageFacts
from kzru_cite.model.kept import Exchange


class Keeper(Protocol):
    """Whatever keeps an exchange and returns the hash of its body."""

    def keep(self, exchange: Exchange) -> str:
        """Keep it."""
        ...


def keeper(store: Keeper) -> Callable[[Raw, Answered], str]:
    """Return what keeps a reply with the redirects that led to it, and says what it shows."""

    def keep(raw: Raw, sight: Answered) -> str:
        digest = ""
        for number, exchange in enumerate(raw.exchanges):
            way = _way([one.address for one in raw.exchanges[:number]])
            shown = _shown(sight.page) if number == len(raw.exchanges) - 1 else ()
            digest = store.keep(replace(exchange, notes=(*way, *shown)))
        return digest

    return keep


def _way(before: list[str]) -> tuple[tuple[str, str], ...]:
    """
    Say which redirects led to a reply.

    The names are those of WARC 1.1 (ISO 28500:2017, annex on metadata records): R is a redirect.
    """
    return (("via", before[-1]), ("hopsFromSeed", "R" * len(before))) if before else ()


def _shown(page: PageFacts | None) -> tuple[tuple[str, str], ...]:
    if page is None:
        return ()
    facts = (
        ("title", page.title),
        ("text-hash", page.text_hash),
        ("text-length", str(page.text_length)),
        ("text-extractor", page.extractor),
    )
    return tuple((name, value) for name, value in facts if value)
