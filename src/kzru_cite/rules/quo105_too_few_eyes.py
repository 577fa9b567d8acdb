"""
Find links on which fewer people have decided than the settings ask.

`eyes` in `[tool.kzru-cite.review]` is the number of different people (`by`) whose decisions
stand. By default it is one, and then this finds decisions without a name.

Bad: `eyes = 2`, and only AB decided; or a decision without `by`.

Good: a second person looked (`kzru-cite review --by CD --state all`).

Sure: high. Links without a decision that stands belong to QUO104 and QUO101.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions, finding


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each link with a decision that stands."""
    decisions, wanted = Decisions(dossier=dossier), dossier.policy.eyes
    for link in decisions.links:
        standing = decisions.of(link)
        people = {one.by.casefold() for one in standing if one.by}
        if not standing:
            continue
        if len(people) >= wanted:
            yield OK
            continue
        names = ", ".join(sorted({one.by for one in standing if one.by}))
        message = (
            f"only {len(people)} of {wanted} people have decided: {names}"
            if names
            else "nobody's name stands with the decision"
        )
        hint = "let somebody else look: kzru-cite review --state all" if names else "add 'by:'"
        yield finding(link, standing[0].place, message, hint)


RULE = Rule(
    code="QUO105",
    name="too-few-eyes",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="decision made by fewer people than the settings ask",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
