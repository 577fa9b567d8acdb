"""Say of one element of a page what part of the page it is, and what its text tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kzru_cite.read.page_markup import RAW
from kzru_cite.read.page_words import words

# What an element hands on to everything inside it. Plain numbers: they are combined once per tag.
UNSEEN = 1  # never shown
FRAME = 2  # navigation, footer and the like by the element's own name
SIDE = 4  # such by a class, an identifier or a role, which is less sure
MAIN = 8  # the main text by the page's own word
LINK = 16
SOURCES = 32  # a list of sources, by a class, an identifier or a role
MARK = 64  # a mark that leads to a note, such as a number set high
# What is no part of a sentence, and what begins or ends none.
SILENT, WITHIN = UNSEEN | MARK, LINK | MARK

INLINE = frozenset(
    words(
        "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd "
        "label mark meta q link ruby rt rp s samp script small span strike strong style sub sup "
        "time tt u var wbr nobr"
    )
)
_UNSEEN = RAW - {"title"} | frozenset(words("noscript template svg math canvas object audio"))
_UNSEEN |= frozenset(words("video select button datalist map"))
_FRAMES = frozenset(words("nav footer aside dialog menu"))
_SIDES = frozenset(
    words(
        "ad ads advert advertisement advertising banner bibliography breadcrumb breadcrumbs "
        "catlinks comment commentlist comments consent cookie cookies disqus editsection footer "
        "footnotes gdpr masthead menu modal nav navbar navbox navigation newsletter noprint "
        "pager pagination popup promo promos recommended recommendations references reflist "
        "related respond share sharing sidebar siteheader skip skiplink social sponsor "
        "sponsored subscribe subscription teaser teasers toolbar topbar visuallyhidden"
    )
)
# Of these, the lists of what a text rests on.
_LISTS = frozenset(words("bibliography footnotes references reflist"))
# `ref-list`, `reference-list`, `works-cited`.
_LIST_PAIRS = tuple(map(frozenset, (("ref", "list"), ("reference", "list"), ("works", "cited"))))
_LIST_ROLES = frozenset(("doc-bibliography", "doc-endnotes"))
_MARKING = ("sup", "a")
_MARKS = frozenset(words("reference noteref footnote-ref footnoteref fnref xref-fn"))
# `has-sidebar` stands on the element around everything.
_ABOUT_SIDES = frozenset(words("has no with without hide show"))
# A list of contents; `toc-section` is what it leads to.
_CONTENTS = frozenset(("toc", "table-of-contents"))
_ROLES = frozenset(words("navigation banner contentinfo complementary search dialog alertdialog"))
_MAIN_IDS = frozenset(words("mw-content-text bodycontent articlebody article-body main-content"))
_WHOLE = frozenset(words("html body main article"))
_NOT_BYLINES = frozenset(
    words(
        "about archive avatar bio box card container date desc description image img info list "
        "page photo pic related role social title twitter wrapper"
    )
)
_LONGEST = 300
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def part_of(element: str, given: Mapping[str, str], around: int) -> int:
    """Return what *element* with the attributes *given* is, inside of what is *around* it."""
    part = _plain_part(element, around)
    if not given or element in _UNSEEN:
        return part
    if _is_main(given):
        part |= MAIN
    if element in _WHOLE:
        return part
    if _is_sources(given):
        part |= SIDE | SOURCES
    elif _is_side(given):
        part |= SIDE
    if element in _MARKING and _is_mark(element, given):
        part |= MARK
    return part


@lru_cache(maxsize=4096)
def _plain_part(element: str, around: int) -> int:
    """Return what an element is by its name alone."""
    if element in _UNSEEN:
        return around | UNSEEN
    part = around
    if element == "a":
        part |= LINK
    elif element in _FRAMES or (element == "header" and not around & MAIN):
        part |= FRAME
    return part | MAIN if element in ("main", "article") else part


def kind_of(element: str, given: Mapping[str, str]) -> str:
    """Return what the text of an element tells: h1, time, headline, date, author, byline or ''."""
    if element in ("h1", "time"):
        prop = given.get("itemprop", "") if given else ""
        return "date" if "datePublished" in prop else "headline" if "headline" in prop else element
    if not given:
        return ""
    if "itemprop" in given:
        return _property(given["itemprop"])
    if "author" in given.get("rel", "").lower().split() and element == "a":
        return "author"
    return _byline(f"{given.get('class', '')[:_LONGEST]} {given.get('id', '')[:_LONGEST]}")


def _property(names: str) -> str:
    known = {"author": "author", "datePublished": "date", "headline": "headline", "name": "name"}
    return next((known[name] for name in names.split() if name in known), "")


def _is_main(given: Mapping[str, str]) -> bool:
    return (
        given.get("role", "").lower() == "main"
        or "articleBody" in given.get("itemprop", "")
        or given.get("id", "").lower() in _MAIN_IDS
    )


def _is_side(given: Mapping[str, str]) -> bool:
    return (
        _names_side(given.get("class", "")[:_LONGEST])
        or _names_side(given.get("id", "")[:_LONGEST])
        or given.get("role", "").lower() in _ROLES
        or "hidden" in given
        or given.get("aria-hidden", "").lower() == "true"
        or _HIDDEN.search(given.get("style", "")) is not None
    )


@lru_cache(maxsize=4096)
def _names_side(names: str) -> bool:
    given = names.split()
    return not _CONTENTS.isdisjoint(given) or any(
        not _SIDES.isdisjoint(found) and _ABOUT_SIDES.isdisjoint(found)
        for found in map(_name_words, given)
    )


def _is_sources(given: Mapping[str, str]) -> bool:
    return (
        _names_sources(given.get("class", "")[:_LONGEST])
        or _names_sources(given.get("id", "")[:_LONGEST])
        or given.get("role", "").lower() in _LIST_ROLES
    )


@lru_cache(maxsize=4096)
def _names_sources(names: str) -> bool:
    return any(
        (not _LISTS.isdisjoint(found) or any(pair <= found for pair in _LIST_PAIRS))
        and _ABOUT_SIDES.isdisjoint(found)
        for found in map(_name_words, names.split())
    )


def _is_mark(element: str, given: Mapping[str, str]) -> bool:
    """Tell whether an element is a mark of a note: only these are left out of a sentence."""
    return given.get("role", "").lower() == "doc-noteref" or (
        element == "sup" and not _MARKS.isdisjoint(given.get("class", "").lower().split())
    )


@lru_cache(maxsize=4096)
def _byline(names: str) -> str:
    found = ""
    for name in map(_name_words, names.split()):
        if _NOT_BYLINES.isdisjoint(name):
            if "byline" in name or "bylines" in name:
                return "byline"
            found = "by" if {"author", "authors"} & name else found
    return found


def _name_words(name: str) -> set[str]:
    """Return the words in a name such as ``relatedLinks`` or ``c-nav__item``."""
    return {word.lower() for word in _WORDS.findall(name)}
