"""
Find suppressions that silence nothing.

What they allowed has been mended, or they never fitted. Left standing they would hide the fault
when it comes back.

Bad: `kzrucite = {allow SYN005: no address found (until 2027-05-31)}` in an entry with an address.

Good: the suppression is taken out once it is no longer needed.

Sure: high. A suppression of a rule that was not asked in this run is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import Confidence, Outcome, Severity
from kzru_cite.model.policy import Suppression
from kzru_cite.model.rule import Rule, SuppressionUse, Use
from kzru_cite.rules._mending import block, without
from kzru_cite.rules._suppressions import report


def check(dossier: Dossier, uses: tuple[SuppressionUse, ...]) -> Iterable[Outcome]:
    """Look at each suppression."""
    return report(uses, Use.USELESS, _say, lambda item: _fix(dossier, item))


def _say(item: Suppression) -> tuple[str, str]:
    message = f"nothing here needs 'allow {item.code}' any more"
    return message, "take the suppression out"


def _fix(dossier: Dossier, item: Suppression) -> Fix | None:
    """Take out a comment, or a field that holds nothing else; settings are for the editor."""
    texts = {source.path: source for source in dossier.articles}
    if item.place.path in texts:
        return block(texts[item.place.path], item.place, "take the suppression out")
    reference = dossier.bibliography.by_key().get(item.key)
    field = reference.fields.get("kzrucite") if reference else None
    if field is None or not field.place.contains(item.place) or field.value.count("allow") != 1:
        return None
    return without(field, safe=True)


RULE = Rule(
    code="RUN001",
    name="useless-suppression",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="suppression that silences nothing",
    page=__doc__,
    check_run=check,
)
