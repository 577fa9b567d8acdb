"""Take web addresses apart, and fold spellings that lead to the same page into one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

# RFC 3986, section 3: a scheme and, for the addresses of interest here, a host.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(
    r"(?:(?P<user>.*)@)?(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>\d{0,999}))?", re.DOTALL
)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Characters that may stand in a path or a query as they are (RFC 3986, sections 3.3 and 3.4).
_AS_IS = "%!$&'()*+,;=:@/?-._~"
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}


class Address(Struct, frozen=True, kw_only=True):
    """
    An address with a host, in its parts.

    *scheme* and *host* are in lower case. *user* is what stands before the ``@``. *query* and
    *fragment* come without their mark; '' says that they are empty or not there.
    """

    scheme: str
    host: str
    path: str = ""
    query: str = ""
    fragment: str = ""
    port: int | None = None
    user: str = ""

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        port = "" if self.port is None else f":{self.port}"
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{user}{self.host}{port}{self.path}{query}{fragment}"

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the parts of the host between its dots."""
        return tuple(self.host.split("."))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the parts of the query between its ampersands, empty ones left out."""
        return tuple(part for part in self.query.split("&") if part)

    def on(self, *hosts: str) -> bool:
        """Tell whether the host is one of *hosts*, or lies below one of them."""
        return any(self.host == host or self.host.endswith(f".{host}") for host in hosts)


class NotAnAddress(Struct, frozen=True, kw_only=True):
    """Text that names no host by a scheme; *scheme* is set when there is at least that."""

    text: str
    scheme: str = ""


AddressReading: TypeAlias = Address | NotAnAddress


# Each address is asked about again and again; a cache smaller than a bibliography never hits.
@lru_cache(maxsize=1 << 17)
def read_address(text: str) -> AddressReading:
    """Take *text* apart, without judging the parts."""
    rest, _, fragment = text.strip().partition("#")
    rest, _, query = rest.partition("?")
    named = _SCHEME.match(rest)
    scheme = named[1].lower() if named else ""
    rest = rest[named.end() :] if named else rest
    start, slash, path = rest.removeprefix("//").partition("/")
    authority = _AUTHORITY.fullmatch(start)
    if not scheme or not rest.startswith("//") or authority is None or not authority["host"]:
        return NotAnAddress(text=text, scheme=scheme)
    return Address(
        scheme=scheme,
        host=authority["host"].lower(),
        path=slash + path,
        query=query,
        fragment=fragment,
        port=int(authority["port"]) if authority["port"] else None,
        user=authority["user"] or "",
    )


def fold(address: Address) -> Address:
    """
    Give all spellings that lead to the same page one form.

    Folded are http and https, ``www.``, the scheme's own port, international host names,
    percent-encoding, dots, doubled and trailing slashes in the path, the order of parameters.
    Who logs in and the fragment are dropped. Folding twice changes nothing more.
    """
    own_port = _DEFAULT_PORTS.get(address.scheme) == address.port
    return replace(
        address,
        scheme="https" if address.scheme == "http" else address.scheme,
        host=_fold_host(address.host),
        path=_fold_path(address.path),
        query="&".join(sorted(map(fold_percent, address.parameters))),
        fragment="",
        port=None if own_port or address.port in (80, 443) else address.port,
        user="",
    )


def fold_percent(text: str) -> str:
    """Encode what needs it, decode what needs none, and write the codes in upper case."""
    return quote(_PERCENT.sub(_fold_code, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)), safe=_AS_IS)


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses differ in spelling alone; text that is none equals itself."""
    first, second = read_address(one), read_address(other)
    if isinstance(first, Address) and isinstance(second, Address):
        return fold(first) == fold(second)
    return one == other


def _fold_code(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _fold_path(path: str) -> str:
    segments: list[str] = []
    for segment in fold_percent(path).split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    return "".join(f"/{segment}" for segment in segments)


def _fold_host(host: str) -> str:
    host = host.rstrip(".")
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host
