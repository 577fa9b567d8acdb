"""Locate parts of a claim's check, and figures of its text."""

from __future__ import annotations

import re

from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import Location, SourceText


def locate(dossier: Dossier, claim: Claim, offset: int, length: int) -> Location:
    """Turn an offset into the value of ``check=`` into a location."""
    whole = claim.at("check")
    if "check" not in claim.places:
        return whole
    source = dossier.text(whole.path)
    start = source.offset(whole.line, whole.column) + offset
    return source.locate(start, start + length)


def locate_figure(dossier: Dossier, claim: Claim, text: str) -> Location | None:
    """Return where the figure *text* stands in the words of the claim; None if it does not."""
    source = dossier.text(claim.place.path)
    start, end = words(source, claim)
    # "13" is no part of 2013, nor of 1.13.
    figure = re.compile(rf"(?<![\w.,]){re.escape(text)}(?!\d)")
    found = figure.search(source.text, start, end)
    return source.locate(*found.span()) if found else None


def words(source: SourceText, claim: Claim) -> tuple[int, int]:
    """Return where the words of a claim begin and end: those of a span before its mark."""
    head = source.offset(claim.head.line, claim.head.column)
    if source.text.startswith("[", claim.start):
        return claim.start, head
    return source.text.find("\n", head), claim.end
