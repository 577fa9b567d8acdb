"""Write the map of claims as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io

from kzru_cite.model.bonds import ClaimMap
from kzru_cite.report.claims.rows import BondRow, rows

_COLUMNS = (
    *("claim", "section", "path", "line", "column", "text", "date"),
    *("reference", "locator", "standing", "quote", "decision", "by", "on"),
    *("basis", "needs", "note"),
)
# A cell that begins with one of these is taken for a formula by programs for tables (CWE-1236).
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(claims: ClaimMap) -> str:
    """Return one line for each claim and reference; claims without one have one line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows(claims):
        head = (row["id"], row["section"], row["path"], row["line"], row["column"])
        needs = " ".join(row["needs"])
        for link in row["links"] or (None,):
            note = " ".join(filter(None, (row["note"], link["note"] if link else "")))
            line = (*head, row["text"], row["date"], *_link(link), row["basis"], needs, note)
            writer.writerow([_plain(cell) for cell in line])
    return text.getvalue()


def _link(link: BondRow | None) -> tuple[str, ...]:
    if link is None:
        return ("",) * 7
    told = (link["standing"], link["quote"], link["decision"], link["by"], link["on"])
    return (link["reference"], link["locator"], *told)


def _plain(cell: object) -> object:
    """Keep a text from being worked out as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell
