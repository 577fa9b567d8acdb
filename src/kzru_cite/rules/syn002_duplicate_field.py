"""
Find fields that one entry sets twice.

Only one of the two values is printed, and which one depends on the tool.

Bad: an entry with `title = {Boiling}` and, further down, `title = {Freezing}`.

Good: one value for each field.

Sure: high. The same value twice, and fields that nobody prints (keywords, say), are a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import without

_UNPRINTED = frozenset({"keywords", "keyword", "abstract", "file", "annote", "annotation"})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry."""
    for reference in dossier.bibliography.references:
        if not reference.repeats:
            yield OK
        for field in reference.repeats:
            yield _finding(reference, field)


def _finding(reference: Reference, field: Field) -> Outcome:
    first = reference.fields[field.name]
    same = first.value == field.value
    message = f"the field {field.name!r} is set a second time" + same * " to the same value"
    hint = f"it says {shorten(first.value, 60, placeholder='…')!r} in line {first.place.line}"
    # Nothing is lost where both say the same, nor where nobody prints the field.
    mild = same or field.name in _UNPRINTED
    return (Suspicious if mild else Contradicted)(
        place=field.name_place,
        message=message,
        hint=f"{hint}; keep one of them",
        reference=reference.key,
        fix=without(field, safe=True) if same else None,
    )


RULE = Rule(
    code="SYN002",
    name="duplicate-field",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="field set twice in one entry",
    page=__doc__,
    check=check,
)
