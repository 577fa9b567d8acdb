"""Read what two archives say of a single copy: Wayback's Availability, and Perma.cc."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.model.evidence import CaptureListed
from kzru_cite.read.cdx import read_stamp
from kzru_cite.read.records_json import load, table, tables, text_of


class NoneNamed(Struct, frozen=True, kw_only=True):
    """An answer in the right form that names no copy."""


CopyReading: TypeAlias = CaptureListed | NoneNamed


def read_availability(text: str, asked: str) -> CopyReading | None:
    """Read Wayback's word on a copy of the address *asked*; None when the text is none."""
    answer = load(text)
    if not isinstance(table(answer).get("archived_snapshots"), dict):
        return None
    closest = table(answer, "archived_snapshots", "closest")
    taken = read_stamp(text_of(closest.get("timestamp")))
    address = text_of(closest.get("url"))
    if taken is None or not address or closest.get("available") is not True:
        return NoneNamed()
    code = text_of(closest.get("status"))
    return CaptureListed(
        taken=taken,
        # 2026: it names its copies with http, though all are there with https.
        address=address.replace("http://web.archive.org/", "https://web.archive.org/", 1),
        original=_original(address) or asked,
        code=int(code) if code.isascii() and code.isdecimal() and len(code) == 3 else None,
    )


def read_perma(text: str, address: str) -> CopyReading | None:
    """Read the record of a copy in Perma.cc at *address*; None when the text is none."""
    answer = table(load(text))
    original, taken = text_of(answer.get("url")), _moment(text_of(answer.get("creation_timestamp")))
    if not original or taken is None:
        return None
    kept = any(text_of(copy.get("status")) == "success" for copy in tables(answer.get("captures")))
    return CaptureListed(taken=taken, address=address, original=original) if kept else NoneNamed()


def _original(address: str) -> str:
    _, found, rest = address.partition("/web/")
    return rest.partition("/")[2] if found else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
