"""Show which claim rests on which reference, and how far each is borne out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kzru_cite.model.bonds import ClaimMap
from kzru_cite.report.claims.as_csv import as_csv
from kzru_cite.report.claims.as_json import as_json
from kzru_cite.report.claims.as_linked import as_linked
from kzru_cite.report.claims.as_table import as_table
from kzru_cite.report.claims.graph import as_graph

CLAIM_FORMATS: Mapping[str, Callable[[ClaimMap], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "jsonld": as_linked,
}

__all__ = ["CLAIM_FORMATS", "as_graph"]
