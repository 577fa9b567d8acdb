"""
Find titles that are no titles: “Archived copy”, “404 Not Found”, “Just a moment…”.

Programs that fetch titles bring back what the page said to them: an error, a wall, a login. Such a
title says nothing, and it shows that the page was not seen when the entry was made.

Bad: `title = {Archived copy}`, `title = {Access denied}` in an `@online`.

Good: the headline of the page. Only whole titles are compared, a name of a site behind a stroke
left out. Titles that works bear too (Home, Untitled, Access Denied) count in `@online` alone.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._placeholders import NEVER, ON_THE_WEB

_SITE_BEHIND = re.compile(r"\s+[|–—:-]{1,2}\s+[^|]*$")
_STOPS = " .,:;!?…"


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at the title of each entry."""
    for reference in dossier.bibliography.references:
        for field in own(reference, ("title",)):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    title = field.value.casefold().replace("’", "'").strip(_STOPS)
    alone = _SITE_BEHIND.sub("", title).strip(_STOPS)
    known = NEVER | ON_THE_WEB if is_web(reference) else NEVER
    if title not in known and alone not in NEVER:
        return OK
    return Contradicted(
        place=field.place,
        message=f"title {field.value!r} is a placeholder, not a headline",
        hint="open the page and write its headline",
        reference=reference.key,
    )


RULE = Rule(
    code="TTL001",
    name="title-placeholder",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="title that is an error message or a placeholder",
    page=__doc__,
    check=check,
)
