"""
Find values of `urlstatus` that say nothing, or that call for a copy that is not there.

`urlstatus` says what became of the address: `live`; `dead`; `unfit`, when it now leads to
something that readers should not be sent to; `usurped`, when somebody else has taken it over. In
all cases but the first the editions lead to the archived copy, so there must be one.

Bad: `urlstatus = {deadd}`, or `urlstatus = {dead}` without `archiveurl`.

Good: `urlstatus = {dead}` with `archiveurl` and `archivedate`.

Sure: high. A missing copy weighs as a warning, since there may be none.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite

_VALUES = ("live", "dead", "unfit", "usurped")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each status."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "urlstatus"):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    if field.value not in _VALUES:
        near = get_close_matches(field.value.lower(), _VALUES)
        hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(_VALUES)}"
        return Contradicted(
            place=field.place,
            message=f"{field.value!r} is no status of an address",
            hint=hint,
            reference=reference.key,
            fix=rewrite(field, near[0], safe=False) if near else None,
        )
    if field.value == "live" or reference.first("archiveurl"):
        return OK
    return Suspicious(
        place=field.place,
        message=f"the address is {field.value}, but no archived copy is given",
        hint="give a copy as archiveurl, or say that there is none",
        reference=reference.key,
    )


RULE = Rule(
    code="ARC009",
    name="urlstatus-value",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="unknown status of an address, or one that calls for a copy",
    page=__doc__,
    check=check,
)
