"""
Find quotations that stand in their source several times, so that none of them is meant for sure.

Bad: `quote: "the share of the vote"` from a text that has these words four times.

Good: `prefix:` and `suffix:` with the words before and after, or a longer quotation.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._quotes import shorten, suspicious


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation that was found."""
    for quoted in quotations(dossier):
        best = quoted.best
        if best is None or best.searched is None:
            continue
        count = len(best.searched.spots)
        if count < 2:
            yield OK
        else:
            yield suspicious(
                quoted,
                f"{shorten(quoted.quotation.exact)!r} stands in {best.source.value} {count} times",
                "add 'prefix:' or 'suffix:' with the words before or after it",
            )


RULE = Rule(
    code="QUO007",
    name="ambiguous-quote",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="quotation that stands in several places",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
