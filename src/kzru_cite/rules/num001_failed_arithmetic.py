"""
Find claims whose `check=` does not hold.

A sum, a share or a conversion that is written down can be worked out again, each time.

Bad: `{#trade .claim check="12.9 + 5.3 = 18.4"}`.

Good: `{#trade .claim check="12.9 + 5.3 = 18.2; 7591 km ~ 4717 mi"}`. `=` means equal, `~` equal
after rounding to the digits on the right; `<`, `<=`, `>`, `>=` and `!=` are known too, and
percent signs, brackets and common units.

Sure: high: the arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.arithmetic import CheckError, Statement, evaluate
from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._checks import locate


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each statement of each check; those that cannot be read belong to NUM003."""
    for claim in dossier.article.claims:
        try:
            statements = evaluate(claim.attributes["check"]) if "check" in claim.attributes else ()
        except CheckError:
            continue
        for statement in statements:
            yield OK if statement.holds else _finding(dossier, claim, statement)


def _finding(dossier: Dossier, claim: Claim, statement: Statement) -> Contradicted:
    return Contradicted(
        place=locate(dossier, claim, statement.offset, len(statement.text)),
        message=f"the check {statement.text!r} does not hold: the left side is {statement.left}",
        hint="mend the figure that is wrong, in the check and in the text",
        claim=claim.id or None,
    )


RULE = Rule(
    code="NUM001",
    name="failed-arithmetic",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="arithmetic of a claim that does not hold",
    page=__doc__,
    check=check,
)
