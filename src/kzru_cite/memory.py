"""Read what was seen on the web in earlier runs."""

from __future__ import annotations

from kzru_cite.model.evidence import Evidence
from kzru_cite.read.looks import read_looks
from kzru_cite.workspace import Workspace


def recorded(workspace: Workspace) -> Evidence | None:
    """Read the log of looks; None when nothing was ever gathered."""
    path = workspace.folder / workspace.settings.looks
    if not path.is_file():
        return None
    # A line that cannot be read is passed over, whatever is wrong with it.
    evidence = read_looks(path.read_text(encoding="utf-8", errors="replace")).evidence
    return evidence if evidence.looks else None
