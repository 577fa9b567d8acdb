"""Print the links of references so that they work on paper: as addresses, or as QR codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kzru_cite.edition.clean import leads_out
from kzru_cite.edition.entry_record import LOST, doi_address, shown_host
from kzru_cite.edition.references import ENTRY, ENTRY_PREFIX
from kzru_cite.edition.sources import link_target
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    link,
    plain,
    plain_block,
    rewrite,
    span,
    walk,
    with_attributes,
    words,
)
from kzru_cite.model.archive import Capture, read_capture, wayback_address
from kzru_cite.model.archive_providers import WAYBACK
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dois import find_doi
from kzru_cite.model.entry_state import EntryState
from kzru_cite.model.links import LinkClass
from kzru_cite.model.paper import PaperLinks

# The pair of an entry that says what its code leads to.
CODE = "code"
# What editions add to an entry: what is known of it, and the ways back.
_ADDED = frozenset({"record", "uses"})
# Pages that are no use as the end of a way, by the log or by the editor's own word.
_GONE = frozenset({LinkClass.GONE, LinkClass.NAME_GONE})
_DEAD = LOST | {"dead"}
_SCHEME = re.compile(r"\Ahttps?://")
_SCHEME_AND_WWW = re.compile(r"\Ahttps?://(?:www\.(?=[^/]*\.))?")
# An entry with a code stays on one page, so it must be shorter than one.
_LONGEST = 1500


def print_links(
    blocks: Nodes,
    references: Mapping[str, Reference],
    states: Mapping[str, EntryState],
    how: PaperLinks,
    page: str,
) -> Nodes:
    """
    Return the blocks with the addresses of entries printed; the mappings are by key.

    *page* is the word before an address that the style has hidden behind other words.
    """
    if how is PaperLinks.NAMES:
        return blocks

    def complete(node: Node) -> Nodes:
        identifier, classes, pairs = attributes(node)
        if ENTRY not in classes:
            return [node]
        if how is PaperLinks.ADDRESSES:
            return [_with_addresses(node, page)]
        key = identifier.removeprefix(ENTRY_PREFIX)
        reference = references.get(key)
        if reference is None or len(plain(node["c"][1])) > _LONGEST:
            return [node]
        address = lasting_address(reference, states.get(key, EntryState()))
        return [with_attributes(node, pairs={**pairs, CODE: address} if address else pairs)]

    printed: Nodes = rewrite(blocks, {"Div": complete})
    return printed


def _with_addresses(entry: Node, page: str) -> Node:
    """Spell out what is printed by the name of a site, or lies behind words such as a title."""
    spelt: Node = rewrite([entry], {"Link": _spelt})[0]
    told: Nodes = []
    for target in _hidden(spelt):
        shown = link(words(short_address(target)), target)
        told += [*words(f"{page}: "), shown, *words(". ")]
    if not told:
        return spelt
    done = False

    def tell(node: Node) -> Nodes:
        nonlocal done
        own, inner = node["c"]
        if done or not _ADDED & set(own[1]):
            return [node]
        done = True
        if "record" in own[1]:
            return [{**node, "c": [own, [*told, *inner]]}]
        return [span(told[:-1], "", "record"), {"t": "Space"}, node]

    complete: Node = rewrite([spelt], {"Span": tell})[0]
    if done:
        return complete
    own, inner = spelt["c"]
    return {**spelt, "c": [own, [*inner, plain_block(told[:-1])]]}


def _hidden(entry: Node) -> list[str]:
    """Return the addresses that the style has made links to without printing them."""

    def drop(node: Node) -> Nodes:
        return [] if _ADDED & set(attributes(node)[1]) else [node]

    own = rewrite([entry], {"Span": drop})
    links = [(plain(node["c"][1]), node["c"][2][0]) for node in walk(own) if node["t"] == "Link"]
    printed = {target for shown, target in links if _shows(shown, target)}
    return [
        target
        for target in dict.fromkeys(target for _, target in links)
        if _SCHEME.match(target) and target not in printed
    ]


def _shows(text: str, target: str) -> bool:
    """Tell whether *text* is the address, or the part of it that is typed in, as with a DOI."""
    return bool(text) and " " not in text and target.endswith(text)


def _spelt(node: Node) -> Nodes:
    """Print an address where only the name of its site stood."""
    own, inner, target = node["c"]
    if plain(inner) != plain(shown_host(target[0])):
        return [node]
    return [{**node, "c": [own, words(short_address(target[0])), target]}]


def lasting_address(reference: Reference, state: EntryState) -> str:
    """
    Return where a code should lead: to the archived copy, else by the DOI, else to the page.

    Without any of them, or when the page is known to be gone, ''.
    """
    if leads_out(copy := reference.text("archiveurl")):
        return copy
    if doi := find_doi(reference.text("doi")):
        return doi_address(doi.text)
    page = link_target(reference.text("url"))
    dead = reference.text("urlstatus") in _DEAD or state.of(page).link_class in _GONE
    return page if leads_out(page) and not dead else ""


def short_address(address: str) -> str:
    """
    Return an address as short as one can type it in.

    A browser adds the scheme by itself, and the Wayback Machine knows a page without it and
    without ``www.``.
    """
    reading = read_capture(address)
    if isinstance(reading, Capture) and reading.provider is WAYBACK and reading.original:
        page = _SCHEME_AND_WWW.sub("", reading.original)
        address = wayback_address(reading.digits, page)
    return _SCHEME.sub("", address)
