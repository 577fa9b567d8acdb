"""
Find addresses of light copies made for telephones (AMP).

Such a copy leaves parts of the page out, stands beside the real one for a few years, and goes
when the site gives AMP up, as many have.

Bad: `url = {https://www.example.org/amp/news/1}`, `url = {https://example.org/news/1?amp=1}`.

Good: `url = {https://www.example.org/news/1}`. Words that begin with the same letters
(`/amphibians/`, `/amp-cms-review`) are fine.

Sure: medium, since a site may use the word for something else, such as amplifiers.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._amp import amp_sign, page_behind
from kzru_cite.rules._mending import rewrite


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            yield _judge(reference, field, address)


def _judge(reference: Reference, field: Field, address: Address) -> Outcome:
    sign = amp_sign(address)
    if not sign:
        return OK
    page = page_behind(address)
    return Suspicious(
        place=field.locate(sign),
        message=f"{sign!r} marks a light copy of the page for telephones",
        hint=f"the page itself may be {page!r}" if page else "give the address of the page itself",
        reference=reference.key,
        fix=rewrite(field, page, safe=False) if page else None,
    )


RULE = Rule(
    code="LNK105",
    name="amp-url",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="address of a light copy made for telephones",
    page=__doc__,
    check=check,
)
