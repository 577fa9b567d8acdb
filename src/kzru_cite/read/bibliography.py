"""Read BibLaTeX files into references, keeping what cannot be read as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.model.bibliography import (
    Bibliography,
    BrokenEntry,
    Field,
    MacroUse,
    Name,
    Reference,
)
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibtex_blocks import RawEntry, RawFault, RawField, RawString, split
from kzru_cite.read.bibtex_inheritance import inherit
from kzru_cite.read.bibtex_names import NAME_FIELDS, read_names
from kzru_cite.read.bibtex_values import MONTHS, Expression, plain, resolve, take_apart

_SWALLOWED = re.compile(r"(?P<name>[A-Za-z][\w-]*)\s*=\s*(?P<value>.+)", re.DOTALL)


class _Found(Struct):
    """Collect what a reading finds, in reading order."""

    references: list[Reference] = field(default_factory=list)
    broken: list[BrokenEntry] = field(default_factory=list)
    macros: list[MacroUse] = field(default_factory=list)


def read_bibliography(sources: Iterable[SourceText]) -> Bibliography:
    """
    Read all files; abbreviations defined in one are known in those that follow.

    An entry that cannot be read becomes a BrokenEntry, and reading goes on after it.
    """
    found = _Found()
    macros: dict[str, str] = dict(MONTHS)
    for source in sources:
        for raw in split(source.text):
            match raw:
                case RawString():
                    macros[raw.name] = resolve(take_apart(raw.expression).pieces, macros)[0]
                case RawFault():
                    found.broken.append(_broken(raw, source))
                case RawEntry():
                    found.references.append(_reference(raw, source, macros, found))
                case _:
                    assert_never(raw)
    references, faults = inherit(found.references)
    return Bibliography(
        references=references,
        broken=tuple(sorted(found.broken, key=lambda entry: entry.place.order)),
        macros=tuple(found.macros),
        inheritance=faults,
    )


def _broken(fault: RawFault, source: SourceText) -> BrokenEntry:
    return BrokenEntry(
        key=fault.key,
        place=source.locate(fault.start, fault.start + 1),
        message=fault.message,
        raw=source.text[fault.start : fault.end],
    )


def _reference(
    entry: RawEntry, source: SourceText, macros: Mapping[str, str], found: _Found
) -> Reference:
    fields: dict[str, Field] = {}
    repeats: list[Field] = []
    for raw in entry.fields:
        for item in _fields(raw, entry, source, macros, found):
            if item.name in fields:
                repeats.append(item)
            else:
                fields[item.name] = item
    return Reference(
        key=entry.key,
        kind=intern(entry.kind),
        fields=fields,
        names=_names(fields),
        place=source.locate(entry.start, entry.end),
        key_place=source.locate(entry.key_start, entry.key_start + len(entry.key)),
        kind_place=source.locate(entry.kind_start, entry.kind_start + len(entry.kind)),
        repeats=tuple(repeats),
    )


def _names(fields: Mapping[str, Field]) -> dict[str, tuple[Name, ...]]:
    return {name: read_names(fields[name].raw) for name in NAME_FIELDS if name in fields}


def _fields(
    raw: RawField, entry: RawEntry, source: SourceText, macros: Mapping[str, str], found: _Found
) -> Iterator[Field]:
    """Yield the field, and one more for each that a missing comma has swallowed."""
    expression = take_apart(raw.expression)
    text, unknown = resolve(expression.pieces, macros)
    value = _field(raw, expression, source, text)
    yield value
    found.macros.extend(
        MacroUse(macro=macro, key=entry.key, field=raw.name, place=value.place) for macro in unknown
    )
    if not expression.rest:
        return
    start = raw.start + expression.rest_start
    swallowed = _SWALLOWED.fullmatch(expression.rest)
    found.broken.append(_no_comma(entry, raw, source, start, swallowed))
    if swallowed:
        rescued = replace(
            raw,
            name=swallowed["name"].lower(),
            name_start=start,
            start=start + swallowed.start("value"),
            expression=swallowed["value"],
        )
        yield from _fields(rescued, entry, source, macros, found)


def _no_comma(
    entry: RawEntry, raw: RawField, source: SourceText, start: int, swallowed: re.Match[str] | None
) -> BrokenEntry:
    if swallowed:
        message = f"a comma is missing between the fields {raw.name!r} and {swallowed['name']!r}"
    else:
        message = f"text follows the value of the field {raw.name!r}"
    rest = raw.expression[start - raw.start :]
    place = source.locate(start, start + 1)
    return BrokenEntry(key=entry.key, place=place, message=message, raw=rest)


def _field(raw: RawField, expression: Expression, source: SourceText, text: str) -> Field:
    pieces = expression.pieces
    simple = len(pieces) == 1 and not pieces[0].macro
    start = raw.start + (pieces[0].start if simple else 0)
    end = start + len(text) if simple else raw.start + (expression.rest_start or 1)
    return Field(
        name=intern(raw.name),
        value=plain(raw.name, text),
        raw=text,
        source=source,
        start=start,
        end=end,
        name_start=raw.name_start,
        name_end=raw.name_start + len(raw.name),
        joined=not simple,
    )
