"""
Find works that were retracted, withdrawn or removed.

What a retracted work says must not carry a claim, unless the claim is about the retraction.

Bad: a paper whose DOI has a notice of retraction, cited as if nothing had happened.

Good: another source; or, where the work is cited knowingly, an allowance for this rule in the
entry that says why (`kzrucite = {allow EDS001: the article is about the retraction (until …)}`).

Sure: high for notices that Crossref or Retraction Watch record. A retraction in part, and a title
that begins with the word, are signs. A later notice that the work was reinstated ends it. When no
registry could be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import (
    OK,
    Confidence,
    Contradicted,
    Outcome,
    Severity,
    Suspicious,
)
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._notices import Editorial, Status, editorials, unknown


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at what was published on each work."""
    for one in editorials(dossier):
        yield _judge(one)


def _judge(one: Editorial) -> Outcome:
    if one.why_not:
        return unknown(one, "was retracted")
    for status, kind in ((Status.RETRACTED, Contradicted), (Status.IN_PART, Suspicious)):
        if one.notice(status):
            return kind(
                place=one.place,
                message=f"{one.number!r} {one.told(status)}",
                hint="look for another source, or say why this one is cited all the same",
                reference=one.key,
            )
    return OK


RULE = Rule(
    code="EDS001",
    name="retracted-work",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="work that was retracted, withdrawn or removed",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
