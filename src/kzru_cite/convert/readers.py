"""Read lists of sources in other forms into entries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from kzru_cite.convert import csl_reading, dialect, ris
from kzru_cite.convert.entry import Entry, Loss, Taken, excerpt, ordered
from kzru_cite.errors import UsageError
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography

_ASIDE = re.compile(r"^[ \t]*(?:@(?:preamble|comment)\b.*|%.*)", re.MULTILINE | re.IGNORECASE)


def csljson(source: SourceText) -> Taken:
    """Read CSL-JSON; raises UsageError for what is no JSON."""
    try:
        items = json.loads(source.text)
    except (ValueError, RecursionError) as cause:
        raise UsageError(f"{source.path} is no JSON: {excerpt(str(cause))}") from cause
    return csl_reading.read_items(items)


def _ris(source: SourceText) -> Taken:
    return ris.read(source.text)


def bibtex(source: SourceText) -> Taken:
    """Read BibTeX or BibLaTeX; an entry that cannot be read is told with its place."""
    bibliography = read_bibliography([source])
    made = [dialect.modern(one) for one in bibliography.references]
    losses = [loss for _, losses in made for loss in losses]
    losses += (
        Loss(line=one.place.line, about=one.key, what=f"{one.message}: {excerpt(one.raw)}")
        for one in bibliography.broken
    )
    losses += (
        Loss(line=one.place.line, about=one.key,
             what=f"the abbreviation {one.macro!r} is defined nowhere; its name stands for it")
        for one in bibliography.macros
    )  # fmt: skip
    for aside in _ASIDE.finditer(source.text):
        line = source.locate(aside.start(), aside.start()).line
        losses.append(Loss(line=line, what=f"no entry: {excerpt(aside[0])}"))
    entries: tuple[Entry, ...] = tuple(entry for entry, _ in made)
    return Taken(entries=entries, losses=ordered(losses))


READERS: Mapping[str, Callable[[SourceText], Taken]] = {
    "bibtex": bibtex,
    "csljson": csljson,
    "ris": _ris,
}
