"""
Find fields that are set to nothing.

An empty field says neither that the value is unknown nor that there is none, and it hides from
tools that look for missing fields.

Bad: `author = {}`.

Good: the field is filled in, or left out.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import without


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each field that an entry sets itself."""
    for reference in dossier.bibliography.references:
        for field in reference.fields.values():
            if field.inherited_from:
                continue
            if field.raw.strip(" {}\n\t"):
                yield OK
                continue
            yield Contradicted(
                place=field.name_place,
                message=f"the field {field.name!r} is empty",
                hint="fill it in, or take it out",
                reference=reference.key,
                fix=without(field, safe=True),
            )


RULE = Rule(
    code="SYN010",
    name="empty-field",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="field without a value",
    page=__doc__,
    check=check,
)
