"""Search the captures at hand for the quotations of a ledger, and make looks of what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from kzru_cite.captures import Store
from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Answered, Evidence, Look, PageFacts, Purpose, Searched
from kzru_cite.model.ledger import Ledger
from kzru_cite.model.quotation import Extract, Quotation
from kzru_cite.model.quoting import Source, quotations
from kzru_cite.model.searching import search
from kzru_cite.model.seen import Seen
from kzru_cite.read.page import extract

# Of the texts that were seen at one address so many are searched, the newest first.
_MOST_TEXTS = 5
Extracted = Callable[[str], Extract | None]


class Quest(Struct, frozen=True, kw_only=True):
    """What is searched for: the quotations of a ledger in what was seen of its references."""

    bibliography: Bibliography
    ledger: Ledger | None
    today: datetime

    def dossier(self, evidence: Evidence) -> Dossier:
        """Return what the quotations are judged by."""
        return Dossier(
            article=Article(),
            bibliography=self.bibliography,
            today=self.today.date(),
            ledger=self.ledger,
            evidence=evidence,
        )


def extractor(store: Store) -> Extracted:
    """Return what gives the text of a capture by its hash; None when it is not to be had."""

    @lru_cache(maxsize=16)
    def extracted(digest: str) -> Extract | None:
        exchange = store.body(digest)
        if exchange is None:
            return None
        return extract(exchange.body, exchange.content_type, exchange.address)

    return extracted


def first_of(*places: Extracted) -> Extracted:
    """Return what looks for a capture in one place after the other."""

    def extracted(digest: str) -> Extract | None:
        return next((text for place in places if (text := place(digest)) is not None), None)

    return extracted


def searches(quest: Quest, evidence: Evidence, extracted: Extracted) -> Iterator[Look]:
    """Yield a look for each quotation and each captured text that was not searched for it yet."""
    dossier = quest.dossier(evidence)
    seen = Seen(evidence)
    done: set[tuple[str, str, Quotation]] = set()
    for quoted in quotations(dossier):
        for place in quoted.places:
            purpose = Purpose.PAGE if place.source is Source.PAGE else Purpose.CAPTURE
            known = _searched(seen.at(place.about, Purpose.QUOTE), quoted.quotation)
            for digest, page in _texts(seen.at(place.about, purpose)):
                name = (place.about, page.text_hash, quoted.quotation)
                if page.text_hash in known or name in done:
                    continue
                done.add(name)
                found = _search(quoted.quotation, digest, page, extracted)
                if found is not None:
                    yield Look(
                        at=quest.today.replace(microsecond=0),
                        purpose=Purpose.QUOTE,
                        about=place.about,
                        asked="capture",
                        sight=found,
                    )


def lost_quotations(quest: Quest, evidence: Evidence) -> frozenset[str]:
    """Return the keys of references with a quotation that no text searched so far holds."""
    return frozenset(
        quoted.reference.key
        for quoted in quotations(quest.dossier(evidence))
        if quoted.best is None and quoted.searched
    )


def _searched(looks: tuple[Look, ...], quotation: Quotation) -> set[str]:
    return {
        sight.text
        for look in looks
        if isinstance(sight := look.sight, Searched) and sight.quotation == quotation
    }


def _texts(looks: tuple[Look, ...]) -> Iterator[tuple[str, PageFacts]]:
    """Give the captures seen at an address with what was read of them, each text once."""
    texts: dict[str, tuple[str, PageFacts]] = {}
    for look in reversed(looks):
        sight = look.sight
        if isinstance(sight, Answered) and sight.capture and sight.page and sight.page.text_hash:
            texts.setdefault(sight.page.text_hash, (sight.capture, sight.page))
    yield from list(texts.values())[:_MOST_TEXTS]


def _search(
    quotation: Quotation, digest: str, page: PageFacts, extracted: Extracted
) -> Searched | None:
    text = extracted(digest)
    # The text of another version of the extractor is another text: nothing is said of this one.
    if text is None or text.text_hash != page.text_hash:
        return None
    return search(quotation, text, digest)
