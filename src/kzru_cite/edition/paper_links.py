"""Print the links of references so that they work on paper: as addresses, or as QR codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kzru_cite.edition.entry_record import LOST, doi_address
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
from kzru_cite.model.paper import PaperLinks

# The pair of an entry that says what its code leads to.
CODE = "code"
# The links that the record of an entry prints by the name of their site.
_NAMED = frozenset({"archived", "page"})
_SCHEME = re.compile(r"\Ahttps?://")
_SCHEME_AND_WWW = re.compile(r"\Ahttps?://(?:www\.(?=[^/]*\.))?")
# An entry with a code stays on one page, so it must be shorter than one.
_LONGEST = 1500


def print_links(blocks: Nodes, references: Mapping[str, Reference], how: PaperLinks) -> Nodes:
    """Return the blocks with the addresses of entries printed; *references* are by key."""
    if how is PaperLinks.NAMES:
        return blocks

    def spell(node: Node) -> Nodes:
        if not _NAMED & set(attributes(node)[1]):
            return [node]
        own, _, target = node["c"]
        return [{**node, "c": [own, words(short_address(target[0])), target]}]

    def complete(node: Node) -> Nodes:
        identifier, classes, pairs = attributes(node)
        if ENTRY not in classes:
            return [node]
        if how is PaperLinks.ADDRESSES:
            spelt: Nodes = rewrite([node], {"Link": spell})
            return spelt
        reference = references.get(identifier.removeprefix(ENTRY_PREFIX))
        address = lasting_address(reference) if reference else ""
        if not address or len(plain(node["c"][1])) > _LONGEST:
            return [node]
        return [with_attributes(node, pairs={**pairs, CODE: address})]

    printed: Nodes = rewrite(blocks, {"Div": complete})
    return printed


def lasting_address(reference: Reference) -> str:
    """Return where a code should lead: to the archived copy, else by the DOI, else to the page."""
    if copy := reference.text("archiveurl"):
        return copy
    if doi := find_doi(reference.text("doi")):
        return doi_address(doi.text)
    return "" if reference.text("urlstatus") in LOST else link_target(reference.text("url"))


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
