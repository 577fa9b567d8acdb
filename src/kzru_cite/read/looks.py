"""
Read and write the log of looks.

It has one JSON object a line, with sorted keys; values that say nothing are left out. The log is
only ever added to. A line that cannot be read, such as one cut off by an interrupt, is counted
and passed over; it hides no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from kzru_cite.model.evidence import (
    Absent,
    Answered,
    CaptureListed,
    Evidence,
    Found,
    Hop,
    Listed,
    Look,
    Notice,
    PageFacts,
    Purpose,
    Record,
    Searched,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.quotation import Part, Quotation, Spot

VERSION = 1
# Keys are sorted, so that this comes first.
_FIRST = '{"about":"'
_DECODER = json.JSONDecoder()
# What a line that is no look can come to, one nested too deeply and one of endless numbers too.
_UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError),
    *(RecursionError, OverflowError),
)


class LogReading(Struct, frozen=True, kw_only=True):
    """The evidence of a log, and the numbers (from 1) of the lines that could not be read."""

    evidence: Evidence
    lost: tuple[int, ...] = ()


def read_looks(text: str) -> LogReading:
    """Read a log; looks come out in the order of time, each once, whatever the lines' order."""
    looks: dict[str, Look] = {}
    lost = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            looks.setdefault(line.strip(), _look(json.loads(line)))
        except _UNREADABLE:
            lost.append(number)
    # Two looks of one second are told apart by what they saw, so that order never matters.
    ordered = sorted(looks.items(), key=lambda item: (item[1].at, item[0]))
    return LogReading(evidence=Evidence(looks=tuple(look for _, look in ordered)), lost=tuple(lost))


def read_look(line: str) -> Look | None:
    """Read one line; None for what is no look."""
    try:
        return _look(json.loads(line)) if line.strip() else None
    except _UNREADABLE:
        return None


def about_of(line: str) -> str:
    """
    Return what a line says that it is about, '' when it does not say.

    Of lines as they are written here only that is read, which is quick; whether the rest makes a
    look is left to who reads it.
    """
    try:
        if line.startswith(_FIRST):
            about = _DECODER.raw_decode(line, len(_FIRST) - 1)[0]
        else:
            about = json.loads(line)["about"]
    except _UNREADABLE:
        return ""
    return about if isinstance(about, str) else ""


def write_look(look: Look) -> str:
    """Return the line of a look, without the line feed."""
    document = {"v": VERSION, **_plain_fields(look)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _look(item: Mapping[str, Any]) -> Look:
    if item["v"] != VERSION:
        raise ValueError(item["v"])
    return Look(
        at=_moment(item["at"]),
        purpose=Purpose(item["purpose"]),
        about=str(item["about"]),
        asked=str(item["asked"]),
        vantage=str(item.get("vantage", "")),
        sight=_READERS[item["sight"]["kind"]](item["sight"]),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _answered(item: Mapping[str, Any]) -> Answered:
    page = item.get("page")
    return Answered(
        code=int(item["code"]),
        final=str(item["final"]),
        hops=_hops(item),
        content_type=str(item.get("content_type", "")),
        headers={str(name): str(value) for name, value in item.get("headers", {}).items()},
        length=int(item.get("length", 0)),
        page=None if page is None else PageFacts(**_tuples(page)),
        capture=str(item.get("capture", "")),
    )


def _listed(item: Mapping[str, Any]) -> Listed:
    captures = (
        CaptureListed(**{**capture, "taken": _moment(capture["taken"])})
        for capture in item.get("captures", ())
    )
    return Listed(
        captures=tuple(captures),
        complete=bool(item.get("complete", True)),
        broken_off=bool(item.get("broken_off")),
    )


def _found(item: Mapping[str, Any]) -> Found:
    record = dict(item["record"])
    notices = tuple(Notice(**notice) for notice in record.pop("notices", ()))
    return Found(record=Record(**_tuples(record), notices=notices))


def _unanswered(item: Mapping[str, Any]) -> Unanswered:
    return Unanswered(
        trouble=Trouble[item["trouble"].upper().replace("-", "_")],
        words=str(item.get("words", "")),
        hops=_hops(item),
        code=item.get("code"),
    )


def _searched(item: Mapping[str, Any]) -> Searched:
    return Searched(
        quotation=Quotation(**item["quotation"]),
        text=str(item["text"]),
        extractor=str(item["extractor"]),
        capture=str(item["capture"]),
        part=Part(item.get("part", Part.NOWHERE.value)),
        spots=tuple(Spot(**spot) for spot in item.get("spots", ())),
        nearest=str(item.get("nearest", "")),
    )


def _hops(item: Mapping[str, Any]) -> tuple[Hop, ...]:
    return tuple(Hop(**hop) for hop in item.get("hops", ()))


def _tuples(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in item.items()
    }


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Sight]] = {
    "answered": _answered,
    "listed": _listed,
    "found": _found,
    "absent": lambda _: Absent(),
    "unanswered": _unanswered,
    "searched": _searched,
}
_KINDS = {
    Answered: "answered",
    Listed: "listed",
    Found: "found",
    Absent: "absent",
    Unanswered: "unanswered",
    Searched: "searched",
}


def _plain_fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of our data classes
    """Return the fields that differ from their default: those left out mean just that."""
    kind: type[Struct] = type(value)
    given = ((name, getattr(value, name), empty) for name, empty in _defaults(kind))
    return {name: _plain(one) for name, one, empty in given if one != empty}


@cache
def _defaults(kind: type[Struct]) -> tuple[tuple[str, object], ...]:
    """Return the names of the fields of a data class, each with its default."""
    return tuple(
        (
            field.name,
            field.default if field.default_factory is NODEFAULT else field.default_factory(),
        )
        for field in fields(kind)
    )


def _plain(value: object) -> object:
    match value:
        case str() | int() | float() | None:
            return value
        case Purpose() | Part():
            return value.value
        case Trouble():
            return value.name.lower().replace("_", "-")
        case datetime():
            # With %Y, years before 1000 would have fewer digits than are read again.
            return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
        case tuple():
            return [_plain(one) for one in value]
        case Mapping():
            return dict(value)
        case Answered() | Listed() | Found() | Absent() | Unanswered() | Searched():
            return {"kind": _KINDS[type(value)], **_plain_fields(value)}
        case _:
            return _plain_fields(value)


def join(looks: Iterable[Look]) -> str:
    """Return the log of the looks."""
    return "".join(f"{write_look(look)}\n" for look in looks)
