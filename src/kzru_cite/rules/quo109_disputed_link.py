"""
Find links on which people have decided differently.

A source that one could not read is no dispute.

Bad: AB found that the source supports the claim, CD that it contradicts it.

Good: they spoke about it, and one of them decided anew.

Sure: high. Only decisions that stand are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Decision
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions, finding


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each link on which several have decided."""
    decisions = Decisions(dossier=dossier)
    for link in decisions.links:
        standing = [one for one in decisions.of(link) if one.decision is not Decision.INACCESSIBLE]
        if len(standing) < 2:
            continue
        if len({one.decision for one in standing}) == 1:
            yield OK
            continue
        words = ", ".join(f"{one.by or 'somebody'}: {one.decision.value}" for one in standing)
        message = f"there is no agreement on {link.reference!r} for {link.claim!r}: {words}"
        yield finding(link, standing[-1].place, message, "settle it, and decide anew")


RULE = Rule(
    code="QUO109",
    name="disputed-link",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="decisions on one link that differ",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
