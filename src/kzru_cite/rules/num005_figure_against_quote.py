"""
Find figures of a claim where the words quoted for it give another value.

A slip of a digit is the commonest fault in a text of numbers, and the quotation shows it.

Bad: `[22% sided with Ukraine [@poll]]{#poll-2022 .claim}`, with the quotation "21% sided with
Ukraine".

Good: both say the same. Rounding, words for digits, other units, ranges, and "about", "more
than", "up to" are understood: $18.2 billion is 18,219,255,476 dollars.

Sure: high. It fires only where the same words stand around both figures, no quotation gives the
claim's value, and the difference is more than rounding. Otherwise the figure is merely one that
no quotation gives (NUM004).
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.figures import Compared, Comparison
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._quoted_claims import QuotedClaim, place, quoted_claims, source_words


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each figure of each claim that is quoted for."""
    for quoted in quoted_claims(dossier):
        for one in quoted.figures:
            if one.comparison is Comparison.CONTRADICTED and one.counterpart:
                yield _finding(dossier, quoted, one, one.counterpart.text)
            else:
                yield OK


def _finding(dossier: Dossier, quoted: QuotedClaim, one: Compared, other: str) -> Contradicted:
    reference, words = source_words(quoted, one)
    return Contradicted(
        place=place(dossier, quoted.claim, one),
        message=f"the claim says {one.figure.text}, its source {reference} says {other}",
        hint=f"the source's words: “{words}”",
        claim=quoted.claim.id,
        reference=reference,
    )


RULE = Rule(
    code="NUM005",
    name="figure-against-quote",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="figure of a claim that its quotation contradicts",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
