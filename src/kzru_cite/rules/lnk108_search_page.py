"""
Find addresses of search results and of visits that expire.

What a search finds today is not what it finds tomorrow, and a visit to a catalogue ends after
some minutes; its address then leads to the front page. Addresses by which a search engine counts
its clicks (`google.com/url?…`) belong here too.

Bad: `url = {https://www.google.com/search?q=kazakhstan+border}`,
`url = {https://catalogue.example.org/record;jsessionid=1A2B3C4D5E6F7A8B}`.

Good: the address of the page that was read, or the permanent link that catalogues offer.

Sure: medium, since a search page may itself be the source; always a sign only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.address import Address
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule

# Search engines by a label of their host, and the paths under which they show results.
_ENGINES = {
    "google": ("/search", "/webhp"),
    "bing": ("/search",),
    "yandex": ("/search", "/search/"),
    "yahoo": ("/search",),
    "baidu": ("/s",),
    "ecosia": ("/search",),
    "startpage": ("/sp/search", "/do/search"),
    "qwant": ("/",),
    "duckduckgo": ("/", "", "/html/"),
    "worldcat": ("/search",),
    "youtube": ("/results",),
    "jstor": ("/action/doBasicSearch", "/action/doAdvancedSearch"),
}
_ASKS = re.compile(r"(?:^|&)(?:q|p|query|text|wd|search_query|url)=", re.IGNORECASE)
_SCHOLAR = "scholar.google."
_VISIT = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|oscsid|session_?id|sid|cftoken|zenid)="
    r"(?=[\w.!-]*\d)[\w.!-]{12,}"
    r"|\(S\([a-z0-9]{20,}\)\)",
    re.IGNORECASE,
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            yield _judge(reference, field, address)


def _judge(reference: Reference, field: Field, address: Address) -> Outcome:
    visit = _VISIT.search(f"{address.path}?{address.query}")
    if visit:
        return Suspicious(
            place=field.locate(visit[0]),
            message=f"{visit[0]!r} in the address names a visit, which expires",
            hint="give the permanent link of the page",
            reference=reference.key,
        )
    if address.path == "/url" and "google" in address.labels[:-1]:
        return Suspicious(
            place=field.place,
            message=f"the address leads through {address.host!r} to another page",
            hint="follow it, and give the address of the page itself",
            reference=reference.key,
        )
    if _searches(address):
        return Suspicious(
            place=field.place,
            message=f"the address shows what {address.host!r} finds today",
            hint="give the address of the page that was read",
            reference=reference.key,
        )
    return OK


def _searches(address: Address) -> bool:
    if not _ASKS.search(address.query):
        return False
    if address.host.startswith(_SCHOLAR):
        return address.path == "/scholar"
    engine = next((label for label in address.labels[:-1] if label in _ENGINES), "")
    return engine != "" and address.path in _ENGINES[engine]


RULE = Rule(
    code="LNK108",
    name="search-page",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="address of search results or of a visit that expires",
    page=__doc__,
    check=check,
)
