"""
Find facts that have one value here and another there.

A figure that stands in the text, in a table, in a caption and in an info box is mended in one
place and forgotten in the others. `fact=` names it, and each place must say the same.

Bad: `[$18.2 billion]{fact=trade-2018}` in the text and `[18,319,255,476]{fact=trade-2018}` in a
table.

Good: one value everywhere, rounded or exact, in words, digits or another unit. What has no
figures is compared word by word, without regard to capitals and punctuation. A claim may carry
`fact=` too; where one place has more figures than the other, those of the shorter must be there.

Sure: high. The place is the one that differs from most others, or the later one of two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kzru_cite.model.article import Fact
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.figures import same_value
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule

_SHOWN = 60


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each place that tells a fact."""
    tellings: dict[str, list[Fact]] = {}
    for fact in dossier.article.facts:
        tellings.setdefault(fact.name, []).append(fact)
    for facts in tellings.values():
        yield from _together(facts, dossier.article.language)


def _together(facts: Sequence[Fact], language: str) -> Iterator[Outcome]:
    """Take out the place that differs from most others, until those left agree."""
    against = {at: _against(at, facts, language) for at in range(len(facts))}
    while any(against.values()):
        worst = max(against, key=lambda at: (len(against[at]), at))
        others = against.pop(worst)
        yield _finding(facts[worst], facts[others[0]])
        against = {at: [one for one in ones if one != worst] for at, ones in against.items()}
    yield from (OK for _ in against)


def _against(at: int, facts: Sequence[Fact], language: str) -> list[int]:
    mine = facts[at].text
    return [
        number
        for number, other in enumerate(facts)
        if number != at and not same_value(mine, other.text, language)
    ]


def _finding(fact: Fact, other: Fact) -> Contradicted:
    at = f"{other.place.path}:{other.place.line}:{other.place.column}"
    return Contradicted(
        place=fact.place,
        message=f"the fact {fact.name!r} is {_short(fact)!r} here and {_short(other)!r} elsewhere",
        hint=f"the other stands at {at}; give both one value",
    )


def _short(fact: Fact) -> str:
    return fact.text if len(fact.text) <= _SHOWN else f"{fact.text[: _SHOWN - 1]}…"


RULE = Rule(
    code="NUM006",
    name="fact-with-two-values",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="fact that has different values in different places",
    page=__doc__,
    check=check,
)
