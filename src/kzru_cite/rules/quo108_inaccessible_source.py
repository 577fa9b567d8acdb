"""
Find sources of which somebody noted that they could not be read.

Such a link is open work: the claim may be right, but nobody has seen it in the source.

Bad: nothing; the list is there to be worked off.

Good: another copy, another library, or another source.

Sure: high. It is an editor's decision, and it stands.
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
    for one in Decisions(dossier=dossier).in_force():
        if one.decided.decision is not Decision.INACCESSIBLE:
            yield OK
            continue
        by = one.decided.by or "an editor"
        yield one.finding(
            f"{by} could not read {one.link.reference!r} for the claim {one.link.claim!r}",
            "find a copy, or a source that can be read",
        )


RULE = Rule(
    code="QUO108",
    name="inaccessible-source",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="source that an editor could not get to read",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
