"""Walk through the name lists of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.place import Location

_GROUP = re.compile(r"\{[^{}]*\}")


def name_lists(reference: Reference) -> Iterator[tuple[Field, tuple[Name, ...]]]:
    """Give each name list of the entry itself with its field, empty and inherited ones left out."""
    for name, names in reference.names.items():
        field = reference.fields[name]
        if names and not field.inherited_from:
            yield field, names


def single_names(reference: Reference) -> Iterator[tuple[Field, Name]]:
    """Give each name of each list with its field."""
    for field, names in name_lists(reference):
        for name in names:
            yield field, name


def place_of(field: Field, written: str) -> Location:
    """Return where *written* first stands as whole words, or the place of the whole list."""
    words = r"\s+".join(re.escape(word) for word in written.split())
    found = re.search(rf"(?<!\w){words}(?!\w)", field.raw) if words else None
    return field.span(*found.span()) if found else field.place


def unprotected(raw: str, instead: str = "") -> str:
    """Return *raw* without the groups in braces, which BibTeX takes as one piece."""
    while (shorter := _GROUP.sub(instead, raw)) != raw:
        raw = shorter
    return raw


def is_extended(name: Name) -> bool:
    """Tell whether the name is written in the form ``family=…, given=…``."""
    return "family=" in name.raw.replace(" ", "")
