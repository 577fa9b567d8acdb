"""Read addresses of archived copies: which archive, which moment, which page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache, lru_cache
from typing import ClassVar, TypeAlias
from urllib.parse import unquote

from msgspec import Struct

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.archive_providers import GOOGLE_CACHE, OTHER, PROVIDERS, WAYBACK, Provider

# A timestamp, in the spellings of all archives, the flag behind it, and the archived address.
_REPLAY = (
    r"/(?P<stamp>\d[\d.-]*|\*|\+|newest|oldest)(?P<calendar>\*?)(?P<flag>[A-Za-z_]*)"
    r"/(?P<original>.+)"
)
_FLAG = re.compile(r"(?:[a-z]{2}_)?")
_NO_STAMP = re.compile(
    r"(?P<save>/save(?:/_embed)?)?(?:/web)?/(?P<original>https?(?::|%3A)/?.+)", re.IGNORECASE
)
_OTHER = re.compile(
    r"/(?:[^/]+/){0,4}?(?P<stamp>(?:19|20)\d{12})(?P<calendar>)(?P<flag>(?:[a-z]{2}_)?)"
    r"/(?P<original>https?:/.+)"
)
_HOST_FIRST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)")
_ASKED = re.compile(r"(?:^|&)url=([^&]+)")
_CACHED = re.compile(r"(?:^|&)q=cache:(?:[\w-]{8,}:)?([^&+\s]+)")
_SAFE_FLAGS = {"", "id_", "if_", "im_", "js_", "cs_", "oe_", "mp_"}
_FIRST_YEAR = 1996  # no archive holds pages from before
_BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Flaw(Enum):
    """Name a fault of the address of a copy that still leads to one copy."""

    HTTP = "http"
    PORT = "port"
    OLD_HOST = "old host"
    NO_WEB = "no /web/"
    FLAG = "flag"


class Fault(Enum):
    """Name why an address of an archive leads to no certain copy."""

    SAVE = "save"
    CALENDAR = "calendar"
    NO_TIMESTAMP = "no timestamp"
    SHORT = "short"
    LONG = "long"
    IMPOSSIBLE = "impossible"
    TOO_EARLY = "too early"


class Capture(Struct, frozen=True, kw_only=True):
    """
    The address of one archived copy.

    *timestamp* is in UTC, None when the address does not give the day; *digits* are as written.
    *original* is the archived address, '' when the address does not give it. *flag* is the
    archive's word for how to show the copy (``id_``). *repaired* is the address without *flaws*.
    """

    provider: Provider
    timestamp: datetime | None = None
    original: str = ""
    digits: str = ""
    flag: str = ""
    flaws: tuple[Flaw, ...] = ()
    repaired: str = ""


class MalformedCapture(Struct, frozen=True, kw_only=True):
    """
    An address of an archive that leads to no certain copy, and so to none of a certain moment.

    *fragment* is the part at fault.
    """

    provider: Provider
    fault: Fault
    fragment: str
    original: str
    timestamp: ClassVar[None] = None


class NotArchived(Struct, frozen=True, kw_only=True):
    """An address that is no archived copy, as far as the list of archives goes."""

    text: str
    original: ClassVar[str] = ""
    timestamp: ClassVar[None] = None


CaptureReading: TypeAlias = Capture | MalformedCapture | NotArchived


def wayback_address(digits: str, original: str, flag: str = "") -> str:
    """Write the address of a copy in the Wayback Machine."""
    return f"https://{WAYBACK.hosts[0]}/web/{digits}{flag}/{original}"


@lru_cache(maxsize=4096)
def read_capture(text: str) -> CaptureReading:
    """Recognise the address of an archived copy, and take it apart."""
    address = read_address(text)
    if not isinstance(address, Address):
        return NotArchived(text=text)
    provider = _by_host().get(address.host)
    rest = address.path + (f"?{address.query}" if address.query else "")
    rest += f"#{address.fragment}" if address.fragment else ""
    if provider is None:
        found = _OTHER.fullmatch(rest)
        return _replayed(OTHER, address, found) if found else NotArchived(text=text)
    replay = _replay_pattern(provider.prefix) if provider.prefix is not None else None
    if replay and (found := replay.fullmatch(rest)):
        return _replayed(provider, address, found)
    if provider is WAYBACK:
        return _wayback_without_stamp(text, address, rest)
    return _by_identifier(provider, address) or NotArchived(text=text)


@cache
def _by_host() -> dict[str, Provider]:
    return {host: provider for provider in PROVIDERS for host in provider.hosts}


@cache
def _replay_pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(f"(?P<prefix>{prefix}){_REPLAY}", re.DOTALL)


def _replayed(provider: Provider, address: Address, found: re.Match[str]) -> CaptureReading:
    original = _restored(found["original"])
    if (
        provider is WAYBACK
        and not address.path.startswith("/web/")
        and not _names_page(found["original"])
    ):
        return NotArchived(text=str(address))
    stamp, digits = found["stamp"], re.sub(r"\D", "", found["stamp"])
    moment = None if found["calendar"] else _moment(digits)
    fault = moment if isinstance(moment, Fault) else None
    if found["calendar"] or not digits:
        fault = Fault.CALENDAR
    elif fault is Fault.SHORT and provider is not WAYBACK:
        fault, moment = None, _day(digits)
    if fault is not None:
        return MalformedCapture(
            provider=provider, fault=fault, fragment=stamp + found["calendar"], original=original
        )
    flaws = _flaws(address, found) if provider is WAYBACK else ()
    flag = found["flag"] if _FLAG.fullmatch(found["flag"]) else ""
    return Capture(
        provider=provider,
        timestamp=moment if isinstance(moment, datetime) else None,
        original=original,
        digits=digits,
        flag=found["flag"],
        flaws=flaws,
        repaired=wayback_address(digits, original, flag) if flaws else "",
    )


def _names_page(original: str) -> bool:
    # archive.org has a library of its own, whose addresses are no copies of web pages.
    return re.match(r"(?:https?|ftp)(?::|%3A)", original, re.IGNORECASE) is not None


def _restored(original: str) -> str:
    """Undo what happens to the address inside: encoding as a whole, a lost slash or scheme."""
    if re.match(r"https?%3A", original, re.IGNORECASE):
        original = unquote(original)
    if _HOST_FIRST.match(original):
        return f"http://{original}"
    return re.sub(r"^(https?|ftp):/*", r"\1://", original, flags=re.IGNORECASE)


def _moment(digits: str) -> datetime | Fault:
    if len(digits) != 14:
        return Fault.SHORT if len(digits) < 14 else Fault.LONG
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return Fault.IMPOSSIBLE
    return Fault.TOO_EARLY if moment.year < _FIRST_YEAR else moment


def _day(digits: str) -> datetime | None:
    """Read the day from a timestamp that says no second, as some archives write it."""
    moment = _moment(f"{digits:0<14}") if len(digits) >= 8 else None
    return moment if isinstance(moment, datetime) else None


def _flaws(address: Address, found: re.Match[str]) -> tuple[Flaw, ...]:
    signs = {
        Flaw.HTTP: address.scheme != "https",
        Flaw.PORT: address.port is not None,
        Flaw.OLD_HOST: address.host != WAYBACK.hosts[0],
        Flaw.NO_WEB: not found["prefix"],
        Flaw.FLAG: found["flag"] not in _SAFE_FLAGS and not _FLAG.fullmatch(found["flag"]),
    }
    return tuple(flaw for flaw, there in signs.items() if there)


def _wayback_without_stamp(text: str, address: Address, rest: str) -> CaptureReading:
    found = _NO_STAMP.fullmatch(rest)
    if found is None:
        return NotArchived(text=text)
    fault = Fault.SAVE if found["save"] else Fault.NO_TIMESTAMP
    return MalformedCapture(
        provider=WAYBACK,
        fault=fault,
        fragment=found["save"] or address.host,
        original=_restored(found["original"]),
    )


def _by_identifier(provider: Provider, address: Address) -> Capture | None:
    found = re.fullmatch(provider.identifier or "(?!)", address.path)
    if found is None:
        return None
    asked = (_CACHED if provider is GOOGLE_CACHE else _ASKED).search(address.query)
    code = found.groupdict().get("code")
    return Capture(
        provider=provider,
        original=_with_scheme(unquote(asked[1])) if asked else "",
        timestamp=_decoded(code) if code else None,
    )


def _with_scheme(original: str) -> str:
    return original if "://" in original else f"http://{original}"


def _decoded(code: str) -> datetime | None:
    """Read the moment out of WebCite's identifier: microseconds since 1970 in base 62."""
    microseconds = 0
    for character in code:
        microseconds = microseconds * 62 + _BASE_62.index(character)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    return moment if 2003 <= moment.year <= 2019 else None
