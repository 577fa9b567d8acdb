"""Say what is wrong with the form of an address: faults that are certain, and signs of one."""

from __future__ import annotations

import re
from difflib import get_close_matches

from msgspec import Struct

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.entry_addresses import SECOND
from kzru_cite.rules._private_hosts import is_private

_WEB = ("http", "https")
# Schemes that a source may be given under (IANA's register, and those of data and code).
_SCHEMES = frozenset(
    {
        *_WEB,
        *("ftp", "ftps", "sftp", "file", "gopher", "gemini", "urn", "info", "mailto", "news"),
        *("nntp", "git", "ssh", "svn", "hg", "rsync", "data", "magnet", "ipfs", "ipns", "doi"),
        *("ark", "swh", "tag", "geo", "dat", "s3", "gs", "hdl", "isbn", "onion", "ws", "wss"),
    }
)
_HOST_LIKE = re.compile(r"(?:[\w-]+\.)+[^\W\d]{2,}(?::\d+)?(?:[/?#].*)?", re.DOTALL)
_FILE = re.compile(
    r"[^/]*\.(?:pdf|ps|gz|html?|docx?|pptx?|xlsx?|txt|md|tex|zip|png|jpe?g)", re.IGNORECASE
)
_IPV4 = re.compile(r"\d+\.\d+\.\d+\.\d+")
_BAD_HOST = re.compile(r"[^\w.-]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_OWN_PORTS = {"http": 80, "https": 443}
_PAIRS = {")": "(", "]": "[", "»": "«", "”": "“", ">": "<"}
# A page may be called after a word that ends in a full stop: an initial, or one of these.
_ABBREVIATED = re.compile(
    r"(?<![^\W_])(?:\w|inc|ltd|corp|co|jr|sr|st|etc|bros|vol|no|dr|mr|mrs|al|ed|op|cit)\.$",
    re.IGNORECASE,
)


class Finding(Struct, frozen=True, kw_only=True):
    """
    What is wrong, and the remedy.

    *fragment* is the part of the address where it shows, '' for all of it; *secret* is a part
    that is not to be repeated.
    """

    why: str
    hint: str
    fragment: str = ""
    secret: str = ""


def fault(text: str) -> Finding | None:
    """Find what makes *text* no address at all, or none to be given to a reader."""
    return _characters(text) or _scheme(text) or _host(text)


def sign(text: str) -> Finding | None:
    """Find what is hardly meant in an address that can be followed."""
    return _end(text) or _inside(text) or _odd_host(text)


def _characters(text: str) -> Finding | None:
    second = SECOND.search(text)
    if second:
        hint = "give one address alone"
        return Finding(why="holds two addresses", hint=hint, fragment=text[second.end() :])
    blank = re.search(r"\s\S*", text)
    if blank:
        hint = "leave the blank out, or write it as %20"
        return Finding(why="contains a blank", hint=hint, fragment=blank[0])
    if "…" in text:
        return Finding(why="was cut short", hint="give the whole address", fragment="…")
    left = re.search(r"\\[A-Za-z]*|[{}]", text)
    if left:
        hint = "write the address as a browser shows it"
        return Finding(why=f"holds {left[0]!r} of TeX", hint=hint, fragment=left[0])
    return None


def _scheme(text: str) -> Finding | None:
    address = read_address(text)
    if not address.scheme or _is_host_and_port(address.scheme, text):
        known = _HOST_LIKE.fullmatch(text.removeprefix("//")) and not _FILE.fullmatch(text)
        hint = f"write 'https://{text.removeprefix('//')}'" if known else "give a whole address"
        return Finding(why="has no scheme", hint=hint)
    if address.scheme not in _SCHEMES:
        near = get_close_matches(address.scheme, _WEB)
        hint = f"did you mean {near[0]!r}?" if near else "give an address that a browser can follow"
        why = f"has the unknown scheme {address.scheme!r}"
        return Finding(why=why, hint=hint, fragment=text[: len(address.scheme)])
    if not isinstance(address, Address) and address.scheme in _WEB:
        hint = f"write '{address.scheme}://' and the host"
        return Finding(why="has no host", hint=hint, fragment=text[: len(address.scheme)])
    return None


def _is_host_and_port(scheme: str, text: str) -> bool:
    return "." in scheme and not text[len(scheme) :].startswith("://")


def _host(text: str) -> Finding | None:
    address = read_address(text)
    if not isinstance(address, Address) or address.scheme not in _WEB:
        return None
    if address.host in _WEB:
        hint = "write the scheme once"
        return Finding(why="has a scheme twice", hint=hint, fragment=address.host)
    if address.user:
        hint = "leave out what stands before the @; it may be somebody's password"
        user = address.user
        return Finding(why="tells who logs in", hint=hint, fragment=f"{user}@", secret=user)
    why = _host_fault(address)
    if not why:
        return None
    return Finding(why=why, hint="mend the host", fragment=address.host)


def _host_fault(address: Address) -> str:
    host = address.host
    if host.startswith("[") or is_private(address):
        return ""
    bad = _BAD_HOST.search(host)
    if bad:
        return f"has {bad[0]!r} in its host"
    labels = host.removesuffix(".").split(".")
    if not all(labels) or any(len(label) > 63 for label in labels):
        return "has a host with an empty or overlong part"
    if len(labels) == 1:
        return f"has the host {host!r}, which is no full name"
    if labels[-1].isdecimal() and not _is_ipv4(host):
        return f"has the host {host!r}, which ends in a number"
    return ""


def _is_ipv4(host: str) -> bool:
    return _IPV4.fullmatch(host) is not None and all(int(part) < 256 for part in host.split("."))


def _end(text: str) -> Finding | None:
    end = text[-1:]
    if "#:~:text=" in text:
        return None
    loose = end in ".,;'\"" and not (end == "." and (_ABBREVIATED.search(text) or "/wiki/" in text))
    unopened = end in _PAIRS and text.count(end) > text.count(_PAIRS[end])
    if not loose and not unopened:
        return None
    hint = f"it may read {text[:-1]!r}"
    return Finding(why=f"ends in {end!r}, which is hardly part of it", hint=hint)


def _inside(text: str) -> Finding | None:
    mark = re.search(r"[<>\"`]", text)
    if mark:
        hint = "encode it, or copy the address anew"
        return Finding(why=f"holds {mark[0]!r}", hint=hint, fragment=mark[0])
    percent = _STRAY_PERCENT.search(text)
    if percent:
        hint = "a percent sign is written %25"
        fragment = text[percent.start() : percent.start() + 3]
        return Finding(why="has a percent sign without a code", hint=hint, fragment=fragment)
    return None


def _odd_host(text: str) -> Finding | None:
    address = read_address(text)
    if not isinstance(address, Address):
        return None
    if address.port is not None and _OWN_PORTS.get(address.scheme) == address.port:
        hint = "leave the port out"
        return Finding(
            why="names the port that is used anyway", hint=hint, fragment=f":{address.port}"
        )
    if _is_ipv4(address.host) and not is_private(address):
        hint = "a number says nothing about who speaks there; give the host by its name"
        return Finding(why="has a number for a host", hint=hint, fragment=address.host)
    return None
