"""Write the map of claims as linked data (JSON-LD 1.1), in the terms of ``model.linked``."""

from __future__ import annotations

import json

from kzru_cite.model.bonds import ClaimMap
from kzru_cite.model.linked import linked


def as_linked(claims: ClaimMap) -> str:
    """Return one document: the article with its claims, the works cited, and the annotations."""
    return json.dumps(linked(claims), ensure_ascii=False, indent=2) + "\n"
