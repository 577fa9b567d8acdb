"""
Find pages that have moved for good.

The server itself says that the page has another address now. The old one works as long as
somebody keeps the redirect, which is often given up at the next rebuilding of the site.

Bad: `url = {https://example.org/a.php?id=7}` when it answers 301 and leads to
`https://example.org/articles/7`.

Good: the new address, once you have seen that the same text stands there.

Sure: high that the server says so. Redirects that hold for now only (302, 303, 307), another
spelling of the same address (https, `www.`, a slash), resolvers such as doi.org, and shortened
addresses (LNK104) are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.links import LinkClass
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.permanent import RESOLVERS
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._links import Link, ask
from kzru_cite.rules._mending import rewrite
from kzru_cite.rules._shorteners import SHORTENERS


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    return ask(dossier, frozenset({LinkClass.MOVED}), _judge)


def _judge(link: Link) -> Outcome:
    address = read_address(link.address)
    if isinstance(address, Address) and address.on(*RESOLVERS, *SHORTENERS):
        return OK
    return Contradicted(
        place=link.place,
        message=f"{link.address!r} {link.state.words}",
        hint="give the new address, once you have seen that the same text stands there",
        reference=link.reference.key,
        fix=rewrite(link.field, link.state.address, safe=False),
    )


RULE = Rule(
    code="LNK003",
    name="moved-page",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="page that has moved for good",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
