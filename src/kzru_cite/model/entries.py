"""Look into an entry: its own fields, and whether it is a page of the web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kzru_cite.model.bibliography import Field, Reference

# BibLaTeX treats the last two as other names of the first.
WEB_KINDS = frozenset({"online", "electronic", "www"})


def is_web(reference: Reference) -> bool:
    """Tell whether the entry calls itself a page of the web."""
    return reference.kind in WEB_KINDS


def own(reference: Reference, names: Iterable[str]) -> Iterator[Field]:
    """Give those of the fields *names* that hold something and are not inherited."""
    for name in names:
        field = reference.fields.get(name)
        if field is not None and field.value and not field.inherited_from:
            yield field
