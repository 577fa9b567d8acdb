"""
Find quotations whose text is a cover sheet, an abstract, or another document.

The words are there, but not in the work that is cited: the cover sheet of a repository, the page
with the abstract alone, or a page with another title prove nothing of the work.

Bad: a quotation from the abstract of an article whose text was not to be had.

Good: the text itself. Where an abstract is what is meant, let this pass with a reason.

Sure: medium. Cover sheets and abstracts are told by their own words, other documents by their
titles; where titles cannot be compared, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._fitness import unfit
from kzru_cite.rules._quotes import contradicted


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at the text in which each quotation was found."""
    for quoted in quotations(dossier):
        best = quoted.best
        if best is None or best.page is None:
            continue
        why = unfit(quoted.reference, best.page)
        if why:
            yield contradicted(
                quoted,
                f"{best.source.value} that holds the quotation {why}",
                "quote the work itself, or let this pass with the reason",
            )
        else:
            yield OK


RULE = Rule(
    code="QUO009",
    name="unfit-capture",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    summary="quotation found in a text that is not the source itself",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
