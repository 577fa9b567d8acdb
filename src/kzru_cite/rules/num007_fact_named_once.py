"""
Find names of facts that stand in one place only.

`fact=` compares the places that tell one fact. A name that occurs once compares nothing: it may be
misspelt, and hide a difference.

Bad: `[$18.2 billion]{fact=trade-2018}` in the text and `[18.3]{fact=trade2018}` in a table.

Good: the name stands in two places or more, or not at all.

Sure: medium. A fact may be marked before its second place is written; so it is a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each place that tells a fact."""
    places = Counter(fact.name for fact in dossier.article.facts)
    for fact in dossier.article.facts:
        if places[fact.name] > 1:
            yield OK
            continue
        near = get_close_matches(fact.name, [name for name in places if name != fact.name])
        yield Suspicious(
            place=fact.place,
            message=f"the fact {fact.name!r} is named in one place only",
            hint=f"did you mean {near[0]!r}?" if near else "name it where it is told again",
        )


RULE = Rule(
    code="NUM007",
    name="fact-named-once",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    summary="name of a fact that stands in one place only",
    page=__doc__,
    check=check,
)
