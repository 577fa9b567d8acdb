"""
Find entry types that BibLaTeX does not have.

Such an entry is printed as `@misc`, without what its real type would show, or dropped.

Bad: `@artcle{rao2019, …}`.

Good: `@article{rao2019, …}`.

Sure: high. Types that only other tools know, such as `@website`, are reported with what to use.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._biblatex import TYPES
from kzru_cite.rules._mending import at

_INSTEAD = {"website": "online", "webpage": "online", "newspaper": "article", "preprint": "online"}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry."""
    for reference in dossier.bibliography.references:
        if reference.kind in TYPES:
            yield OK
            continue
        near = _near(reference.kind)
        yield Contradicted(
            place=reference.kind_place,
            message=f"BibLaTeX has no entry type @{reference.kind}",
            hint=f"did you mean @{near}?" if near else "choose a type of BibLaTeX, or @misc",
            reference=reference.key,
            fix=at(reference.kind_place, near, f"write @{near}", safe=False) if near else None,
        )


def _near(kind: str) -> str:
    near = get_close_matches(kind, sorted(TYPES), cutoff=0.7)
    return _INSTEAD.get(kind) or (near[0] if near else "")


RULE = Rule(
    code="SYN004",
    name="unknown-type",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="entry type that BibLaTeX does not have",
    page=__doc__,
    check=check,
)
