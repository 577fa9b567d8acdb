"""Read what a page says for those who cite it, beyond what is kept of every page."""

from __future__ import annotations

from kzru_cite.model.dois import find_doi
from kzru_cite.model.draft import PageCitation
from kzru_cite.read.page import form, places
from kzru_cite.read.page_charset import decode
from kzru_cite.read.page_facts import best, published
from kzru_cite.read.page_head import Head

_DOIS = ("citation_doi", "bepress_citation_doi", "prism.doi", "dc.identifier.doi")
_IDENTIFIERS = ("dc.identifier", "dcterms.identifier")


def read_citation(body: bytes, content_type: str, address: str) -> PageCitation:
    """Return what a page says for citing it; nothing for what is no web page. Never raises."""
    if form(body, content_type) != "html":
        return PageCitation()
    page = places(decode(body, content_type), address)
    head = page.head
    pages = (head.first("citation_firstpage"), head.first("citation_lastpage"))
    return PageCitation(
        doi=_doi(head),
        day=best(published(page))[:10],
        journal=head.first("citation_journal_title"),
        volume=head.first("citation_volume"),
        issue=head.first("citation_issue"),
        pages="-".join(dict.fromkeys(filter(None, pages))),
        groups=page.linked.groups,
    )


def _doi(head: Head) -> str:
    for text in head.all(*_DOIS, *_IDENTIFIERS):
        found = find_doi(text)
        if found:
            return found.text
    return ""
