"""Walk through the sources that are web pages, with what each page says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kzru_cite.model.bibliography import SITE_FIELDS, Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web
from kzru_cite.model.entry_addresses import GIVEN_UP, own, written
from kzru_cite.model.evidence import PageFacts, Purpose
from kzru_cite.model.links import LinkClass
from kzru_cite.model.seen import Seen
from kzru_cite.rules._copies import Held, copy_state, sound
from kzru_cite.rules._generic_names import GENERIC, HOUSE_WORDS
from kzru_cite.rules._links import Link, links
from kzru_cite.rules._sounds import plain

_THERE = frozenset({LinkClass.ALIVE, LinkClass.MOVED})


class Page(Struct, frozen=True, kw_only=True):
    """A source, the field that leads to it, and what its page, or else its copy, says of itself."""

    reference: Reference
    field: Field
    facts: PageFacts
    host: str

    @property
    def sites(self) -> tuple[str, ...]:
        """Return the names that the entry gives to the site, folded."""
        texts = (
            self.reference.text(name) for name in (*SITE_FIELDS, "howpublished", "journalsubtitle")
        )
        return tuple(filter(None, map(plain, texts)))

    @property
    def persons(self) -> tuple[str, ...]:
        """Return the authors that the page names, without houses and names that name nobody."""
        site = plain(self.facts.site)
        names = {name: plain(name) for name in self.facts.authors}
        return tuple(
            name
            for name, folded in names.items()
            if folded
            and folded not in GENERIC
            and folded.split()[-1] not in HOUSE_WORDS
            and not (site and (folded in site or site in folded))
            and not any(folded in one or one in folded for one in self.sites)
            and folded.replace(" ", "") not in self.host.replace("-", "")
        )


def pages(dossier: Dossier) -> Iterator[Page]:
    """
    Give the sources that are pages, where the page or a sound copy of it was seen.

    Entries with a DOI or ISBN are left out: what their address shows is often a catalogue.
    """
    seen = Seen(dossier.evidence)
    for link in links(dossier):
        reference = link.reference
        if not is_web(reference) and reference.first("doi", "isbn", "eprint"):
            continue
        facts = _of_page(link) or _of_copy(link, seen, dossier)
        if facts is not None:
            yield Page(reference=reference, field=link.field, facts=facts, host=link.host)


def _of_page(link: Link) -> PageFacts | None:
    if link.status in GIVEN_UP or link.state.link_class not in _THERE:
        return None
    return link.state.page


def _of_copy(link: Link, seen: Seen, dossier: Dossier) -> PageFacts | None:
    for field in own(link.reference, "archiveurl"):
        address = written(field.value)
        state = copy_state(seen.at(address, Purpose.CAPTURE), address, dossier)
        if isinstance(state, Held) and sound(state):
            return state.answer.page
    return None
