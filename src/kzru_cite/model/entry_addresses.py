"""Find the addresses that an entry gives to its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.archive import CaptureReading, read_capture
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.place import Location

# The editor's words for an address that readers are no longer sent to.
GIVEN_UP = frozenset({"dead", "unfit", "usurped"})
# How older programs write characters that are special to TeX, in fields kept as they stand.
_TEX = re.compile(
    r"\{?\\text(?P<name>asciitilde|underscore)(?:\{\}|\s|\})|\\?~\{\}"
    r"|\{\\?(?P<braced>[_%&#~$])\}|\\(?P<escaped>[_%&#~$])"
)
# What parts two addresses in one field; some programs write the line break between them as \n.
SECOND = re.compile(r"(?:[;,]?\s+|(?:%5C|\\)[nr])(?=https?://)")
_WRAPPED = re.compile(r"\\(?:url|href|nolinkurl|path)\s*\{(.*)\}", re.DOTALL)
_WHOLE = re.compile(r"(?:\\url\s*\{)?(https?://[^\s{}]+)\}?", re.IGNORECASE)


def written(text: str) -> str:
    """Resolve the TeX that an address or an identifier may be written with."""
    wrapped = _WRAPPED.fullmatch(text.strip())
    text = wrapped[1] if wrapped else text
    return _TEX.sub(_character, text).strip()


def _character(match: re.Match[str]) -> str:
    if match["name"] == "underscore":
        return "_"
    return match["braced"] or match["escaped"] or "~"


def own(reference: Reference, *names: str) -> Iterator[Field]:
    """Yield the fields of these names that the entry has itself and that are not empty."""
    for name in names:
        field = reference.fields.get(name)
        if field is not None and not field.inherited_from and field.value.strip():
            yield field


def addresses(reference: Reference) -> Iterator[tuple[Field, Address]]:
    """
    Yield what can be read as an address of ``url``, or of ``howpublished`` if that is all.

    Text with blanks is left to LNK101: it may be two addresses, or half of one.
    """
    for field in own(reference, "url", "howpublished"):
        text = written(field.value)
        if field.name == "howpublished":
            whole = _WHOLE.fullmatch(field.raw.strip())
            text = written(whole[1]) if whole else ""
        address = read_address(text)
        if isinstance(address, Address) and not re.search(r"\s", text):
            yield field, address


def locate_host(field: Field, host: str) -> Location:
    """Return where *host*, or another fragment, stands; best where it follows two slashes."""
    found = field.raw.lower().find(f"//{host.lower()}")
    if found < 0 or not host:
        return field.locate(host)
    return field.span(found + 2, found + 2 + len(host))


def capture(reference: Reference) -> tuple[Field, CaptureReading] | None:
    """Read the archived copy of the entry; None when it names none."""
    for field in own(reference, "archiveurl"):
        return field, read_capture(written(field.value))
    return None
