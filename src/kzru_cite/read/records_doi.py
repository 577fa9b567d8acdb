"""Read what doi.org says: whether a DOI is registered, where it leads, and with whom it is."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kzru_cite.read.records_json import items, load, table, tables, text_of


class HandleCode(Enum):
    """The answers of the handle system."""

    FOUND = 1
    ERROR = 2
    NO_HANDLE = 100
    NO_VALUES = 200


class Handle(Struct, frozen=True, kw_only=True):
    """An answer of the handle system: *alias* is the DOI that this one only stands for."""

    code: HandleCode
    handle: str = ""
    url: str = ""
    alias: str = ""


def read_handle(text: str) -> Handle | None:
    """Read the answer of the handle system; None when the text is none."""
    answer = table(load(text))
    code = _CODES.get(text_of(answer.get("responseCode")))
    if code is None:
        return None
    values = tables(answer.get("values"))
    found = {
        kind: text_of(table(value, "data").get("value"))
        for value in values
        if (kind := text_of(value.get("type"))) in ("URL", "HS_ALIAS")
    }
    return Handle(
        code=code,
        handle=text_of(answer.get("handle")),
        url=found.get("URL", ""),
        alias=found.get("HS_ALIAS", ""),
    )


def read_agency_of(text: str) -> str:
    """Read the agency's name, such as ``Crossref``; '' when it is not told."""
    first = items(load(text))[:1]
    return text_of(table(first[0]).get("RA")) if first else ""


_CODES = {str(code.value): code for code in HandleCode}
