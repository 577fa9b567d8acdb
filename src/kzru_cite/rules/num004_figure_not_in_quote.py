"""
Find figures of a claim that stand in none of the words quoted for it.

A number, a share, a sum, a unit or a date must be borne out like the rest of a claim. When the
quotations do not give it, the wrong words were quoted, or the figure came from elsewhere.

Bad: a claim of 22 % whose only quotation says that "many sided with Ukraine".

Good: the quotation gives the figure, in digits or words, rounded or exact, in another unit or as
a range that the claim's wording allows; or a `check=` works it out from quoted figures; or it is
the year or the day of the claim's `date=`.

Sure: medium, so it is a warning. Looked at are claims with a quotation in the ledger. While
another source of the claim has none, the figure may stand there, and the check is not possible.
Counts up to ten in words are passed over: they often count what the source lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.figures import Compared, Comparison, Figure, Kind
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious, Unable
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._quoted_claims import QuotedClaim, place, quoted_claims, source_words

_LISTED = 10


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each figure of each claim that is quoted for."""
    for quoted in quoted_claims(dossier):
        for one in quoted.figures:
            if one.comparison is not Comparison.MISSING or _counts_a_list(one.figure):
                yield OK
            elif quoted.unquoted:
                yield _unable(dossier, quoted, one)
            else:
                yield _finding(dossier, quoted, one)


def _counts_a_list(figure: Figure) -> bool:
    small = all(reading.high <= _LISTED for reading in figure.readings)
    return figure.kind is Kind.COUNT and figure.spelled and small


def _unable(dossier: Dossier, quoted: QuotedClaim, one: Compared) -> Unable:
    sources = ", ".join(quoted.unquoted)
    return Unable(
        place=place(dossier, quoted.claim, one),
        reason=f"{one.figure.text} may stand in a source without quotation: {sources}",
    )


def _finding(dossier: Dossier, quoted: QuotedClaim, one: Compared) -> Suspicious:
    reference, words = source_words(quoted, one)
    near = f"; nearest is “{words}” ({reference})" if reference else ""
    return Suspicious(
        place=place(dossier, quoted.claim, one),
        message=f"no quotation of the claim gives {one.figure.text}",
        hint=f"quote the words that give it, or work it out in a check{near}",
        claim=quoted.claim.id,
    )


RULE = Rule(
    code="NUM004",
    name="figure-not-in-quote",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="figure of a claim that no quotation gives",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
