"""Say where projects that are checked together keep what was seen, and open it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kzru_cite.model.storage import kind_of, path_of
from kzru_cite.stores import open_store
from kzru_cite.workspace import Shared

SHARED = Path(".kzru-cite") / "looks.sqlite"


def shared_store(folders: Sequence[Path], wish: str) -> str:
    """
    Return the store that projects share, with a path that is absolute.

    Unless a *wish* names one, it lies in the nearest folder that all of them are in.
    """
    if kind_of(wish) == "sqlite":
        return f"sqlite:{Path(path_of(wish)).absolute()}"
    if wish:
        return wish if kind_of(wish) == "postgresql" else str(Path(wish).absolute())
    return f"sqlite:{common_folder(folders) / SHARED}"


@contextmanager
def sharing(folders: Sequence[Path], wish: str) -> Iterator[Shared]:
    """Open what these projects share once, for a whole run."""
    with open_store(shared_store(folders, wish), Path()) as store:
        yield Shared(store=store, folder=common_folder(folders))


def common_folder(folders: Sequence[Path]) -> Path:
    """Return the nearest folder that all of these are in, or are."""
    return Path(os.path.commonpath([folder.resolve() for folder in folders]))
