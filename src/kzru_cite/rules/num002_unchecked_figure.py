"""
Find numbers of a `check=` that the claim itself does not show.

A check that works out other numbers than those a reader sees proves nothing. When a figure in
the text is changed and the check is not, the two drift apart.

Bad: `[Trade came to $18.3 billion]{#trade .claim check="12.9 + 5.3 = 18.2"}`.

Good: each number of the check stands in the words of the claim, in full (18,219,255,476 or
18 219 255 476) or rounded with a word of scale ($18.22 billion). Only the 100 of 100 % need not.

Sure: high. The place is the figure in the text that fits no number of the check and is most like
the missing one, or the check when there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from kzru_cite.model.arithmetic import CheckError, Literal, evaluate
from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.place import Location
from kzru_cite.model.rule import Rule
from kzru_cite.rules._checks import locate, locate_figure
from kzru_cite.rules._figures import Figure, figures


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each number of each check."""
    for claim in dossier.article.claims:
        literals = _literals(claim)
        shown = tuple(figures(claim.text))
        free = [figure for figure in shown if not any(figure.shows(one.value) for one in literals)]
        for literal in literals:
            if any(figure.shows(literal.value) for figure in shown):
                yield OK
            else:
                yield _finding(dossier, claim, literal, free)


def _literals(claim: Claim) -> tuple[Literal, ...]:
    try:
        statements = evaluate(claim.attributes["check"]) if "check" in claim.attributes else ()
    except CheckError:
        return ()
    # One number may stand in several statements; it is looked for once.
    found = {
        one.value: one for statement in statements for one in statement.literals if not one.whole
    }
    return tuple(found.values())


def _finding(
    dossier: Dossier, claim: Claim, literal: Literal, free: Sequence[Figure]
) -> Contradicted:
    suspect = _most_alike(literal, free)
    at = locate_figure(dossier, claim, suspect.text) if suspect else None
    if suspect and at:
        message = f"the text says {suspect.text}, the check of the claim {literal.text}"
        return _contradicted(at, message, claim)
    place = locate(dossier, claim, literal.offset, len(literal.text))
    return _contradicted(place, f"the claim does not show {literal.text}, which is checked", claim)


def _contradicted(place: Location, message: str, claim: Claim) -> Contradicted:
    hint = "make the figure in the text and the one in the check agree"
    return Contradicted(place=place, message=message, hint=hint, claim=claim.id or None)


def _most_alike(literal: Literal, free: Sequence[Figure]) -> Figure | None:
    def likeness(figure: Figure) -> float:
        digits = "".join(letter for letter in figure.text if letter.isdigit())
        ratio = SequenceMatcher(None, literal.text.replace(".", ""), digits).ratio()
        # "18.3 billion" shares few digits with 18219255476, and is near it all the same.
        near = figure.nearness(literal.value)
        return max(ratio, near if near >= 0.9 else 0.0)

    best = max(free, key=likeness, default=None)
    return best if best and likeness(best) >= 0.5 else None


RULE = Rule(
    code="NUM002",
    name="unchecked-figure",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="number of a check that the claim does not show",
    page=__doc__,
    check=check,
)
