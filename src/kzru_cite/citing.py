"""Find keys to cite, and show each with its reference on one line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kzru_cite.errors import UsageError
from kzru_cite.model.lookup import Hit, lookup
from kzru_cite.model.one_line import citation, one_line
from kzru_cite.model.sounds import sound
from kzru_cite.model.visible import visible
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.workspace import Workspace


def find(workspace: Workspace, search: str) -> tuple[Hit, ...]:
    """Return the references that fit a search, the best first; UsageError for an empty one."""
    if not sound(search):
        raise UsageError("there is no word to search for", hint="give a name, a title or a year")
    return lookup(read_bibliography(workspace.bibliographies).references, search)


def listed(hits: Sequence[Hit]) -> str:
    """Write the hits for people: the citation, and the reference below it."""
    lines = [(citation(hit.reference.key), one_line(hit.reference)) for hit in hits]
    return "".join(f"{visible(cited)}\n  {visible(line)}\n" for cited, line in lines)


def as_json(hits: Sequence[Hit]) -> str:
    """Write the hits as JSON, version 1."""
    found = [
        {
            "key": hit.reference.key,
            "citation": citation(hit.reference.key),
            "reference": one_line(hit.reference),
            "score": round(hit.score, 1),
            "path": hit.reference.place.path,
            "line": hit.reference.place.line,
        }
        for hit in hits
    ]
    return json.dumps({"version": 1, "found": found}, ensure_ascii=False, indent=2) + "\n"
