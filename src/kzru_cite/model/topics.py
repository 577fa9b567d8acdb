"""Name the page that a look is about, for looks at a page and at copies of it alike."""

from __future__ import annotations

from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.subjects import subject


def topic(about: str) -> str:
    """
    Return what a look belongs to: the subject of its address, of a copy that of the page.

    A copy whose address does not tell the page is a topic of its own.
    """
    copy = read_capture(about)
    return subject(copy.original if isinstance(copy, Capture) and copy.original else about)
