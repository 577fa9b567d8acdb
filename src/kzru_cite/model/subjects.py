"""Name what a look is about in one way, so that question and answer find each other."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from kzru_cite.model.address import Address, fold_percent, read_address

_PORTS = {"http": 80, "https": 443}
_VERSION = re.compile(r"v\d+$")


# Large bibliographies are gone through again and again; a cache smaller than they are never hits.
@lru_cache(maxsize=1 << 17)
def subject(about: str) -> str:
    """
    Give all spellings of an address or identifier that ask the same question one form.

    Unlike ``address.fold`` this keeps http apart from https, and ``www.`` and parameters as they
    are, since servers may answer differently. Identifiers are ``doi:…``, ``isbn:…`` (13 digits),
    ``arxiv:…`` (without version) and ``pmid:…``.
    """
    kind, _, rest = about.strip().partition(":")
    kind, rest = kind.lower(), rest.strip()
    if kind == "doi":
        return f"doi:{rest.lower()}"
    if kind == "isbn":
        return f"isbn:{isbn13(rest)}"
    if kind == "arxiv":
        return f"arxiv:{_VERSION.sub('', rest.lower())}"
    if kind == "pmid":
        return f"pmid:{rest.lstrip('0')}"
    return _page(about)


def isbn13(number: str) -> str:
    """Write an ISBN with 13 digits; other text only loses its hyphens and blanks."""
    digits = re.sub(r"[\s.-]", "", number).upper()
    if not re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        return digits
    body = f"978{digits[:9]}"
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _page(about: str) -> str:
    address = read_address(about)
    if not isinstance(address, Address):
        return about.strip()
    return str(
        replace(
            address,
            host=_host(address.host),
            path=fold_percent(address.path) or "/",
            query=fold_percent(address.query),
            fragment="",
            port=None if _PORTS.get(address.scheme) == address.port else address.port,
        )
    )


def _host(host: str) -> str:
    host = host.rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host
