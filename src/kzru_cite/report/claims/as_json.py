"""Write the map of claims as JSON, version 1."""

from __future__ import annotations

import json

from kzru_cite.model.bonds import ClaimMap, Standing
from kzru_cite.report.claims.rows import covers, rows


def as_json(claims: ClaimMap) -> str:
    """Return claims with their links, coverage by section, and the number of links by standing."""
    counts = claims.standings()
    document = {
        "version": 1,
        "claims": rows(claims),
        "coverage": list(covers(claims.article)),
        "standings": {one.name.lower(): counts[one] for one in Standing if counts[one]},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
