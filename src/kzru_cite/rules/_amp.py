"""Tell the light copies of pages, made for telephones, from the pages themselves."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kzru_cite.model.address import Address

_FIRST = re.compile(r"^((?:/[a-z]{2})?)/amp(?=/)", re.IGNORECASE)
_LAST = re.compile(r"(?:/amp/?|\.amp(?:\.html?)?)$", re.IGNORECASE)
_PARAMETER = re.compile(r"(?:amp|outputtype=amp|output=amp|amp=(?:1|true)?)", re.IGNORECASE)
_GOOGLE = re.compile(r"^/amp/(?:s/)?", re.IGNORECASE)
_LABELS = frozenset({"m", "mobile", "amp"})


def amp_sign(address: Address) -> str:
    """Return the part of *address* that marks an AMP copy, or ''."""
    if address.on("cdn.ampproject.org"):
        return address.host
    if "amp" in address.labels[:-2]:
        return "amp."
    for pattern in (_FIRST, _LAST):
        found = pattern.search(address.path)
        if found and address.path.strip("/") != "amp":
            return found[0]
    return next((part for part in address.parameters if _PARAMETER.fullmatch(part)), "")


def page_behind(address: Address) -> str:
    """Return the address of the page that *address* is a copy of; '' when it does not say."""
    if address.on("cdn.ampproject.org"):
        return ""
    if _is_google(address):
        return "https://" + _GOOGLE.sub("", address.path)
    return str(plain(address))


def plain(address: Address) -> Address:
    """Leave out what marks a copy for telephones: host labels, AMP parts of path and query."""
    labels = [label for label in address.labels[:-2] if label not in _LABELS]
    return replace(
        address,
        host=".".join((*labels, *address.labels[-2:])),
        path=_LAST.sub("", _FIRST.sub(r"\1", address.path)),
        query="&".join(part for part in address.parameters if not _PARAMETER.fullmatch(part)),
    )


def _is_google(address: Address) -> bool:
    return "google" in address.labels and _GOOGLE.match(address.path) is not None
