"""Read what a user names a work by: a DOI, an ISBN, an address, a number of arXiv or PubMed."""

from __future__ import annotations

import re

from msgspec import Struct

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.dois import find_doi
from kzru_cite.model.numbers import compact, is_isbn
from kzru_cite.model.subjects import isbn13

_ARXIV = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/)"
    r"(?P<number>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:pmid:?\s*|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/)"
    r"0*(?P<number>[1-9]\d{0,8})/?",
    re.IGNORECASE,
)
_ISBN = re.compile(r"(?:isbn(?:-1[03])?:?\s*)?(?P<number>[\dX][\dX -]{8,16})", re.IGNORECASE)


class Named(Struct, frozen=True, kw_only=True):
    """
    A work as named: *about* is how registries are asked, or the address of a page.

    *fields* are those of an entry that lead to it.
    """

    about: str
    fields: tuple[tuple[str, str], ...]

    @property
    def is_page(self) -> bool:
        """Tell whether it is named by the address of a page."""
        return self.fields[0][0] == "url"


class NotNamed(Struct, frozen=True, kw_only=True):
    """What names no work, and why."""

    why: str


def named(text: str) -> Named | NotNamed:
    """Read a user's word for a work."""
    text = text.strip()
    if found := _ARXIV.fullmatch(text):
        number = found["number"]
        fields = (("eprint", number), ("eprinttype", "arxiv"))
        return Named(about=f"arxiv:{number.lower()}", fields=fields)
    if found := _PMID.fullmatch(text):
        number = found["number"]
        return Named(about=f"pmid:{number}", fields=(("eprint", number), ("eprinttype", "pubmed")))
    if doi := find_doi(text):
        bare = doi.text.rstrip(".,;")
        return Named(about=f"doi:{bare.lower()}", fields=(("doi", bare),))
    if found := _ISBN.fullmatch(text):
        return _isbn(found["number"])
    address = read_address(text)
    if isinstance(address, Address) and address.scheme in ("http", "https") and address.host:
        return Named(about=text, fields=(("url", text),))
    return NotNamed(why=f"{text!r} is no DOI, ISBN, address, arXiv or PubMed number")


def _isbn(text: str) -> Named | NotNamed:
    if not is_isbn(text):
        return NotNamed(why=f"{text!r} is no ISBN: its digits do not add up")
    number = text.strip() if "-" in text else compact(text)
    return Named(about=f"isbn:{isbn13(compact(text))}", fields=(("isbn", number),))
