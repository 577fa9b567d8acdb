"""Print the links of references so that they work on paper: as addresses, or as QR codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kzru_cite.edition.entry_record import LOST, doi_address, shown_host
from kzru_cite.edition.references import ENTRY, ENTRY_PREFIX
from kzru_cite.edition.sources import link_target
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    plain,
    rewrite,
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
) -> Nodes:
    """Return the blocks with the addresses of entries printed; the mappings are by key."""
    if how is PaperLinks.NAMES:
        return blocks

    def complete(node: Node) -> Nodes:
        identifier, classes, pairs = attributes(node)
        if ENTRY not in classes:
            return [node]
        if how is PaperLinks.ADDRESSES:
            spelt: Nodes = rewrite([node], {"Link": _spelt})
            return spelt
        key = identifier.removeprefix(ENTRY_PREFIX)
        reference = references.get(key)
        if reference is None or len(plain(node["c"][1])) > _LONGEST:
            return [node]
        address = lasting_address(reference, states.get(key, EntryState()))
        return [with_attributes(node, pairs={**pairs, CODE: address} if address else pairs)]

    printed: Nodes = rewrite(blocks, {"Div": complete})
    return printed


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
    if copy := reference.text("archiveurl"):
        return copy
    if doi := find_doi(reference.text("doi")):
        return doi_address(doi.text)
    page = link_target(reference.text("url"))
    if reference.text("urlstatus") in _DEAD or state.of(page).link_class in _GONE:
        return ""
    return page


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
