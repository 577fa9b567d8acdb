"""
Find names of bodies turned round as if they were persons.

*RFE/RL's Kazakh Service* has no family name. Turned round it prints as “Service, RFE/RL's
Kazakh”, and is sorted under S. A body whose name has a comma of its own is cut there too.

Bad: `author = {Service, RFE/RL's Kazakh}`, `author = {OCR, Office for Civil Rights}`.

Good: `author = {{RFE/RL's Kazakh Service}}`: braces keep the name of a body together.

Sure: medium. It goes by words such as Council or Ministry; words that are family names too
(Service, Press, Bank) count only beside another mark of a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._bodies import names_body
from kzru_cite.rules._names import is_extended, place_of, single_names, unprotected

# What stands before the comma is all in braces.
_BRACED = re.compile(r"\s*,")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name written with one comma."""
    for reference in dossier.bibliography.references:
        for field, name in single_names(reference):
            one_comma = unprotected(name.raw).count(",") == 1 and not name.raw.endswith(",")
            if one_comma and not is_extended(name):
                yield _judge(reference, field, name)


def _judge(reference: Reference, field: Field, name: Name) -> Outcome:
    if not names_body(name.raw) or _BRACED.match(unprotected(name.raw)):
        return OK
    return Suspicious(
        place=place_of(field, name.raw),
        message=f"{name.raw!r} is the name of a body, written like a person's",
        hint=_hint(name.raw),
        reference=reference.key,
    )


def _hint(raw: str) -> str:
    last, first, *inside = (part.strip() for part in raw.split(","))
    if inside or _stands_alone(last) or names_body(first.split()[-1]):
        return "put the name of a body into double braces, in the order it is spoken"
    # An acronym before the comma is another name of the same body.
    whole = first if last.isupper() else f"{first} {last}"
    return f"write {{{{{whole}}}}}: double braces, in the order it is spoken"


def _stands_alone(last: str) -> bool:
    """Tell whether what stands before the comma is a whole name, of a body or of a person."""
    return len([word for word in last.split() if word[:1].isalpha()]) > 1


RULE = Rule(
    code="NAM002",
    name="corporate-name-inverted",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="name of a body turned round like a person's",
    page=__doc__,
    check=check,
)
