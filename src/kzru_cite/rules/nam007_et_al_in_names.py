"""
Find “et al.” written into a name.

BibTeX takes every word of a list as a name. “Prezument, Yuri et al.” prints an author whose given
names are Yuri, et and al. How many names are printed is for the style to decide.

Bad: `author = {Ou-Yang, Lucas and Prezument, Yuri et al.}`, `author = {Иванов, И. и др.}`.

Good: `author = {Ou-Yang, Lucas and Prezument, Yuri and others}`, or all the names.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite
from kzru_cite.rules._names import name_lists, place_of

_OTHERS = re.compile(
    r"\bet\.? al\b\.?|\bet alii\b|,\s*others\b|\bи др(?:\.|угие\b)|\bжәне т\. ?б\.|\bu\. ?a\.$",
    re.IGNORECASE,
)
_BEFORE = ", "
_BEHIND = " .,"


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name list."""
    for reference in dossier.bibliography.references:
        for field, names in name_lists(reference):
            yield _judge(reference, field, names)


def _judge(reference: Reference, field: Field, names: tuple[Name, ...]) -> Outcome:
    found = next((match[0] for name in names if (match := _OTHERS.search(name.raw))), None)
    if found is None:
        return OK
    written = found.lstrip(_BEFORE)
    return Contradicted(
        place=place_of(field, written),
        message=f"{written!r} is taken as part of a name",
        hint="write “and others” instead, or all the names",
        reference=reference.key,
        fix=_fix(field, found),
    )


def _fix(field: Field, found: str) -> Fix | None:
    """Put "and others" at the end of the list; in its middle nobody knows who is meant."""
    before, _, after = field.raw.partition(found)
    names = re.sub(r"(?:\s|,|;|\band\b)+\Z", "", before)
    if not names or after.strip(_BEHIND):
        return None
    return rewrite(field, f"{names} and others", safe=True)


RULE = Rule(
    code="NAM007",
    name="et-al-in-names",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="“et al.” written into a name",
    page=__doc__,
    check=check,
)
