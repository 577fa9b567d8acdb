"""List the services and archives, where they are, and which of them know what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kzru_cite.gather.services.arxiv import Arxiv
from kzru_cite.gather.services.cdx import wayback
from kzru_cite.gather.services.copies import Availability, Perma
from kzru_cite.gather.services.crossref import Crossref, CrossrefAgency, CrossrefUpdates
from kzru_cite.gather.services.datacite import DataCite
from kzru_cite.gather.services.doi import Doi
from kzru_cite.gather.services.exchange import Service
from kzru_cite.gather.services.identity import Identity
from kzru_cite.gather.services.memento import TimeGate, TimeMaps
from kzru_cite.gather.services.openlibrary import OpenLibrary
from kzru_cite.gather.services.pubmed import PubMed

# Where each service is, by the name of its setting.
BASES: Mapping[str, str] = {
    "wayback": "https://web.archive.org",
    "availability": "https://archive.org",
    "doi": "https://doi.org",
    "crossref": "https://api.crossref.org",
    "datacite": "https://api.datacite.org",
    "openlibrary": "https://openlibrary.org",
    "arxiv": "https://export.arxiv.org",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov",
    "perma": "https://api.perma.cc",
}
# Public archives whose TimeMaps stand at ``<base>/timemap/link/<address>`` (seen 2026-10).
ARCHIVES: Mapping[str, str] = {
    "arquivo": "https://arquivo.pt/wayback",
    "archive-it": "https://wayback.archive-it.org/all",
    "ukwa": "https://www.webarchive.org.uk/wayback/archive",
}

_MAKERS: Mapping[str, Callable[[str, Identity], tuple[Service, ...]]] = {
    "wayback": lambda base, _: (
        wayback(base),
        TimeMaps(name="wayback-timemap", base=base, maps="web/timemap/link"),
        TimeGate(name="timegate:wayback", base=base, gate="web"),
    ),
    "availability": lambda base, _: (Availability(base=base),),
    "doi": lambda base, _: (Doi(base=base),),
    "crossref": lambda base, who: (
        Crossref(base=base, identity=who),
        CrossrefUpdates(base=base, identity=who),
        CrossrefAgency(base=base, identity=who),
    ),
    "datacite": lambda base, who: (DataCite(base=base, identity=who),),
    "openlibrary": lambda base, who: (OpenLibrary(base=base, identity=who),),
    "arxiv": lambda base, _: (Arxiv(base=base),),
    "pubmed": lambda base, who: (PubMed(base=base, identity=who),),
    "perma": lambda base, _: (Perma(base=base),),
}


def services(
    bases: Mapping[str, str], identity: Identity, archives: Mapping[str, str] | None = None
) -> tuple[Service, ...]:
    """
    Return the services at these bases, and the archives by their names.

    An empty base switches one off; names that are not in `BASES` are passed over.
    """
    found = [
        service
        for name, make in _MAKERS.items()
        if (base := bases.get(name, ""))
        for service in make(base, identity)
    ]
    for name, base in (archives or {}).items():
        if base:
            found.append(TimeMaps(name=name, base=base))
            found.append(TimeGate(name=f"timegate:{name}", base=base, gate=""))
    return tuple(found)
