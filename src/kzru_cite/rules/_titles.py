"""Walk through the titles of an entry."""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.entries import own

TITLE_FIELDS = ("title", "subtitle", "booktitle", "booksubtitle", "maintitle", "mainsubtitle")
PUBLISHER_FIELDS = ("publisher", "organization", "institution", "school")


def titles(reference: Reference) -> Iterator[Field]:
    """Give the titles and subtitles of the entry itself."""
    return own(reference, TITLE_FIELDS)
