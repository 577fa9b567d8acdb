"""
Find claims that carry `needs=`: work that an editor has still to do.

This is the editor's own word, carried as data: `citation` (no source yet), `page` (no page in a
long source), `better-source` (a weak or unseen one), `update` (may be out of date). Editions
show it to the reader. The mark `failed-verification` weighs more and has a rule of its own
(COV009).

Bad: nothing; the list is there to be worked off.

Good: the work is done and the mark taken away.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule

_OWN_RULE = "failed-verification"


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each claim."""
    for claim in dossier.article.claims:
        words = [word for word in claim.needs if word != _OWN_RULE]
        if not words:
            yield OK
            continue
        yield Contradicted(
            place=claim.at("needs"),
            message=f"the claim {claim.id or claim.text[:40]!r} still needs: {', '.join(words)}",
            hint="finish it and take the mark away",
            claim=claim.id or None,
        )


RULE = Rule(
    code="COV003",
    name="unfinished-claim",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="claim that its editor has marked as unfinished",
    page=__doc__,
    check=check,
)
