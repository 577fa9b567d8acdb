"""
Find quotations that the live page no longer holds.

Pages change. Readers who follow the link will not find the words, and an archived copy is then the
only proof.

Bad: a page that was rewritten after it was quoted, without an archived copy in the entry.

Good: `archiveurl` names a copy that holds the words.

Sure: high, as far as the page was seen before with the words in it, or a copy holds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import Quoted, Sought, Source, quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._quotes import suspicious


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation whose page was searched."""
    for quoted in quotations(dossier):
        for page in quoted.of(Source.PAGE):
            if page.searched and page.look:
                yield OK if page.found else _gone(quoted, page, page.look.at)


def _gone(quoted: Quoted, page: Sought, seen: datetime) -> Outcome:
    if page.earlier:
        last = page.earlier[0][0].at
        return suspicious(
            quoted,
            f"the page held the quotation on {last:%Y-%m-%d} and no longer on {seen:%Y-%m-%d}",
            _hint(quoted),
        )
    if quoted.best is not None and quoted.best.source is Source.COPY:
        return suspicious(
            quoted,
            f"the page does not hold the quotation on {seen:%Y-%m-%d}, the archived copy does",
        )
    # It was never seen there: that is for the rules on quotations that are not found.
    return OK


def _hint(quoted: Quoted) -> str:
    if any(one.found for one in quoted.of(Source.COPY)):
        return "the archived copy holds it; set 'urlstatus' if the page is of no use any more"
    return "name an archived copy of that day in 'archiveurl'"


RULE = Rule(
    code="QUO004",
    name="quote-gone-from-page",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="quotation that the page held once and holds no more",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
