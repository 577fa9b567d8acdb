"""
Find what cannot be read as meant in the ledger, `article/ledger.yaml`.

It is YAML: ids of claims, each with a list of links to references. A part that is no YAML, an
unknown name, a word that is no decision, a day that is none: each is named, and all that is sound
is read all the same. Tags, anchors and aliases have no use in a ledger and are refused.

Bad: `decison: supports`, or `note: said: 2013` without quotation marks.

Good: `decision: supports`, and `note: "said: 2013"`.

Sure: high. `kzru-cite schema` prints a JSON Schema, by which an editor's program can help.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import NO_LEDGER
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Need, Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each link, and at each part that is none."""
    ledger = dossier.ledger or NO_LEDGER
    for _ in ledger.links:
        yield OK
    for fault in ledger.faults:
        yield Contradicted(place=fault.place, message=fault.message, hint=fault.hint)


RULE = Rule(
    code="SYN019",
    name="broken-ledger",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="entry of the ledger that cannot be read as meant",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
