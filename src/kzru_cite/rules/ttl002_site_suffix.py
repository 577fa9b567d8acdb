"""
Find titles of web pages that carry the name of the site or of its sections.

The title a browser shows is longer than the headline: sites add their name and the path to the
page. The entry has the site in a field of its own, so it is printed twice.

Bad: `title = {Kazakhstan creates its own Game of Thrones | World news}`,
`title = {Kazakh unrest - BBC News}` with `organization = {BBC News}`.

Good: `title = {Kazakhstan creates its own Game of Thrones}`.

Sure: a fact when the part names the site, a suspicion for other parts behind a stroke. Parts
behind a dash count only when they name the site; only `@online` and its other names are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import SITE_FIELDS, Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._sites import fold, host_labels

_STROKE = re.compile(r"\s+(?:\||¦|::|»|›)\s+")
_DASH = re.compile(r"\s+(?:-{1,3}|–|—)\s+")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at the title of each page of the web."""
    for reference in dossier.bibliography.references:
        for field in own(reference, ("title",)):
            if is_web(reference):
                yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    parts = _STROKE.split(field.value)
    ends = [*parts[1:], *_ends(_DASH.split(field.value))]
    site = next((end for end in ends if _names_site(end, reference)), None)
    if site is None and len(parts) == 1:
        return OK
    part = site or parts[-1]
    what = "the site" if site else "a section of the site"
    return (Contradicted if site else Suspicious)(
        place=field.locate(part, last=field.value.endswith(part)),
        message=f"title has {part!r}, {what}, beside the headline",
        hint="keep the headline alone",
        reference=reference.key,
    )


def _ends(parts: list[str]) -> list[str]:
    return [parts[-1], parts[0]] if len(parts) > 1 else []


def _names_site(part: str, reference: Reference) -> bool:
    """Tell whether *part* is the name of the site, or one begins with the other."""
    name = fold(part)
    sites = {fold(field.value) for field in own(reference, SITE_FIELDS)}
    if len(name) < 3:
        return name in sites
    return name in host_labels(reference) or any(
        name.startswith(site) or site.startswith(name) for site in sites if len(site) > 2
    )


RULE = Rule(
    code="TTL002",
    name="site-suffix",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="title of a web page with the name of the site or its sections",
    page=__doc__,
    check=check,
)
