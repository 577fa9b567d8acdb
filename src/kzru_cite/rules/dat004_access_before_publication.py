"""
Find sources read before they were published.

One of the two dates is wrong, or the date of publication is that of a later revision, and then
the text that was read is not the one that is there now.

Bad: `date = {2014-09-03}` with `urldate = {2014-08-30}`.

Good: an access on the day of publication or later. One day is allowed for time zones. What is
printed is often online before its issue, so print has a year, and is only a suspicion after that.

Sure: high for pages of the web.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import publication, read, seen_too_early


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry with a day of access and a date of publication."""
    for reference in dossier.bibliography.references:
        published = publication(reference)
        for field in own(reference, ("urldate",)):
            seen = read(field.value)
            if published and isinstance(seen, Period):
                yield _judge(reference, field, published, seen)


def _judge(reference: Reference, field: Field, published: Period, seen: Period) -> Outcome:
    if not seen_too_early(reference, published, seen.latest()):
        return OK
    return (Contradicted if is_web(reference) else Suspicious)(
        place=field.place,
        message=f"read on {field.value}, but published on {published.start}",
        hint="look both dates up; the page may bear the date of a later revision",
        reference=reference.key,
    )


RULE = Rule(
    code="DAT004",
    name="access-before-publication",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="source read before it was published",
    page=__doc__,
    check=check,
)
