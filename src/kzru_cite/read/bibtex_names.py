"""Read the name lists of a .bib file, by bibtexparser."""

from __future__ import annotations

import re
from functools import lru_cache

from bibtexparser.middlewares.names import (
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from kzru_cite.model.bibliography import Name
from kzru_cite.read.bibtex_values import plain

NAME_FIELDS = (
    "author",
    "editor",
    "translator",
    "bookauthor",
    "editora",
    "editorb",
    "editorc",
    "annotator",
    "commentator",
    "introduction",
    "foreword",
    "afterword",
    "holder",
    "shortauthor",
    "shorteditor",
)
# The extended form of biber: `given=Hans, family=Harman` with quotation marks where needed.
_EXTENDED = re.compile(r"\b(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|\{[^{}]*\}|[^,]*)")


def read_names(raw: str) -> tuple[Name, ...]:
    """Split a name list; the closing ``and others`` is no name and left out."""
    parts = split_multiple_persons_names(" ".join(raw.split()))
    if parts and parts[-1] == "others":
        parts = parts[:-1]
    return tuple(_name(part) for part in parts if part)


# The same people write many works.
@lru_cache(maxsize=4096)
def _name(raw: str) -> Name:
    if raw.startswith("{") and raw.endswith("}") and _one_group(raw):
        return Name(raw=raw, literal=plain("author", raw))
    extended = {
        match[1]: plain("author", match[2].strip().strip('"')) for match in _EXTENDED.finditer(raw)
    }
    if extended:
        return Name(raw=raw, **extended)
    parts: NameParts = parse_single_name_into_parts(raw, strict=False)
    return Name(
        raw=raw,
        family=_joined(parts.last),
        given=_joined(parts.first),
        prefix=_joined(parts.von),
        suffix=_joined(parts.jr),
    )


def _one_group(raw: str) -> bool:
    depth = 0
    for position, character in enumerate(raw):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return position == len(raw) - 1
    return False


def _joined(words: list[str]) -> str:
    return plain("author", " ".join(words))
