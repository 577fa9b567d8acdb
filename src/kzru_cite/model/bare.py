"""Find the addresses of an entry that need an archived copy and have none."""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.archive import NotArchived, read_capture
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.entries import is_web
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.permanent import REPOSITORIES, RESOLVERS


def bare_addresses(reference: Reference) -> Iterator[str]:
    """Give the addresses of an entry that need an archived copy and have none."""
    if not is_web(reference) or reference.first("doi", "eprint", "archiveurl"):
        return
    for _, address in addresses(reference):
        kept = address.on(*RESOLVERS, *REPOSITORIES)
        copied = not isinstance(read_capture(str(address)), NotArchived)
        if address.scheme in ("http", "https") and not kept and not copied:
            yield str(address)
