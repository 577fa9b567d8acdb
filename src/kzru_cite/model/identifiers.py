"""Find the identifiers of an entry, in the form in which registries are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dois import find_doi, strip_prefix
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.numbers import is_isbn, numbers
from kzru_cite.model.subjects import isbn13

_ARXIV = re.compile(
    r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)


def identifiers(reference: Reference) -> Iterator[tuple[Field, str]]:
    """Give the identifiers of an entry in the form in which registries are asked."""
    yield from _dois(reference)
    for field in own(reference, "eprint"):
        kind = reference.text("eprinttype", "archiveprefix").strip().lower()
        yield from ((field, about) for about in _eprint(kind, field.value.strip()))
    for field in own(reference, "pmid"):
        yield from ((field, about) for about in _eprint("pubmed", field.value.strip()))
    for field in own(reference, "isbn"):
        for number in numbers(field.value, (10, 13)):
            if is_isbn(number):
                yield field, f"isbn:{isbn13(number)}"


def _dois(reference: Reference) -> Iterator[tuple[Field, str]]:
    """Give the DOI of the field for it, else that of an address at the resolver."""
    for field in own(reference, "doi", "url"):
        text = written(field.value)
        doi = find_doi(text)
        if doi and (field.name == "doi" or strip_prefix(text).prefix):
            yield field, f"doi:{doi.text.rstrip('.,;').lower()}"
            return


def _eprint(kind: str, text: str) -> Iterator[str]:
    arxiv = _ARXIV.fullmatch(text)
    if kind == "arxiv" and arxiv:
        yield f"arxiv:{arxiv[1].lower()}"
    if kind == "pubmed" and text.isascii() and text.isdecimal():
        yield f"pmid:{text.lstrip('0')}"
