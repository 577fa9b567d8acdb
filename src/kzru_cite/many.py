"""Open projects in turn, each while the one before it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from kzru_cite.errors import KzruError
from kzru_cite.loading import Started, start
from kzru_cite.workspace import Shared

Opened = Started | KzruError


def opened(folders: Sequence[Path], shared: Shared | None) -> Iterator[Opened]:
    """
    Yield each project, or why it cannot be read, with pandoc at work on the next.

    *shared* is what they have in common, None when they share nothing.
    """
    before: Opened | None = None
    for folder in folders:
        now = _opened(folder, shared)
        if before is not None:
            yield before
        before = now
    if before is not None:
        yield before


def _opened(folder: Path, shared: Shared | None) -> Opened:
    try:
        started = start(folder)
    except KzruError as fault:
        return fault
    return replace(started, workspace=replace(started.workspace, shared=shared))
