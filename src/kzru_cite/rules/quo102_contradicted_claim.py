"""
Find claims of which somebody found that the source says otherwise.

Bad: `decision: contradicts`.

Good: the claim says what the source says, or rests on another source.

Sure: high. It is an editor's decision, and it stands: nothing it was made upon has changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Decision
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each decision that stands."""
    for one in Decisions(dossier=dossier).in_force():
        if one.decided.decision is not Decision.CONTRADICTS:
            yield OK
            continue
        by = one.decided.by or "an editor"
        yield one.finding(
            f"{by} found that {one.link.reference!r} contradicts the claim {one.link.claim!r}",
            "change the claim, or find another source",
        )


RULE = Rule(
    code="QUO102",
    name="contradicted-claim",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="claim that its source was found to contradict",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
