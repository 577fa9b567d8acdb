"""
Find works on which an expression of concern was published.

Editors publish one when they doubt a work, but have not decided yet.

Bad: a paper with such a notice, cited as if nothing had happened.

Good: another source beside it; or an allowance for this rule in the entry that says why.

Sure: high. Works that were retracted since are reported by EDS001 alone.

While the registry, or its list of notices, cannot be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._notices import Status, editorials, report, unknown


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at what was published on each work."""
    for one in editorials(dossier):
        if one.why_not:
            yield unknown(one)
            continue
        if one.notice(Status.RETRACTED):
            continue
        hint = "read the notice, and look for another source"
        yield report(one, Status.OF_CONCERN, hint, Contradicted) or OK


RULE = Rule(
    code="EDS002",
    name="work-of-concern",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="work on which an expression of concern was published",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
