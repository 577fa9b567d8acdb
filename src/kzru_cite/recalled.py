"""
Keep the report on a project, so that what did not change at all is not judged again.

A report is computed from texts, settings, looks, a day and the words of the call, by the program
and its libraries. One that is kept is known by a hash of all of these; when any differs, and be it
the time at which a module of the program was written, the project is judged anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder, encode

from kzru_cite.files import read_bytes
from kzru_cite.model.place import SourceText
from kzru_cite.model.storage import kind_of
from kzru_cite.pandoc import bundled
from kzru_cite.sealed import Sealed, sealed_in
from kzru_cite.workspace import Workspace

_PACKAGE = Path(__file__).parent
_LIBRARY = ".dist-info"


class Kept(Struct, frozen=True, kw_only=True):
    """What a call told: the report, the summary of the step it is for, and the exit code."""

    text: str
    summary: str
    code: int


class Case(Struct, frozen=True, kw_only=True):
    """
    A project as it was read, and a call; *name* is what its report is known by.

    *now* tells the name that it would have by the files beside its texts as they are now.
    """

    store: Sealed
    name: str
    now: Callable[[], str]

    def known(self) -> Kept | None:
        """Return what was told of it before."""
        content = self.store.get(self.name)
        try:
            return None if content is None else _DECODER.decode(content)
        except MsgspecError:
            return None

    def keep(self, told: Kept) -> None:
        """Keep what was told of it, if that can be done and nothing changed meanwhile."""
        if self.now() == self.name:
            self.store.put(self.name, encode(told))


_DECODER = Decoder(Kept)


def case(
    workspace: Workspace,
    day: date,
    words: Sequence[object],
    baseline: Path | None,
    environment: Mapping[str, str],
) -> Case | None:
    """
    Return the case of a project that is checked offline; None for one that cannot be recalled.

    *words* are those of the call that a report depends on. A database of looks changes unseen.
    Raises UsageError for files that cannot be read.
    """
    settings = workspace.settings
    store = sealed_in(workspace.folder, environment)
    program = _program()
    if store is None or program is None or workspace.shared or kind_of(settings.looks) != "file":
        return None
    looks = workspace.folder / settings.looks
    # A pipe can be read but once, and a device without end.
    if any(path.exists() and not path.is_file() for path in (looks, baseline) if path):
        return None
    ledger = (workspace.ledger,) if workspace.ledger else ()
    texts = (*workspace.articles, *workspace.bibliographies, *ledger)
    read = {
        "program": program,
        "settings": settings,
        "day": day,
        "words": words,
        "texts": [len(workspace.articles), len(ledger), *map(_of_text, texts)],
    }

    def now() -> str:
        beside = {"looks": _of_file(looks), "baseline": _of_file(baseline) if baseline else None}
        parts = encode({**read, **beside}, order="deterministic", enc_hook=_plain)
        return f"{_hash(parts)}.report"

    return Case(store=store, name=now(), now=now)


def _plain(value: object) -> object:
    """Turn what JSON has no form for into what it has."""
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(type(value))


def _of_text(source: SourceText) -> tuple[object, ...]:
    return (source.path, _hash(source.text.encode()), source.not_utf8, source.read_as)


def _of_file(path: Path) -> str | None:
    content = read_bytes(path)
    return None if content is None else _hash(content)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _program() -> str | None:
    """Return a hash of what judges: our modules, pandoc, Python, and the libraries beside them."""
    try:
        pandoc = bundled().path
        files = [*_files(_PACKAGE), _told(str(pandoc), pandoc.stat())]
        folders = [Path(each) for each in sys.path if each and Path(each).is_dir()]
        beside = (one.name for each in folders for one in each.iterdir())
        libraries = [name for name in beside if name.endswith(_LIBRARY)]
    except OSError:
        # Out of an archive, say.
        return None
    return _hash("\0".join((sys.version, *sorted(files), *sorted(libraries))).encode())


def _files(folder: Path | str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                if one.name != "__pycache__":
                    yield from _files(one.path)
            else:
                yield _told(one.path, one.stat())


def _told(path: str, status: os.stat_result) -> str:
    return f"{path}\0{status.st_size}\0{status.st_mtime_ns}"
