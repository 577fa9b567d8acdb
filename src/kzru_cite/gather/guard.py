"""Decide which network addresses may be connected to."""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

_Ip: TypeAlias = IPv4Address | IPv6Address
_Network: TypeAlias = IPv4Network | IPv6Network

# The IANA registries of special addresses, as of 2026, and one of a cloud's own services.
_SPECIAL: dict[str, tuple[str, ...]] = {
    "unspecified": ("0.0.0.0/8", "::/128"),
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    "carrier": ("100.64.0.0/10",),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "metadata": ("168.63.129.16/32",),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "reserved": (
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"),
        *("100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "64:ff9b:1::/48"),
    ),
}
_REFUSED = tuple((kind, ip_network(net)) for kind, nets in _SPECIAL.items() for net in nets)
_GLOBAL = ip_network("2000::/3")
# Addresses of version 6 that carry one of version 4 in their last bits: NAT64.
_NAT64 = ip_network("64:ff9b::/96")
# What stands before it in those of ISATAP (RFC 5214, section 6.1), in any network.
_ISATAP = (0x00005EFE, 0x02005EFE)
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


class Guard:
    """Refuse addresses that are not of the open internet, but for the networks admitted."""

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        """Admit networks such as ``127.0.0.0/8``; raises ValueError for what is none."""
        self._allowed: tuple[_Network, ...] = tuple(map(ip_network, allowed))

    def refusal(self, ip: str) -> str:
        """Return why *ip* is not connected to, or '' when it may be."""
        try:
            address = _carried(ip_address(ip.partition("%")[0]))
        except ValueError:
            return f"{ip!r} is not a network address"
        if any(address in network for network in self._allowed):
            return ""
        kind = _kind(address)
        return f"{ip} is {kind}" if kind else ""

    def shut(self, port: int) -> str:
        """Return why no host is asked at *port*, or '' when it may be."""
        return f"port {port} belongs to another service than the web" if port in _SHUT else ""


def _kind(address: _Ip) -> str:
    for kind, network in _REFUSED:
        if address in network:
            return kind
    outside = isinstance(address, IPv6Address) and address not in _GLOBAL
    return "reserved" if outside else ""


def _carried(address: _Ip) -> _Ip:
    """Return the address of version 4 that one of version 6 stands for, else the address."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
