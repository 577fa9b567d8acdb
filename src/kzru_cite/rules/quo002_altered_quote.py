"""
Find quotations that differ in a few words or figures from what their source says.

A figure that is off by a digit, or a word that was changed, makes a quotation say what its source
does not.

Bad: `quote: "21 % of those asked"` where the source has "12 % of those asked".

Good: the very words; what is left out is marked by `…`, what is added stands in `[ ]`.

Sure: high. The nearest words of the source are shown as a difference. Typography does not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import Finding, Quoted, quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.model.wording import word_diff
from kzru_cite.rules._quotes import contradicted


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation that was searched for."""
    for quoted in quotations(dossier):
        if quoted.finding is Finding.ALTERED:
            yield _finding(quoted)
        elif quoted.searched:
            yield OK


def _finding(quoted: Quoted) -> Outcome:
    near = next(one for one in quoted.searched if one.nearest)
    change = word_diff(near.nearest, quoted.quotation.exact)
    return contradicted(
        quoted,
        f"the words of {near.source.value} were altered: {change}",
        f"the source has: {near.nearest}",
    )


RULE = Rule(
    code="QUO002",
    name="altered-quote",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="quotation that differs from the words of its source",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
