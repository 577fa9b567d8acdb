"""Read what was seen on the web in earlier runs."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from kzru_cite.files import digest
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.entry_addresses import addresses, own, written
from kzru_cite.model.evidence import Evidence, Listed
from kzru_cite.model.identifiers import identifiers
from kzru_cite.model.storage import kind_of, plain_name
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import join, read_looks
from kzru_cite.stores import LookStore, open_store
from kzru_cite.workspace import Workspace


def recorded(workspace: Workspace, bibliography: Bibliography | None = None) -> Evidence | None:
    """
    Read the looks of a project, its own and what it shares; None when nothing was ever gathered.

    With *bibliography* only what concerns that is taken out of databases.
    """
    lines = [*_shared(workspace, bibliography), *_own(workspace, bibliography)]
    # A line that cannot be read is passed over, whatever is wrong with it.
    evidence = read_looks(b"\n".join(lines).decode("utf-8", "replace")).evidence
    return evidence if evidence.looks else None


def looks_digest(workspace: Workspace, evidence: Evidence | None) -> tuple[str, str] | None:
    """
    Return the name of the store and a hash of its looks, None without any.

    Of a file it is that of the file; of a database that of the looks that concern the project, as
    a file would hold them in the order of time.
    """
    if evidence is None:
        return None
    setting = workspace.settings.looks
    if kind_of(setting) == "file":
        return setting, digest(workspace.folder / setting)
    return plain_name(setting), sha256(join(evidence.looks).encode()).hexdigest()


def concerning(store: LookStore, bibliography: Bibliography) -> list[bytes]:
    """Return the lines of a store that concern a bibliography, and some more at most."""
    topics = topics_of(bibliography)
    lines = list(store.lines(topics))
    # Archives name their copies in lists: under another spelling of the page (http, a port), or
    # under a name that does not tell the page.
    further = set(_copies(lines)) - topics
    return list(store.lines(topics | further)) if further else lines


def _own(workspace: Workspace, bibliography: Bibliography | None) -> list[bytes]:
    setting = workspace.settings.looks
    with open_store(setting, workspace.folder) as store:
        if bibliography is None or kind_of(setting) == "file":
            return list(store.lines())
        return concerning(store, bibliography)


def _shared(workspace: Workspace, bibliography: Bibliography | None) -> list[bytes]:
    if workspace.shared is None:
        return []
    store = workspace.shared.store
    return list(store.lines()) if bibliography is None else concerning(store, bibliography)


def topics_of(bibliography: Bibliography) -> set[str]:
    """Return what looks are about that concern a bibliography."""
    return set(_topics(bibliography))


def _topics(bibliography: Bibliography) -> Iterator[str]:
    for reference in bibliography.references:
        for _, address in addresses(reference):
            yield topic(str(address))
        for field in own(reference, "archiveurl"):
            yield topic(written(field.value))
        for _, about in identifiers(reference):
            yield topic(about)


def _copies(lines: list[bytes]) -> Iterator[str]:
    for look in read_looks(b"\n".join(lines).decode("utf-8", "replace")).evidence.looks:
        if isinstance(look.sight, Listed):
            for copy in look.sight.captures:
                yield topic(copy.address)
