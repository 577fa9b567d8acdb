"""
Find decisions that no longer stand, since what they were made upon changed.

A decision is sealed over the text of the claim, the quotation and the hash of the captured text.
When one of them changes, nobody has decided on what stands there now. A decision without a seal
is bound to nothing.

Bad: the claim said 12 % when its editor decided, and says 21 % now.

Good: somebody looked again (`kzru-cite review --state lapsed`).

Sure: high. What changed is known from the decision itself and from earlier searches in the log;
where neither tells, the message says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions, Standing


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each decision."""
    decisions = Decisions(dossier=dossier)
    for link in decisions.links:
        for decided in link.decisions:
            one = Standing(link=link, decided=decided)
            lapse = decisions.lapse(one)
            if lapse is None:
                yield OK
                continue
            word, by = decided.decision.value, decided.by or "somebody"
            yield one.finding(
                f"{by}'s decision {word!r} has lapsed: {lapse.words}",
                f"look again: kzru-cite review --claim {link.claim}",
            )


RULE = Rule(
    code="QUO101",
    name="lapsed-decision",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="decision whose claim, quotation or capture changed after it",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
