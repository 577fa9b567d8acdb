"""Write a reference on one line, and the citation that leads to it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kzru_cite.model.bibliography import Name, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.entry_addresses import written

# Of more names than these the first stands for all.
_MOST_NAMES = 3
# What pandoc takes for a key without braces around it.
_BARE = re.compile(r"\w+(?:[:.#$%&+?<>~/-]\w+)*")


def citation(key: str) -> str:
    """Return what is written into the text to cite a key."""
    return f"[@{key}]" if _BARE.fullmatch(key) else f"[@{{{key}}}]"


def one_line(reference: Reference) -> str:
    """Return who, when, what, where; what the entry does not say is left out."""
    title = ": ".join(filter(None, (reference.text("title"), reference.text("subtitle"))))
    parts = (
        _names(reference),
        year(reference),
        title,
        reference.text("booktitle") or reference.site,
        _address(reference),
    )
    return ". ".join(part.rstrip(".") for part in parts if part)


def year(reference: Reference) -> str:
    """Return the year of publication as the entry has it, '' for none that can be read."""
    when = reference.published()
    start = when.start if isinstance(when, Period) else None
    return str(replace(start, month=None, day=None)) if start else ""


def _names(reference: Reference) -> str:
    people = reference.names.get("author") or reference.names.get("editor") or ()
    names = [_turned(name) for name in people]
    if len(names) > _MOST_NAMES:
        return f"{names[0]} et al."
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _turned(name: Name) -> str:
    family = " ".join(filter(None, (name.prefix, name.family, name.suffix)))
    return name.literal or ", ".join(filter(None, (family, name.given)))


def _address(reference: Reference) -> str:
    doi = reference.text("doi")
    return f"https://doi.org/{written(doi)}" if doi else written(reference.text("url"))
