"""Bring addresses into the form in which they are asked."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import urljoin

from msgspec.structs import replace

from kzru_cite.model.address import Address, fold_percent, read_address

_PORTS = {"http": 80, "https": 443}
# A label of a host name; underscores are against the rules, and in use.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LEFT_OUT = re.compile(r"[\t\r\n]")
# The ports that browsers open no page at (WHATWG Fetch, "port blocking", as of 2026): a request
# to one would speak to a mail server or the like, and no reader could follow the reference.
_SHUT = frozenset(
    (
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161),
        *(179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563),
        *(587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061),
        *(6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    )
)


class NotAskable(ValueError):  # noqa: N818 - it is no error of the program
    """An address that is never asked; the message says why."""


def askable(text: str) -> str:
    """
    Return an address in the form in which it is asked.

    The host is in ASCII, path and query are percent-encoded, the fragment and the scheme's own
    port are dropped. Raises NotAskable for what is not http or https, for a name and password
    before the host, and for a host or a port that cannot be.
    """
    address = read_address(_LEFT_OUT.sub("", text))
    if not isinstance(address, Address):
        raise NotAskable(f"{text!r} is not a web address")
    if address.scheme not in _PORTS:
        raise NotAskable(f"{address.scheme} is not asked, only http and https")
    if address.user:
        raise NotAskable("the address holds a user name")
    plain = replace(
        address,
        host=_host(address.host),
        port=_port(address),
        path=fold_percent(address.path) or "/",
        query=fold_percent(address.query),
        fragment="",
    )
    return str(plain)


def redirected(address: str, location: str) -> str:
    """
    Return where *location* leads from *address*, in the form in which it is asked.

    Raises NotAskable as askable does.
    """
    try:
        target = urljoin(address, location.strip())
    except ValueError as cause:
        raise NotAskable(f"the redirect to {location!r} cannot be read") from cause
    return askable(target)


def shut(address: str) -> str:
    """Return why nothing is asked at the port of an address, '' when it may be."""
    read = read_address(address)
    port = read.port if isinstance(read, Address) else None
    return f"port {port} belongs to another service than the web" if port in _SHUT else ""


def host_of(address: str) -> str:
    """
    Return the host of an address, with its port unless that is 80 or 443.

    '' when the address names none.
    """
    read = read_address(address)
    if not isinstance(read, Address):
        return ""
    return read.host if read.port in (None, 80, 443) else f"{read.host}:{read.port}"


def _port(address: Address) -> int | None:
    if address.port is None or address.port == _PORTS[address.scheme]:
        return None
    if not 0 < address.port < 65536:
        raise NotAskable(f"there is no port {address.port}")
    return address.port


def _host(host: str) -> str:
    if host.startswith("["):
        try:
            # The name of an interface of this machine after the address counts as an error too.
            return f"[{IPv6Address(host[1:-1].replace('%', '/')).compressed}]"
        except AddressValueError as cause:
            raise NotAskable(f"{host} is not a host") from cause
    try:
        name = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError as cause:
        raise NotAskable(f"{host!r} is not a host") from cause
    if not all(map(_LABEL.fullmatch, name.split("."))):
        raise NotAskable(f"{host!r} is not a host")
    return name
