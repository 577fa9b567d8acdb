"""
Find claims of which somebody found that the source bears out a part only.

Bad: `decision: partly`.

Good: the claim says no more than the source, or another source bears out the rest.

Sure: high. It is an editor's decision, and it stands. Where another source of the same claim was
found to support it, the claim is not named.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Decision
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each decision that stands."""
    standing = list(Decisions(dossier=dossier).in_force())
    borne_out = {one.link.claim for one in standing if one.decided.decision is Decision.SUPPORTS}
    for one in standing:
        if one.decided.decision is not Decision.PARTLY or one.link.claim in borne_out:
            yield OK
            continue
        by = one.decided.by or "an editor"
        yield one.finding(
            f"{by} found that {one.link.reference!r} bears out the claim {one.link.claim!r}"
            " only in part",
            "narrow the claim, or add a source for the rest",
        )


RULE = Rule(
    code="QUO103",
    name="partly-supported-claim",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="claim that its source bears out in part only",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
