"""Rank what a page says of itself in many places: titles, authors, dates, site, language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urljoin

from msgspec import Struct

from kzru_cite.read.page_dates import iso_date
from kzru_cite.read.page_head import Head
from kzru_cite.read.page_linked import Linked
from kzru_cite.read.page_names import byline_names, single_names, split_names
from kzru_cite.read.page_outline import Noted, Outline
from kzru_cite.read.page_parts import FRAME, MAIN, SIDE
from kzru_cite.read.page_words import distinct, key, short, words

_MOST_TITLES, _MOST_DATES, _MOST_TIMES, _MOST_AUTHORS = 12, 12, 2, 200
# Metadata of libraries and journals, written for citing.
_CITED_TITLES = words(
    "citation_title dc.title dcterms.title eprints.title prism.title bepress_citation_title"
)
_SHOWN_TITLES = words("og.title twitter.title parsely-title sailthru.title hdl title")
_CITED_AUTHORS = words("citation_author bepress_citation_author eprints.creators_name")
_CREATORS = words("dc.creator dcterms.creator dc.creator.personalname")
_BYLINES = words("parsely-author sailthru.author byl")
_AUTHORS = words("article.author og.article.author og.author cxenseparse.author")
_CITED_DATES = words(
    "citation_publication_date citation_date citation_cover_date citation_online_date "
    "dc.date.issued dcterms.issued dc.issued prism.publicationdate bepress_citation_date "
    "citation_year"
)
_SHOWN_DATES = words(
    "article.published_time og.article.published_time article.published datepublished "
    "parsely-pub-date sailthru.date dc.date dcterms.date dcterms.created dc.date.created pubdate "
    "pdate publishdate publish-date publication_date displaydate dat date datecreated "
    "eprints.datestamp"
)
_CHANGED_DATES = words(
    "article.modified_time og.updated_time datemodified dcterms.modified dc.date.modified "
    "dc.modified lastmod last-modified lastmodifieddate revised"
)
_CITED_SITES = words("citation_journal_title citation_conference_title prism.publicationname")
_SITES = words(
    "application-name apple-mobile-web-app-title dc.publisher citation_publisher publisher"
)
_LANGUAGES = words("citation_language dc.language dcterms.language inlanguage og.locale")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SEPARATED = re.compile(r"\s+[|–—·•»«:/-]+\s+|\s*[|：]\s*|(?<=\w): ")


class Sources(Struct, frozen=True, kw_only=True):
    """The places of a page in which it speaks of itself, and the address it was found at."""

    outline: Outline
    head: Head
    linked: Linked
    address: str

    def noted(self, *kinds: str) -> list[Noted]:
        """
        Return the elements of these kinds, those of the main text first.

        What stands in a frame or beside the text counts only where there is none else, and then
        only inside the main text: it may be about another page.
        """
        found = [noted for noted in self.outline.noted if noted.kind in kinds]
        inner = [noted for noted in found if not noted.part & (FRAME | SIDE)]
        return sorted(inner, key=lambda noted: not noted.part & MAIN) or [
            noted for noted in found if noted.part & MAIN
        ]


def titles(page: Sources) -> tuple[str, ...]:
    """
    Return all titles, best first.

    A heading is believed before the window's title when one is part of the other; else it may be
    the name of the site.
    """
    window = page.outline.title
    headings = [noted.text for noted in page.noted("h1")]
    found = [
        *page.head.all(*_CITED_TITLES),
        *page.linked.titles[:1],
        *page.head.all(*_SHOWN_TITLES),
        *(noted.text for noted in page.noted("headline")),
        *sorted((text for text in headings if _leads(text, window)), key=len, reverse=True),
        window,
        *headings,
        *page.linked.titles[1:],
    ]
    named = {key(site_name(page)), ""}
    # Some pages give the name of their site, or its address, for a title.
    found.sort(key=lambda text: key(text) in named or _HOST.fullmatch(text) is not None)
    return distinct(found, _MOST_TITLES)


def _leads(heading: str, window: str) -> bool:
    """Tell whether the window's title is this heading with the site beside it."""
    before, found, _ = window.partition(heading)
    return bool(found) and len(heading) > 2 and (not before.strip() or before.endswith(": "))


