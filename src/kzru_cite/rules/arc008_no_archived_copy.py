"""
Find web pages that are cited without an archived copy.

A web page changes or goes, often within a few years. A copy shows what was cited.

Bad: `@online` with `url` alone.

Good: `archiveurl` and `archivedate` beside it.

Sure: high; a note, since the page may still stand. Entries with a DOI, and pages at resolvers and
in repositories that keep every version (Zenodo, Software Heritage, arXiv), need no copy.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address
from kzru_cite.model.archive import NotArchived, read_capture
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.permanent import REPOSITORIES, RESOLVERS
from kzru_cite.model.rule import Rule

_KINDS = frozenset({"online", "electronic", "www"})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each web page with an address."""
    for reference in dossier.bibliography.references:
        if reference.kind not in _KINDS or reference.first("doi", "eprint"):
            continue
        for _, address in addresses(reference):
            if _needs_copy(address):
                yield _judge(reference, address)


def _needs_copy(address: Address) -> bool:
    if address.on(*RESOLVERS, *REPOSITORIES):
        return False
    return isinstance(read_capture(str(address)), NotArchived)


def _judge(reference: Reference, address: Address) -> Outcome:
    if reference.first("archiveurl"):
        return OK
    return Contradicted(
        place=reference.key_place,
        message=f"no archived copy is given of {str(address)!r}",
        hint="give one as archiveurl, with its archivedate",
        reference=reference.key,
    )


RULE = Rule(
    code="ARC008",
    name="no-archived-copy",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="web page cited without an archived copy",
    page=__doc__,
    check=check,
)
