"""
Find quotations that stand neither in the page nor in its archived copy.

Words in quotation marks that nobody can find again prove nothing. The quotation may have been
taken from another text, from memory, or from nowhere.

Bad: a `quote:` of the ledger that is in none of the texts captured at the reference's addresses.

Good: words taken over letter by letter, with `…` where some are left out and notes in `[ ]`.
Quotation marks, dashes, blanks, line ends and hyphens at them may differ.

Sure: high. Only texts that were captured and searched count; a wall, a login or an error in place
of the text is no text. A quotation that could not be searched for, at the page or in the copy that
the entry names, is named as that, unless the page is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Unable
from kzru_cite.model.quoting import Finding, Quoted, quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._quotes import contradicted, places, shorten


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each quotation of the ledger."""
    for quoted in quotations(dossier):
        match quoted.finding:
            case Finding.UNSEARCHED:
                yield Unable(
                    place=quoted.link.at("quote"),
                    reason=f"the quotation was not searched for: {quoted.why_not}",
                )
            case Finding.UNSURE:
                yield Unable(
                    place=quoted.link.at("quote"),
                    reason=f"{_absent(quoted)}, and {quoted.why_not}",
                )
            case Finding.ABSENT:
                yield contradicted(
                    quoted,
                    _absent(quoted),
                    "compare it with the source, or name the text that it was taken from",
                )
            case _:
                yield OK


def _absent(quoted: Quoted) -> str:
    near = [one.nearest for one in quoted.searched if one.nearest]
    like = f", where the nearest words are {shorten(near[0])!r}" if near else ""
    return f"{shorten(quoted.quotation.exact)!r} is not in {places(quoted.searched)}{like}"


RULE = Rule(
    code="QUO001",
    name="quote-not-found",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="quotation that stands in no text that was searched",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
