"""
Find names of persons with digits in them.

Digits come from footnote marks, from library catalogues that add the years of life, or from user
numbers of a forum. They are no part of the name.

Bad: `author = {Müller1, Jan}`, `author = {Smith, John, 1950-}`.

Good: `author = {Müller, Jan}`. User names of one word and bodies in braces, such as `{{3M}}`, may
have digits.

Sure: medium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._bodies import names_body
from kzru_cite.rules._names import place_of, single_names

# A suffix of a name, as in “Weber, 3rd, Karl”.
_ORDINAL = re.compile(r"\b(?:2nd|3rd|[4-9]th)\b", re.IGNORECASE)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name of a person with two words or more."""
    for reference in dossier.bibliography.references:
        for field, name in single_names(reference):
            if not name.literal and len(name.raw.split()) > 1 and not names_body(name.raw):
                yield _judge(reference, field, name)


def _judge(reference: Reference, field: Field, name: Name) -> Outcome:
    if not any(digit.isdigit() for part in _ORDINAL.split(str(name)) for digit in part):
        return OK
    return Suspicious(
        place=place_of(field, name.raw),
        message=f"name {name.raw!r} has digits",
        hint="leave marks, years and numbers out; a body's name goes into double braces",
        reference=reference.key,
    )


RULE = Rule(
    code="NAM006",
    name="name-with-digits",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="name of a person with digits in it",
    page=__doc__,
    check=check,
)
