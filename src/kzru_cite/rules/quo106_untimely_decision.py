"""
Find decisions that are old, that have no day, or that are of a day to come.

`stale-after` in `[tool.kzru-cite.review]` says for how long a decision stands; the default is a
year (`"365d"`).

Bad: `on: 2024-01-01` when it is November 2026; a decision without `on`.

Good: somebody looked again (`kzru-cite review --state all`).

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._decisions import Decisions, Standing


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each decision that stands."""
    for one in Decisions(dossier=dossier).in_force():
        yield _timely(one, dossier)


def _timely(one: Standing, dossier: Dossier) -> Outcome:
    day = one.decided.on
    if day is None:
        return one.finding("the decision has no day", "add 'on: YYYY-MM-DD'")
    # Of the values of further decisions the places are not known.
    place = one.link.at("on") if one.decided.place == one.link.at("decision") else None
    days = (dossier.today - day).days
    if days < 0:
        return one.finding(f"the decision is of {day}, a day to come", "mend the day", place)
    if days <= dossier.policy.decision_age:
        return OK
    # What changes from day to day stands in the hint, so that the finding keeps its name.
    hint = f"that is {days} days ago; look again: kzru-cite review --claim {one.link.claim}"
    return one.finding(f"the decision is of {day}", f"{hint} --state all", place)


RULE = Rule(
    code="QUO106",
    name="untimely-decision",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="decision that is old, without a day, or of a day to come",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER}),
)
