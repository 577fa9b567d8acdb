"""
Find addresses with parameters that only say where a reader came from.

They make one page look like many, name the newsletter or the person that the link was copied
from, and keep archived copies from being found.

Bad: `url = {https://example.org/a?utm_source=news&fbclid=IwAR0}`.

Good: `url = {https://example.org/a}`. Parameters that choose the page (`?id=7`) stay.

Sure: high. Only names with no other use are in the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import swap
from kzru_cite.rules._trackers import trackers, without_trackers


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            yield _judge(reference, field, address)


def _judge(reference: Reference, field: Field, address: Address) -> Outcome:
    found = trackers(address)
    if not found:
        return OK
    names = ", ".join(repr(part.partition("=")[0]) for part in found)
    clean = str(without_trackers(address))
    return Contradicted(
        place=field.locate(found[0]),
        message=f"the address tracks its readers by {names}",
        hint=f"write {clean!r}",
        reference=reference.key,
        fix=swap(field, str(address), clean, safe=True, title=f"write {clean}"),
    )


RULE = Rule(
    code="LNK103",
    name="tracking-parameter",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="address with a parameter that only tracks readers",
    page=__doc__,
    check=check,
)
