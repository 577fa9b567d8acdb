"""
Find quotations that are so short that they are found in many texts by chance.

Bad: `quote: "12 %"`.

Good: a whole statement, of at least twelve letters and digits (six in scripts that set no blanks
between words).

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.pieces import is_too_short
from kzru_cite.model.rule import Need, Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation of the ledger."""
    for link in dossier.links:
        if link.quotation is None:
            continue
        if is_too_short(link.quotation):
            yield Contradicted(
                place=link.at("quote"),
                message=f"{link.quotation.exact!r} is too short to prove anything",
                hint="quote the statement as a whole",
                claim=link.claim,
                reference=link.reference,
            )
        else:
            yield OK


RULE = Rule(
    code="QUO005",
    name="short-quote",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="quotation too short to prove anything",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
