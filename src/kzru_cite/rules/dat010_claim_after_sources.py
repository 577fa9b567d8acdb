"""
Find claims about a time after all of their sources had appeared.

A source cannot tell what happened after it was published. Either the claim's date is wrong, or
the source is not the one that supports it.

Bad: a claim with `date=2022-11` that cites only a page of 2016.

Good: at least one source appeared on or after the day of the claim. Claims of a time still to
come are forecasts and are left alone, and so are those with a source of unknown date, since it
may be the later one.

Sure: high. A source dated by its year counts as of the last day of that year, and one day is
allowed for time zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import read


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each dated claim whose sources are all dated."""
    references = dossier.bibliography.by_key()
    for claim in dossier.article.claims:
        written = claim.attributes.get("date")
        stated = read(written) if written else None
        if not isinstance(stated, Period) or stated.earliest() > dossier.today:
            continue
        if stated.start is not None and stated.start.qualified:
            continue
        appeared = _appeared(claim, references)
        if appeared:
            yield _judge(claim, stated, max(appeared))


def _appeared(claim: Claim, references: Mapping[str, Reference]) -> list[date]:
    """Give the last possible day of each source; nothing when one of them is not known."""
    days: list[date] = []
    for citation in claim.citations:
        reference = references.get(citation.key)
        published = reference.published() if reference else None
        if not isinstance(published, Period):
            return []
        days.append(published.latest())
    return days


def _judge(claim: Claim, stated: Period, appeared: date) -> Outcome:
    if (stated.earliest() - appeared).days <= 1:
        return OK
    return Contradicted(
        place=claim.at("date"),
        message=f"dated {claim.attributes['date']!r}, but the last source appeared by {appeared}",
        hint="mend the date, or cite a source that can know",
        claim=claim.id or None,
    )


RULE = Rule(
    code="DAT010",
    name="claim-after-sources",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="claim about a time after all of its sources had appeared",
    page=__doc__,
    check=check,
)
