"""
Find publishers with their place run into the name.

“London: Routledge” is how a list prints place and publisher, not the name of either. A style that
leaves the place out, or puts it elsewhere, cannot take the two apart.

Bad: `publisher = {London-New York: Routledge}`.

Good: `location = {London and New York}` with `publisher = {Routledge}`. Colons behind anything but
a known place of publishing are left alone.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._cities import CITIES
from kzru_cite.rules._titles import PUBLISHER_FIELDS

_BEHIND_COLON = re.compile(r"([^:]+?)\s*:\s+(\S.*)")
_BETWEEN = re.compile(r"\s*(?:[-–—/,;&]|\band\b|\bund\b|\bи\b)\s*")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each publisher, organization, institution and school."""
    for reference in dossier.bibliography.references:
        for field in own(reference, PUBLISHER_FIELDS):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    found = _BEHIND_COLON.fullmatch(field.value)
    if found is None or not _begins_with_city(found[1]):
        return OK
    return Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r} has the place {found[1]!r} before the name",
        hint=f"write location = {{{_places(found[1])}}} and {field.name} = {{{found[2]}}}",
        reference=reference.key,
    )


def _begins_with_city(text: str) -> bool:
    return text.casefold() in CITIES or _BETWEEN.split(text)[0].casefold() in CITIES


def _places(text: str) -> str:
    """Join the places as a list; what is not known to be one (a state) stays with its city."""
    parts = _BETWEEN.split(text)
    return " and ".join(parts) if all(part.casefold() in CITIES for part in parts) else text


RULE = Rule(
    code="TTL011",
    name="publisher-with-place",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="publisher with its place run into the name",
    page=__doc__,
    check=check,
)
