"""Complete the EPUB that pandoc wrote: the day it was made for, and the style sheet."""

from __future__ import annotations

import re
from datetime import date

from kzru_cite.edition.packed import repack

_PACKAGE = "EPUB/content.opf"
_STYLE = "EPUB/styles/stylesheet1.css"
_MODIFIED = re.compile(rb'(<meta property="dcterms:modified">)[^<]*')


def complete_book(book: bytes, *, day: date, style: bytes) -> bytes:
    """
    Return the book with the true day of change and its own style sheet.

    In its sandbox pandoc sees neither a clock nor files, so it writes 1970 and a sheet of its own.
    """
    modified = rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode()

    def change(name: str, content: bytes) -> bytes:
        if name == _STYLE:
            return style
        return _MODIFIED.sub(modified, content, count=1) if name == _PACKAGE else content

    return repack(book, day=day, change=change)
