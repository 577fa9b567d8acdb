"""Say how often each service may be asked, as it tells itself, and on which day that was seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """
    How to treat a service.

    *interval* is the least time between two requests in seconds, *at_once* how many may be open
    together, *rest* how long nothing is asked after a 429 that names no time. *tries* counts
    the first one. *host* says which services share one allowance. *source* says where the
    figures stand, and *seen* when they were looked up there.
    """

    host: str
    interval: float
    at_once: int = 1
    rest: float = 60.0
    tries: int = 2
    seen: date = date(2026, 10, 1)
    source: str


# Where a service gives other figures to those who name a mail address, these hold for all.
MANNERS: Mapping[str, Manners] = {
    "wayback": Manners(
        host="web.archive.org",
        interval=2.5,
        tries=1,
        source="at most 30 requests a minute to the index and the TimeMap together; client "
        "libraries keep to 24. Who goes on for a minute after a 429 is shut out for an hour",
    ),
    "wayback-timemap": Manners(
        host="web.archive.org",
        interval=2.5,
        tries=1,
        source="shares the allowance of the index",
    ),
    "availability": Manners(
        host="archive.org",
        interval=1.0,
        source="no limit is published; that of a polite program",
    ),
    "doi": Manners(
        host="doi.org",
        interval=0.5,
        at_once=2,
        source="no limit is published; that of a polite program",
    ),
    "crossref": Manners(
        host="api.crossref.org",
        interval=0.2,
        source="five single records a second and one at once in the public pool, as the headers "
        "x-rate-limit-limit and x-concurrency-limit say; they go first",
        seen=date(2026, 6, 16),
    ),
    "crossref-updates": Manners(
        host="api.crossref.org",
        interval=1.0,
        source="one list a second in the public pool since 1 December 2025",
    ),
    "crossref-agency": Manners(
        host="api.crossref.org",
        interval=0.2,
        source="counts as a single record",
    ),
    "datacite": Manners(
        host="api.datacite.org",
        interval=0.5,
        source="a thousand requests in five minutes for those with a mail address, fewer for "
        "others; 429 comes with Retry-After",
    ),
    "openlibrary": Manners(
        host="openlibrary.org",
        interval=1.0,
        source="about one request a second, three with a mail address in the user agent",
    ),
    "arxiv": Manners(
        host="export.arxiv.org",
        interval=3.0,
        source="one request in three seconds, one at a time",
    ),
    "pubmed": Manners(
        host="eutils.ncbi.nlm.nih.gov",
        interval=0.4,
        source="three requests a second without a key",
    ),
    "save": Manners(
        host="web.archive.org",
        interval=9.0,
        tries=1,
        source="Save Page Now 2: seven wishes a minute with keys, by a client of 2026; above 15 a "
        "minute it shut out for five minutes in its old form",
    ),
    "save-status": Manners(
        host="web.archive.org",
        interval=5.0,
        tries=1,
        source="no limit is published; up to fifty jobs are asked about at once",
    ),
    "perma": Manners(
        host="api.perma.cc",
        interval=1.0,
        source="no limit is published for public records; that of a polite program",
    ),
    "arquivo": Manners(
        host="arquivo.pt",
        interval=0.5,
        source="250 to 400 requests a minute; who asks more is shut out for good",
    ),
}


def manners_for(name: str) -> Manners:
    """Return the manners towards a service; those of a polite program when nothing is known."""
    known = MANNERS.get(name.removeprefix("timegate:"))
    return known or Manners(host="", interval=1.0, source="that of a polite program")


def told_interval(headers: Mapping[str, str]) -> float | None:
    """
    Return the seconds between two requests that the headers of an answer ask for.

    None when they say nothing that can be read. Names of headers are in lower case.
    """
    limit = re.fullmatch(r"\s*(\d{1,6})\s*", headers.get("x-rate-limit-limit", ""), re.ASCII)
    span = re.fullmatch(
        r"\s*(\d{1,6})\s*([smh]?)\s*", headers.get("x-rate-limit-interval", ""), re.ASCII
    )
    if not limit or not span or not int(limit[1]):
        return None
    return int(span[1]) * _SECONDS[span[2]] / int(limit[1])


_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
