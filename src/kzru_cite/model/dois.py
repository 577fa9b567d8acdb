"""Read Digital Object Identifiers out of the ways in which they are written."""

from __future__ import annotations

import re
from urllib.parse import unquote

from msgspec import Struct

# The resolver's hosts, the old one and that of a publisher that ran its own.
_RESOLVER = re.compile(
    r"(?P<scheme>https?://)?(?:(?:dx\.|www\.)?doi\.org|doi\.acm\.org)/+(?P<doi>.+)", re.IGNORECASE
)
_LABEL = re.compile(r"doi(?:\s*[:=]\s*|\s+)(?P<doi>10.+)", re.IGNORECASE)
# ISO 26324: the directory 10, a registrant that may be divided, a slash, any characters.
_FORM = re.compile(r"10\.\d{4,}(?:\.\d+)*/\S+")
_SHORT = re.compile(r"10/[a-z0-9]{3,}", re.IGNORECASE)
_LOOSE_END = ".,;:'\""


class Doi(Struct, frozen=True, kw_only=True):
    """A DOI: *text* without *prefix*, which is '' when it was written bare."""

    text: str
    prefix: str = ""

    @property
    def short(self) -> bool:
        """Tell whether this is an alias of the form ``10/abc``."""
        return _SHORT.fullmatch(self.text) is not None

    def same(self, other: Doi) -> bool:
        """Compare without regard to case, as the registry does, and to a loose end."""
        return _folded(self.text) == _folded(other.text)


def strip_prefix(text: str) -> Doi:
    """Take a resolver's address or a label off; what is left may be anything."""
    found = _RESOLVER.fullmatch(text)
    if found:
        bare = found["doi"]
        return Doi(text=unquote(bare), prefix=text[: len(text) - len(bare)])
    labelled = _LABEL.fullmatch(text)
    if labelled:
        return Doi(text=labelled["doi"], prefix=text[: labelled.start("doi")])
    return Doi(text=text)


def find_doi(text: str) -> Doi | None:
    """Read *text* as one DOI, with or without prefix; None when it is not one."""
    doi = strip_prefix(text.strip())
    return doi if _FORM.fullmatch(doi.text) or doi.short else None


def _folded(text: str) -> str:
    return text.rstrip(_LOOSE_END).lower()
