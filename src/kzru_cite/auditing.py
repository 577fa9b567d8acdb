"""Work out anew from the captures at hand what the logs of looks say of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.captures import Store
from kzru_cite.gathering import CAPTURES
from kzru_cite.memory import concerning, topics_of
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import FIRST_EXTRACTOR, Answered, Look, PageFacts, Searched
from kzru_cite.model.kept import Audit, Damage, Exchange, LineAudit
from kzru_cite.model.searching import search
from kzru_cite.model.storage import kind_of, path_of, plain_name
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import read_look
from kzru_cite.read.page import read_page
from kzru_cite.read.page_text import EXTRACTOR
from kzru_cite.searching import extractor, first_of
from kzru_cite.stores import LookStore, open_store
from kzru_cite.workspace import Shared, Workspace

_ABSENT = "its capture is not here"
_OTHER = "it was read by another version of the extractor"
Stores = Sequence[Store]
Numbered = Iterable[tuple[int, str]]


class _Common(Struct, frozen=True, kw_only=True):
    """The captures that projects share, and what came of verifying them: once for all projects."""

    store: Store
    addresses: tuple[str, ...]
    damages: tuple[Damage, ...]


def audit_of(workspace: Workspace, bibliography: Bibliography) -> Audit:
    """
    Audit the log and the captures of a project, and what concerns it of those that it shares.

    A look is worked out from the captures of either. One that is in both logs is audited in that
    of the project.
    """
    own = Store(workspace.folder / CAPTURES)
    shared = workspace.shared
    common = _common(shared) if shared and shared.folder != workspace.folder else None
    with open_store(workspace.settings.looks, workspace.folder) as log:
        lines = list(_numbered(log))
    stores = [own, common.store] if common else [own]
    found = _audited(plain_name(workspace.settings.looks), _texts(lines), *stores)
    if shared:
        more = _texts(_shared_lines(shared, bibliography, {line for _, line in lines}))
        name = _from(workspace, shared.store.name)
        found = replace(
            found,
            lines=(*found.lines, *(replace(one, path=name) for one in _lines(more, stores))),
        )
    return _with(found, common, workspace, bibliography) if common else found


def audit(path: str, log: str, own: Store, *others: Store) -> Audit:
    """
    Look at each line of a log that names a capture, and at each record of its *own* captures.

    Captures of *others* are asked for as well.
    """
    return _audited(path, enumerate(log.split("\n"), 1), own, *others)


def _audited(path: str, lines: Numbered, own: Store, *others: Store) -> Audit:
    sound, damages = own.verify()
    return Audit(
        path=path,
        lines=tuple(_lines(lines, (own, *others))),
        damages=tuple(replace(one, file=(CAPTURES / one.file).as_posix()) for one in damages),
        captures=sound + len(damages),
    )


@lru_cache(maxsize=1)
def _common(shared: Shared) -> _Common:
    store = Store(shared.folder / CAPTURES)
    addresses = tuple(one.address for one in store.all())
    damages = tuple(one for one in store.damages if not one.torn)
    return _Common(store=store, addresses=addresses, damages=damages)


def _with(found: Audit, common: _Common, workspace: Workspace, bibliography: Bibliography) -> Audit:
    """Add to an audit what concerns the project of common captures."""
    topics = topics_of(bibliography)
    # What does not tell its address may concern anyone.
    damages = [one for one in common.damages if not one.address or topic(one.address) in topics]
    sound = sum(topic(one) in topics for one in common.addresses)
    folder = _from(workspace, str(common.store.folder))
    named = (replace(one, file=f"{folder}/{one.file}") for one in damages)
    return replace(
        found,
        damages=(*found.damages, *named),
        captures=found.captures + sound + len(damages),
    )


def _from(workspace: Workspace, name: str) -> str:
    """Name a file or a store in one as seen from a project."""
    path = path_of(name)
    return name.replace(path, os.path.relpath(path, workspace.folder)) if path else name


def _numbered(store: LookStore) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a store, each with its number: in a file where it first stands in that."""
    lines = list(store.lines())
    if not lines or kind_of(store.name) != "file":
        yield from enumerate(lines, 1)
        return
    numbers: dict[bytes, int] = {}
    for number, line in enumerate(Path(store.name).read_bytes().split(b"\n"), 1):
        numbers.setdefault(line.strip(), number)
    yield from ((numbers[line], line) for line in lines)


def _texts(lines: Iterable[tuple[int, bytes]]) -> Numbered:
    return ((number, line.decode("utf-8", "replace")) for number, line in lines)


@lru_cache(maxsize=1)
def _numbers(shared: Shared) -> dict[bytes, int]:
    """Return the numbers of lines of a shared store by their SHA-256: once for all projects."""
    return {sha256(line).digest(): number for number, line in _numbered(shared.store)}


def _shared_lines(
    shared: Shared, bibliography: Bibliography, own: AbstractSet[bytes]
) -> list[tuple[int, bytes]]:
    """Return the lines of the shared store that concern a project and are not in its *own* log."""
    wanted = {
        sha256(line).digest(): line
        for line in concerning(shared.store, bibliography)
        if line not in own
    }
    if not wanted.keys() <= _numbers(shared).keys():
        # Something was added since.
        _numbers.cache_clear()
    numbers = _numbers(shared)
    return sorted((numbers[digest], line) for digest, line in wanted.items())


def _lines(lines: Numbered, stores: Stores) -> Iterator[LineAudit]:
    extracted = first_of(*map(extractor, stores))
    for number, line in lines:
        look = read_look(line)
        match look.sight if look else None:
            case Answered(capture=capture) as sight if look and capture:
                yield _answered(number, look, sight, stores)
            case Searched() as sight if look:
                text = extracted(sight.capture)
                unable = _why_not(text is None, sight.extractor)
                same = text is not None and search(sight.quotation, text, sight.capture) == sight
                said = "" if unable or same else "the search does not come out of its capture"
                yield LineAudit(line=number, about=look.about, unable=unable, contradicted=said)


def _body(digest: str, stores: Stores) -> Exchange | None:
    return next((found for one in stores if (found := one.body(digest)) is not None), None)


def _answered(number: int, look: Look, sight: Answered, stores: Stores) -> LineAudit:
    exchange = _body(sight.capture, stores)
    unable = _why_not(exchange is None, sight.page.extractor if sight.page else EXTRACTOR)
    if unable or exchange is None:
        return LineAudit(line=number, about=look.about, unable=unable)
    # The log has the header as it came; of those that came twice a capture may show the first.
    found = read_page(exchange.body, sight.content_type, sight.final)
    wrong = _differences(sight.page, found)
    # One body may have been given at several addresses, and with several codes.
    if not any((sight.final, sight.code) in one.answers(sight.capture) for one in stores):
        wrong.insert(0, "address or code")
    told = f"not what its capture gives: {', '.join(wrong)}" if wrong else ""
    return LineAudit(line=number, about=look.about, contradicted=told)


def _why_not(absent: bool, version: str) -> str:  # noqa: FBT001 - one of two reasons
    if absent:
        return _ABSENT
    return "" if (version or FIRST_EXTRACTOR) == EXTRACTOR else _OTHER


def _differences(logged: PageFacts | None, found: PageFacts | None) -> list[str]:
    """Name the facts of a page that differ, as the log names them."""
    if logged is None or found is None:
        return [] if logged is found else ["page"]
    return [
        name
        for name in PageFacts.__struct_fields__
        if getattr(logged, name) != getattr(found, name)
    ]
