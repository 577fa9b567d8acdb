"""
Find claims marked `needs=failed-verification`.

An editor has read the source and not found the claim in it. Such a claim should not be published
as it stands.

Bad: `[…]{#boiling .claim needs=failed-verification}`.

Good: another source, another wording, or no such claim.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each claim."""
    for claim in dossier.article.claims:
        if "failed-verification" not in claim.needs:
            yield OK
            continue
        yield Contradicted(
            place=claim.at("needs"),
            message=f"the source of the claim {claim.id or claim.text[:40]!r} was read"
            " and does not support it",
            hint="find another source, change the claim, or take it out",
            claim=claim.id or None,
        )


RULE = Rule(
    code="COV009",
    name="failed-verification",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="claim that its source was found not to support",
    page=__doc__,
    check=check,
)
