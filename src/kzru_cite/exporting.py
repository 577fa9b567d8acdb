"""Write the references of a project in other forms."""

from __future__ import annotations

import re

from msgspec import Struct

from kzru_cite.convert.exports import EXPORTS
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.workspace import Workspace

# No form has a use for them, and the terminal that an export is shown on would obey them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Exported(Struct, frozen=True, kw_only=True):
    """The references in the form asked for, and in lines what that form cannot say."""

    text: str
    losses: tuple[str, ...]


def export(workspace: Workspace, form: str) -> Exported:
    """Return all references in one of ``choices.EXPORTS``, without control characters."""
    bibliography = read_bibliography(workspace.bibliographies)
    text, losses = EXPORTS[form](bibliography)
    paths = {one.key: one.place.path for one in reversed(bibliography.references)}
    broken = (
        f"{one.place.path}:{one.place.line}: left out: {one.message}" for one in bibliography.broken
    )
    told = (f"{paths[loss.about]}:{loss}" for loss in losses)
    return Exported(text=_CONTROLS.sub("", text), losses=(*broken, *told))
