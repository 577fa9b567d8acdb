"""
Find entries whose identifiers are of different works.

Bad: the DOI of one paper beside the PubMed number of another.

Good: identifiers that all lead to the work that is cited.

Sure: high when titles and all names of the records differ; when the titles alone do, it is a sign:
a preprint may have had another title. Identifiers that a registry links itself are fine.
While one of the registries cannot be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import TypeAlias

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Record
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._match import Match, families, titles
from kzru_cite.rules._records import Identified, identified, record_names, record_titles, unread

_Known: TypeAlias = tuple[Identified, Record]


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare the records of the identifiers of each entry with each other."""
    found = identified(dossier, "doi", "arxiv", "pmid")
    for _, group in groupby(found, key=lambda one: one.reference.key_place):
        entry = tuple(group)
        # Of one identifier alone there is nothing to compare.
        yield from (unread(one) for one in entry if one.unread and len(entry) > 1)
        for one, other in pairwise((one, one.record) for one in entry if one.record):
            match = _compare(one, other)
            if match is not Match.UNCLEAR:
                yield OK if match is Match.AGREE else _differ(one, other)


def _compare(one: _Known, other: _Known) -> Match:
    if _linked(one[0], other[0]):
        return Match.AGREE
    return titles(record_titles(one[1]), record_titles(other[1]))


def _linked(one: Identified, other: Identified) -> bool:
    """Tell whether a registry says itself that both identifiers are of one work."""
    mine = {also.lower() for _, record in one.records for also in record.same_as}
    theirs = {also.lower() for _, record in other.records for also in record.same_as}
    return one.about in theirs or other.about in mine


def _differ(one: _Known, other: _Known) -> Outcome:
    (first, mine), (second, theirs) = one, other
    people = families(mine.families or mine.names, record_names(theirs))
    kind = Contradicted if people is Match.DIFFER else Suspicious
    return kind(
        place=second.field.place,
        message=f"{second.about!r} is of {theirs.title!r}, but {first.about!r} of {mine.title!r}",
        hint="find out which of the two is the work that is cited, and leave the other out",
        reference=first.reference.key,
    )


RULE = Rule(
    code="REG105",
    name="identifiers-disagree",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="entry whose identifiers are of different works",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
