"""
Find web pages that belong to another site than the entry says.

Bad: `organization = {Reuters}` when the page says that its site is "Interfax".

Good: the name that the site gives itself, in `organization` or `journaltitle`. A `publisher` that
agrees is enough, but one that differs says nothing.

Sure: low, so it is a note. Names that hold one another, that stand in the address, that sound
alike or are the initials of the other, and names in two scripts are let pass.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._likeness import held_in, likeness
from kzru_cite.rules._match import Match
from kzru_cite.rules._pages import Page, pages
from kzru_cite.rules._scripts import script_of
from kzru_cite.rules._sounds import plain, sound

_ALIKE, _UNLIKE = 80.0, 60.0
# A publisher has many sites, and a page seldom names its publisher.
_SITES = ("journaltitle", "journal", "organization")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare the site of each entry with that of its page."""
    for page in pages(dossier):
        match = _compare(page)
        if match is not Match.UNCLEAR:
            yield OK if match is Match.AGREE else _differs(page)


def _compare(page: Page) -> Match:
    shown = plain(page.facts.site)
    if not shown or not _said(page.reference):
        return Match.UNCLEAR
    best = max(_score(site, shown) for site in page.sites)
    if best >= _ALIKE or any(_known_as(site, shown, page.host) for site in page.sites):
        return Match.AGREE
    scripts = {script_of(site) for site in page.sites}
    return Match.DIFFER if best < _UNLIKE and script_of(shown) in scripts else Match.UNCLEAR


def _said(reference: Reference) -> list[str]:
    return list(filter(plain, map(reference.text, _SITES)))


def _score(one: str, other: str) -> float:
    shorter, longer = sorted((sound(one), sound(other)), key=len)
    alike = likeness(one, other)
    return max(alike, held_in(shorter, longer)) if len(shorter) > 2 else alike


def _known_as(site: str, shown: str, host: str) -> bool:
    """Tell whether one name is the initials of the other, or the site's stands in the host's."""
    short = _initials(site)
    if short == shown.replace(" ", "") or _initials(shown) == site.replace(" ", ""):
        return True
    label = host.replace("-", "").replace(".", "")
    joined = sound(site).replace(" ", "")
    return joined in sound(label) or (len(short) > 2 and short in host.split("."))


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split())


def _differs(page: Page) -> Outcome:
    said = _said(page.reference)[0]
    return Suspicious(
        place=page.field.place,
        message=f"the page belongs to {page.facts.site!r}, the entry says {said!r}",
        hint="see whose page it is",
        reference=page.reference.key,
    )


RULE = Rule(
    code="REG004",
    name="page-site-differs",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    summary="web page that belongs to another site than the entry says",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
