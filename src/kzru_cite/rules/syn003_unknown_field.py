"""
Find field names that look like a misspelled name of a BibLaTeX field.

BibLaTeX and pandoc pass over fields that they do not know, so what stands in them is not
printed, and nobody says so.

Bad: `pulisher = {Routledge}`, `urldatte = {2020-01-01}`.

Good: `publisher`, `urldate`. Fields of reference managers and fields unlike any known one are
left alone here (see SYN016).

Sure: high, since the name is one slip away from a known one.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._biblatex import known, near_fields
from kzru_cite.rules._mending import rename


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each field that an entry sets itself."""
    for reference in dossier.bibliography.references:
        for field in reference.fields.values():
            if field.inherited_from:
                continue
            near = [] if known(field.name) else near_fields(field.name)
            if not near:
                yield OK
                continue
            yield Contradicted(
                place=field.name_place,
                message=f"BibLaTeX has no field {field.name!r}",
                hint=f"did you mean {near[0]!r}?",
                reference=reference.key,
                fix=None if near[0] in reference.fields else rename(field, near[0], safe=False),
            )


RULE = Rule(
    code="SYN003",
    name="unknown-field",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="misspelled field name",
    page=__doc__,
    check=check,
)
