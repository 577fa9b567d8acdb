"""
Find bylines that name nobody: Staff, Admin, News Desk.

Editing systems fill such words in when no author is given. In a list of sources they look like a
name and are sorted like one.

Bad: `author = {Staff}`, `author = {{Reuters Staff}}`, `author = {Desk, News}`.

Good: no author; the site stands in `organization`.

Sure: medium. Only whole names are compared, so that a person called Staff passes.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._generic_names import GENERIC, HOUSE_WORDS
from kzru_cite.rules._names import place_of, single_names
from kzru_cite.rules._sites import fold


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name, those in braces included."""
    for reference in dossier.bibliography.references:
        for field, name in single_names(reference):
            yield _judge(reference, field, name)


def _judge(reference: Reference, field: Field, name: Name) -> Outcome:
    spoken = " ".join(str(name).casefold().split()).removesuffix(".")
    if spoken not in GENERIC and not _names_house(spoken, name, reference):
        return OK
    return Suspicious(
        place=place_of(field, name.raw),
        message=f"{field.name} {str(name)!r} names nobody",
        hint="leave the field out when the source names no author",
        reference=reference.key,
    )


def _names_house(spoken: str, name: Name, reference: Reference) -> bool:
    house, _, last = spoken.rpartition(" ")
    if last not in HOUSE_WORDS or not house:
        return False
    return bool(name.literal) or fold(house) == fold(reference.site) or name.given.isupper()


RULE = Rule(
    code="NAM009",
    name="generic-name",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="byline that names nobody",
    page=__doc__,
    check=check,
)
