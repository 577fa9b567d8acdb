"""
Find a `check=` that cannot be worked out.

Bad: `check="12.9 + 5.3"` (no relation), `check="7591 km ~ 4717"` (a length against a number),
`check="12,9 = 12.9"` (a comma).

Good: `check="12.9 + 5.3 = 18.2"`. Numbers are written with digits and a decimal point, without
marks between thousands.

Sure: high. The place is where reading stopped.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.arithmetic import CheckError, evaluate
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._checks import locate


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each claim that has a check."""
    for claim in dossier.article.claims:
        if "check" not in claim.attributes:
            continue
        try:
            evaluate(claim.attributes["check"])
        except CheckError as fault:
            yield Contradicted(
                place=locate(dossier, claim, fault.offset, 1),
                message=f"the check {claim.attributes['check']!r} cannot be worked out: {fault}",
                hint='write it like "12.9 + 5.3 = 18.2; 7591 km ~ 4717 mi"',
                claim=claim.id or None,
            )
        else:
            yield OK


RULE = Rule(
    code="NUM003",
    name="unreadable-check",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="arithmetic of a claim that cannot be read",
    page=__doc__,
    check=check,
)
