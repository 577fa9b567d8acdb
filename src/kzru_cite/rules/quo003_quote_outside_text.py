"""
Find quotations that stand only in the source's own list of references, or outside of its text.

A title in a list of references, a comment by a reader or a teaser for another article is not what
the source itself says.

Bad: a quotation that is the title of a work which the source merely lists.

Good: words from the text of the source.

Sure: medium. What is text and what is frame is told by the markup of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import Finding, quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._quotes import contradicted, shorten

_PARTS = {
    Finding.SOURCES: "the source's own list of references",
    Finding.REST: "the frame of the page: its navigation, comments or teasers",
}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation that was searched for."""
    for quoted in quotations(dossier):
        part = _PARTS.get(quoted.finding)
        if part is not None:
            yield contradicted(
                quoted,
                f"{shorten(quoted.quotation.exact)!r} stands only in {part}",
                "quote the text itself, or the work that says it",
            )
        elif quoted.searched:
            yield OK


RULE = Rule(
    code="QUO003",
    name="quote-outside-text",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    summary="quotation found only in a list of sources or in the frame of a page",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