def authors(page: Sources) -> tuple[str, ...]:
    """
    Return the names of the best source that names anyone beside the site itself.

    Fields made for citing hold one name each; of the others each may hold several.
    """
    site = {key(name) for name in (site_name(page), page.linked.site) if name}
    for names in _author_lists(page):
        people = [name for name in names if key(name) not in site]
        if people:
            return distinct(people, _MOST_AUTHORS)
    return ()


def _author_lists(page: Sources) -> Iterable[list[str]]:
    head = page.head
    yield _each(single_names, head.all(*_CITED_AUTHORS))
    yield _each(split_names, head.all("citation_authors"))
    yield [
        name
        for written in page.linked.authors
        for name in ([written] if written in page.linked.groups else split_names(written))
    ]
    yield _each(single_names, head.all(*_CREATORS))
    for name in (*_BYLINES, "author", *_AUTHORS):
        yield _each(split_names, head.all(name))
    yield _each(split_names, [noted.text for noted in page.noted("author")])
    for kind in ("byline", "by"):
        for noted in page.noted(kind):
            yield byline_names(noted.text)


def _each(split: Callable[[str], list[str]], values: Iterable[str]) -> list[str]:
    return [name for value in values for name in split(value)]


def dates(page: Sources) -> tuple[str, ...]:
    """
    Return the dates in ISO form: of publishing first, of changes last.

    An element of time without further mark counts where nothing else does: it may belong to a
    comment or to another text.
    """
    stated = published(page)
    shown = [] if stated else _iso([noted.text for noted in page.noted("time")][:_MOST_TIMES])
    changed = _iso([*page.linked.changed, *page.head.all(*_CHANGED_DATES)])
    return distinct([*stated, *shown, *changed], _MOST_DATES)


def published(page: Sources) -> list[str]:
    """Return the dates in ISO form that are said to be those of publishing, best first."""
    return _iso(
        [
            *page.head.all(*_CITED_DATES),
            *page.linked.published,
            *page.head.all(*_SHOWN_DATES),
            *(noted.text for noted in page.noted("date")),
        ]
    )


def _iso(texts: Iterable[str]) -> list[str]:
    return [date for date in map(iso_date, texts) if date]


def site_name(page: Sources) -> str:
    """Return the name of the journal or site; of the parts of the window's title as a last way."""
    head = page.head
    return (
        head.first(*_CITED_SITES)
        or head.first("og.site_name")
        or page.linked.site
        or head.first(*_SITES)
        or _from_title(page)
    )


def _from_title(page: Sources) -> str:
    """Return what the window's title has beside the title of the text, when a mark parts them."""
    window = page.outline.title
    headings = [noted.text for noted in page.noted("h1", "headline")]
    for title in [*page.linked.titles, *page.head.all("og.title"), *headings]:
        if title != window and _leads(title, window):
            before, _, after = window.partition(title)
            parts = [part for part in _SEPARATED.split(f"{before} {after} ") if part.strip()]
            if parts and _SEPARATED.search(f"{before} {after}"):
                return parts[-1].strip()
    return ""


def language(page: Sources) -> str:
    """Return the tag of the language, the page's own first."""
    found = page.head.language or page.linked.language or page.head.first(*_LANGUAGES)
    return found.replace("_", "-")[:35]


def canonical(page: Sources) -> str:
    """Return the address that the page wants to be known by, in full; '' for none."""
    return resolved(page, page.head.canonical or page.head.first("og.url"))


def resolved(page: Sources, target: str) -> str:
    """Return *target* as a full web address, '' when there is none."""
    if not target:
        return ""
    try:
        found = urljoin(urljoin(page.address, page.head.base), target)
    except ValueError:
        return ""
    return short(found) if found.lower().startswith(("http://", "https://")) else ""


def best(values: Sequence[str]) -> str:
    """Return the first of *values*, or ''."""
    return values[0] if values else ""
