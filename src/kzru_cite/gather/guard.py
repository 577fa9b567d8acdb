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
