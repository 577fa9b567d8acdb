"""
Find entries without an author whose page names one.

Bad: an `@online` without `author` when the page's own data name Olga Kim.

Good: `author = {Kim, Olga}`.

Sure: low, so it is a note: see whether the byline says so. Names of one word, bylines that name
nobody, and the name of the site are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._pages import Page, pages


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at the page of each entry without a name."""
    for page in pages(dossier):
        if not is_web(page.reference) or page.reference.first("author", "editor", "translator"):
            continue
        named = [name for name in page.persons if 2 <= len(name.split()) <= 4]
        yield _named(page, named) if named else OK


def _named(page: Page, named: list[str]) -> Outcome:
    shown = ", ".join(map(repr, named[:3]))
    return Suspicious(
        place=page.reference.key_place,
        message=f"the page names {shown}, the entry nobody",
        hint="see the byline of the page, and give the name as author",
        reference=page.reference.key,
    )


RULE = Rule(
    code="REG006",
    name="author-on-page",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    summary="entry without an author whose page names one",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
