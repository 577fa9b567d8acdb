"""
Find links of the ledger that lead nowhere.

The article has no such claim, the bibliography no such reference, or the claim does not cite it.

A renamed claim or key leaves its quotations and decisions behind.

Bad: `pol-2022:` in the ledger, and `{#poll-2022 .claim}` in the text.

Good: both have one name.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import NO_LEDGER, Link
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions, finding

# More names than these are not listed in a hint.
_FEW = 5


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each claim and each link of the ledger."""
    ledger = dossier.ledger or NO_LEDGER
    claims = Decisions(dossier=dossier).claims
    for name, place in ledger.claims.items():
        if name in claims:
            yield OK
            continue
        message = f"the article has no claim {name!r}"
        yield Contradicted(place=place, message=message, hint=_near(name, claims), claim=name)
    keys = {reference.key for reference in dossier.bibliography.references}
    for link in ledger.links:
        if link.claim in claims:
            yield _placed(link, claims[link.claim], keys)


def _placed(link: Link, claim: Claim, keys: set[str]) -> Outcome:
    cited = list(dict.fromkeys(citation.key for citation in claim.citations))
    if link.reference in cited:
        return OK
    what = f"the claim {link.claim!r} does not cite {link.reference!r}"
    if link.reference not in keys:
        what = f"no reference has the key {link.reference!r}"
    return finding(link, link.place, what, _near(link.reference, cited))


def _near(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(word, names)
    if near:
        return f"did you mean {near[0]!r}?"
    if 0 < len(names) <= _FEW:
        return f"known here: {', '.join(names)}"
    return "rename it, or take it out"


RULE = Rule(
    code="QUO107",
    name="misplaced-link",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="link of the ledger that names no claim or no source of it",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
