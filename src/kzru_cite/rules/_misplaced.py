"""Recognise identifiers that stand in the field of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kzru_cite.model.dois import find_doi
from kzru_cite.model.numbers import is_isbn, is_issn

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:\s*)(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)
_PMCID = re.compile(r"PMC\d+", re.IGNORECASE)


def stranger(name: str, text: str) -> str:
    """Say what *text* in the field *name* is instead of what belongs there, or ''."""
    look = _LOOKS.get(name)
    return look(text) if look else ""


def _in_doi(text: str) -> str:
    if find_doi(text):
        return ""
    if _URL.fullmatch(text) and not re.match(r"https?://[^/]*\bdoi\.(?:org|acm\.org)\b", text):
        return "a web address"
    if _ARXIV.fullmatch(text):
        return "an arXiv identifier"
    if re.match(r"97[89][\d -]+$", text) and is_isbn(text):
        return "an ISBN"
    return ""


def _in_book_number(text: str) -> str:
    if find_doi(text):
        return "a DOI"
    if _URL.fullmatch(text):
        return "a web address"
    return "an ISSN" if is_issn(text) else ""


def _in_journal_number(text: str) -> str:
    if find_doi(text):
        return "a DOI"
    if _URL.fullmatch(text):
        return "a web address"
    return "an ISBN" if is_isbn(text) else ""


def _in_pubmed_number(text: str) -> str:
    return "a PMCID" if _PMCID.fullmatch(text) else ""


def _in_eprint(text: str) -> str:
    return "a web address" if _URL.fullmatch(text) else ""


def _in_url(text: str) -> str:
    doi = find_doi(text)
    # Without its scheme the resolver's address is a slip of the address, not a bare DOI.
    return "a DOI" if doi and "/" not in doi.prefix else ""


_LOOKS: Mapping[str, Callable[[str], str]] = {
    "doi": _in_doi,
    "isbn": _in_book_number,
    "issn": _in_journal_number,
    "pmid": _in_pubmed_number,
    "eprint": _in_eprint,
    "url": _in_url,
}
