"""Open projects in turn, each while the one before it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from kzru_cite.errors import KzruError
from kzru_cite.loading import Started, start

Opened = Started | KzruError


def opened(folders: Sequence[Path], shared: str) -> Iterator[Opened]:
    """
    Yield each project, or why it cannot be read, with pandoc at work on the next.

    *shared* is the store of looks that they share, '' when they share none.
    """
    before: Opened | None = None
    for folder in folders:
        now = _opened(folder, shared)
        if before is not None:
            yield before
        before = now
    if before is not None:
        yield before


def _opened(folder: Path, shared: str) -> Opened:
    try:
        started = start(folder)
    except KzruError as fault:
        return fault
    return replace(started, workspace=replace(started.workspace, shared=shared))
