"""
Find names of bodies without the braces that keep them together.

BibTeX takes the last word of a name as the family name. *National Research Council* without
braces prints as “Council, National Research” or “Council, N. R.”

Bad: `author = {National Research Council}`.

Good: `author = {{National Research Council}}`.

Sure: medium. It goes by words such as Council or Ministry; words that are family names too
(Service, Press, Bank) count only beside another mark of a body. One word alone needs no braces.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._bodies import names_body
from kzru_cite.rules._mending import swap
from kzru_cite.rules._names import place_of, single_names, unprotected


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name of two words or more without comma and without braces around it."""
    for reference in dossier.bibliography.references:
        for field, name in single_names(reference):
            bare = unprotected(name.raw)
            if not name.literal and "," not in bare and len(bare.split()) > 1:
                yield _judge(reference, field, name)


def _judge(reference: Reference, field: Field, name: Name) -> Outcome:
    if not names_body(name.raw):
        return OK
    return Suspicious(
        place=place_of(field, name.raw),
        message=f"{name.raw!r} prints as {_turned(name)!r}",
        hint=f"write {{{{{name.raw}}}}}: double braces keep the name of a body together",
        reference=reference.key,
        fix=swap(field, name.raw, f"{{{name.raw}}}", safe=False),
    )


def _turned(name: Name) -> str:
    first = " ".join(part for part in (name.given, name.prefix) if part)
    return f"{name.family}, {first}"


RULE = Rule(
    code="NAM012",
    name="unbraced-corporate-name",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="name of a body without the braces that keep it together",
    page=__doc__,
    check=check,
)
