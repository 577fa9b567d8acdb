"""
Find text files in which the places of citations are not proven.

Places are read from a copy of the text with probes in it. Where the tree of that copy differs
from the true one, lines and columns of this file were searched for by words instead and may be
off. What is found is right all the same.

Bad: two keys that run into each other, as in `@rao2019@lee2020`.

Good: each citation is set apart from its neighbours.

Sure: high: the trees are compared on every run.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each file of the article."""
    unproven = {fault.place.path: fault for fault in dossier.article.unproven}
    for source in dossier.articles:
        fault = unproven.get(source.path)
        if fault is None:
            yield OK
            continue
        # A file of which no key was searched for cites nothing.
        lost = ", ".join(fault.lost[:5]) or "ids of claims and names of facts"
        yield Contradicted(
            place=fault.place,
            message="the places of citations in this file are not proven",
            hint=f"look at the writing of: {lost}",
        )


RULE = Rule(
    code="RUN004",
    name="unproven-places",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="text whose places could only be searched for",
    page=__doc__,
    check=check,
)
