"""Tell whether what was captured is the work that an entry names."""

from __future__ import annotations

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.evidence import PageFacts
from kzru_cite.rules._match import Match, book_titles, holds, titles

_SIGNS = {
    "cover-sheet": "is the cover sheet of a repository",
    "abstract-only": "shows the abstract alone",
}


def unfit(reference: Reference, page: PageFacts) -> str:
    """Say in words that follow "the page" why it is not the work, '' when nothing speaks for it."""
    for sign, words in _SIGNS.items():
        if sign in page.signs:
            return words
    # A chapter may be shown under the title of its book.
    cited = book_titles(reference)
    if holds(page.opening, cited):
        return ""
    if titles(cited, (page.title, *page.titles)) is Match.DIFFER:
        return f"is called {page.title!r}, not {reference.text('title')!r}"
    return ""
