"""
Find addresses that only the author's machine or network can reach.

Bad: `url = {http://localhost:8888/notes}`, `url = {file:///home/ann/a.pdf}`,
`url = {http://192.168.1.20/a.pdf}`, `url = {https://wiki.local/a}`.

Good: the place where readers find the source, or no address at all.

Sure: high. The networks and names are those reserved for private use.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address, NotAnAddress, read_address
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._private_hosts import is_private


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "url"):
            address = read_address(written(field.value))
            yield _judge(reference, field, address)


def _judge(reference: Reference, field: Field, address: Address | NotAnAddress) -> Outcome:
    if address.scheme == "file":
        where = "a file on one machine"
    elif isinstance(address, Address) and is_private(address):
        where = f"the private host {address.host!r}"
    else:
        return OK
    return Contradicted(
        place=field.place,
        message=f"the address leads to {where}",
        hint="give an address that readers can reach, or none",
        reference=reference.key,
    )


RULE = Rule(
    code="LNK107",
    name="private-address",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="address that only the author can reach",
    page=__doc__,
    check=check,
)
