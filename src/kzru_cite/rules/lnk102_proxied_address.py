"""
Find addresses that go through somebody's proxy.

Libraries let their members read paid journals through a proxy that rewrites every address. Such
an address asks all other readers for a library card they do not have.

Bad: `url = {https://www-jstor-org.ezproxy.example.edu/stable/1558283}`,
`url = {https://proxy.example.edu/login?url=https://www.jstor.org/stable/1558283}`.

Good: `url = {https://www.jstor.org/stable/1558283}`.

Sure: high for the known forms of library proxies. A page as a machine translated it is a sign
only, since the translation may be what is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses, locate_host
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite

# What libraries call the machine that runs the proxy.
_PROXY = re.compile(r"(?:.*-)?(?:lib|library|web|ez-?lib|oca|remote|my)?proxy\d*|ezp\d*")
# The hosted proxy of OCLC, of which Wikipedia's library is a part.
_HOSTED = ("idm.oclc.org", "oclc.org.ezproxy", "wikipedialibrary.org")
_LOGIN = re.compile(r"/(?:login|connect|_auth)$")
_BEHIND = re.compile(r"(?:^|&)q?url=(https?(?::|%3A).+)", re.IGNORECASE)
# The catalogue's own proxy puts a digit before the host: 0-www.jstor.org.library.example.edu.
_CATALOGUE = re.compile(r"\d-[a-z0-9-]+\.[a-z0-9.-]+\.[a-z]{2,}")
_TRANSLATORS = ("translate.goog", "translate.google.com", "translatoruser-int.com")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            yield _judge(reference, field, address)


def _judge(reference: Reference, field: Field, address: Address) -> Outcome:
    if _is_proxied(address):
        return Contradicted(
            place=locate_host(field, address.host),
            message=f"the address goes through the proxy {address.host!r}",
            hint=_hint(address),
            reference=reference.key,
            fix=rewrite(field, behind, safe=False) if (behind := _behind(address)) else None,
        )
    if address.on(*_TRANSLATORS):
        return Suspicious(
            place=locate_host(field, address.host),
            message=f"the address leads to a page that the machine {address.host!r} translates",
            hint="give the address of the page itself",
            reference=reference.key,
        )
    return OK


def _is_proxied(address: Address) -> bool:
    if address.on(*_HOSTED) or _CATALOGUE.fullmatch(address.host):
        return True
    labels = address.labels[:-2]
    if any("ezproxy" in label for label in labels):
        return True
    if any(_PROXY.fullmatch(label) for label in labels[1:]):
        return True
    behind = read_address(_behind(address))
    if not isinstance(behind, Address):
        return False
    if any(map(_PROXY.fullmatch, labels)):
        return True
    # A site's own login also names the page to go on to, but one of its own.
    return bool(_LOGIN.search(address.path)) and behind.labels[-2:] != address.labels[-2:]


def _behind(address: Address) -> str:
    found = _BEHIND.search(address.query)
    return unquote(found[1]) if found else ""


def _hint(address: Address) -> str:
    behind = _behind(address)
    return f"write {behind!r}" if behind else "give the address at the publisher, or the DOI"


RULE = Rule(
    code="LNK102",
    name="proxied-address",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="address that goes through a library's proxy",
    page=__doc__,
    check=check,
)
