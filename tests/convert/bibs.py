"""Read entries that were made, as the program reads them."""

from __future__ import annotations

from collections.abc import Iterable

from kzru_cite.convert import biblatex
from kzru_cite.convert.entry import Entry
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography


def read(text: str) -> Bibliography:
    return read_bibliography([SourceText(path="references.bib", text=text)])


def reread(entries: Iterable[Entry]) -> Bibliography:
    return read(biblatex.written(entries))


def values(bibliography: Bibliography) -> list[tuple[str, str, dict[str, str]]]:
    """Return key, kind and plain values of each entry."""
    return [
        (one.key, one.kind, {name: field.value for name, field in one.fields.items()})
        for one in bibliography.references
    ]
