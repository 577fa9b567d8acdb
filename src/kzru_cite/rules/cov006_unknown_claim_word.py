"""
Find attributes of claims, and values of them, that have no meaning here.

A misspelled attribute is passed over without a word: `chek="2 + 2 = 5"` checks nothing, and
`basis=comon` excuses nothing.

Bad: `{#boiling .claim bassis=common}`, `{#boiling .claim needs=cite}`.

Good: the attributes are `date`, `check`, `basis`, `needs`, `note`, `fact` and `lang`; `basis` is
common, own or definition; `needs` is one or more of citation, page, better-source,
failed-verification and update.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule

_NAMES = ("date", "check", "basis", "needs", "note", "fact", "lang")
_VALUES = {
    "basis": ("common", "own", "definition"),
    "needs": ("citation", "page", "better-source", "failed-verification", "update"),
}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each attribute of each claim."""
    for claim in dossier.article.claims:
        for name, value in claim.attributes.items():
            if name not in _NAMES:
                yield _unknown(claim, name, f"a claim has no attribute {name!r}", name, _NAMES)
                continue
            known = _VALUES.get(name)
            wrong = [word for word in value.split() if known and word not in known]
            if known is None or (value.strip() and not wrong):
                yield OK
                continue
            word = wrong[0] if wrong else ""
            message = f"{word!r} is no value of the attribute {name!r}"
            yield _unknown(claim, name, message, word, known)


def _unknown(
    claim: Claim, name: str, message: str, word: str, known: tuple[str, ...]
) -> Contradicted:
    near = get_close_matches(word, known)
    hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"
    return Contradicted(place=claim.at(name), message=message, hint=hint, claim=claim.id or None)


RULE = Rule(
    code="COV006",
    name="unknown-claim-word",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="attribute of a claim that means nothing",
    page=__doc__,
    check=check,
)
