"""Say where projects that are checked together keep what was seen."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kzru_cite.model.storage import kind_of, path_of

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


def common_folder(folders: Sequence[Path]) -> Path:
    """Return the nearest folder that all of these are in, or are."""
    return Path(os.path.commonpath([folder.resolve() for folder in folders]))
