"""
Find addresses of services that shorten addresses.

A short address hides where it leads, and dies with the service, even while the page lives on.

Bad: `url = {https://bit.ly/3xYzAbC}`.

Good: the address that the browser shows after following it. Resolvers of identifiers
(`doi.org`) and short hosts of one site (`youtu.be`) are fine.

Sure: high. The services are listed by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses, locate_host
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._shorteners import CLOSED, SHORTENERS


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            yield _judge(reference, field, address)


def _judge(reference: Reference, field: Field, address: Address) -> Outcome:
    host = address.host.removeprefix("www.")
    if host not in SHORTENERS or not address.path.strip("/"):
        return OK
    closed = ", which has closed" if host in CLOSED else ""
    return Contradicted(
        place=locate_host(field, address.host),
        message=f"the address was shortened by {host!r}{closed}",
        hint="give the address that it leads to",
        reference=reference.key,
    )


RULE = Rule(
    code="LNK104",
    name="shortened-address",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="address of a service that shortens addresses",
    page=__doc__,
    check=check,
)
