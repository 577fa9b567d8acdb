"""
Find publishers, sites and journals written in capitals.

Many sites print their own name in capitals. In a list of sources it shouts, and it no longer
matches the same name elsewhere.

Bad: `organization = {THE ASTANA TIMES}`.

Good: `organization = {The Astana Times}`. Acronyms such as UNESCO or SIAM, and pairs of short
words such as PLOS ONE, are left alone; so is one word alone, as in CODECHECK, unless it names the
site of a web page or a house that is known to write itself otherwise.

Sure: medium.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import SITE_FIELDS, Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._capitals import in_capitals
from kzru_cite.rules._words import words

# Houses that registers of citations write in capitals, and that do not write themselves so.
_PUBLISHERS = words("birkhauser birkhäuser blackwell elsevier macmillan routledge springer thieme")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each publisher, site and journal."""
    for reference in dossier.bibliography.references:
        for field in own(reference, SITE_FIELDS):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    if not _shouts(reference, field.value):
        return OK
    return Suspicious(
        place=field.place,
        message=f"{field.name} {field.value!r} is in capitals",
        hint="write capitals only where the name has them in running text",
        reference=reference.key,
    )


def _shouts(reference: Reference, name: str) -> bool:
    if in_capitals(name, words=2, long=8) or in_capitals(name, words=3, long=5):
        return True
    alone = in_capitals(name, words=1, long=8)
    return alone and (is_web(reference) or name.casefold() in _PUBLISHERS)


RULE = Rule(
    code="TTL010",
    name="publisher-in-capitals",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="publisher, site or journal written in capitals",
    page=__doc__,
    check=check,
)
