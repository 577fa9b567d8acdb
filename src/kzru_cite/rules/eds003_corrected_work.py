"""
Find works that were corrected after they appeared.

What is cited may be what was corrected.

Bad: a figure taken from a paper that has a correction, when the correction is about that figure.

Good: the figure as corrected; once the notice was read, an allowance for this rule in the entry.

Sure: high that there is a notice; a note, since most corrections are small. Corrections, errata,
corrigenda, addenda and clarifications count; new editions and versions do not.

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
        hint = "read the notice: is what you cite among what was corrected?"
        yield report(one, Status.CORRECTED, hint, Contradicted) or OK


RULE = Rule(
    code="EDS003",
    name="corrected-work",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="work that was corrected after it appeared",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
