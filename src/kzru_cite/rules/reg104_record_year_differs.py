"""
Find works whose year differs from the one in the registry.

Bad: `date = {2010}` on a paper that the registry dates to 2016.

Good: the year of the version that is cited.

Sure: medium. A year's difference is let pass, since works appear online before they do in print.
Preprints at arXiv are left alone: entries mostly give the year of the journal. A year in
`origdate` that agrees is enough. While the registry cannot be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Record
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._dates import publication
from kzru_cite.rules._match import Match, years
from kzru_cite.rules._records import Identified, identified, unread

_ARXIV = "10.48550/arxiv."


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare the year of each work with those of its record."""
    for one in identified(dossier, "doi", "pmid"):
        record, published = one.record, publication(one.reference)
        if published is None or one.number.startswith(_ARXIV):
            continue
        if record is None:
            if one.unread:
                yield unread(one)
            continue
        origin = one.reference.date("origdate")
        given = (published, origin) if isinstance(origin, Period) else (published,)
        found = {years(period, record.years) for period in given}
        if Match.AGREE in found:
            yield OK
        elif Match.DIFFER in found:
            yield _differs(one, record)


def _differs(one: Identified, record: Record) -> Outcome:
    field = one.reference.first("date", "year") or one.field
    found = " or ".join(map(str, record.years[:2]))
    return Suspicious(
        place=field.place,
        message=f"the registry dates {one.number!r} to {found}, the entry to {field.value!r}",
        hint="give the year of the version that is cited",
        reference=one.reference.key,
    )


RULE = Rule(
    code="REG104",
    name="record-year-differs",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="work whose year differs from the one in the registry",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
