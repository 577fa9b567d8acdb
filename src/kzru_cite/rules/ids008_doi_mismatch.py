"""
Find entries whose address is the DOI of another work.

`url` and `doi` should lead to the same work. When `url` is an address at doi.org for another DOI
than the field `doi` gives, one of them was copied from the wrong place, and readers land on the
wrong source.

Bad: `doi = {10.1038/nrd842}` with `url = {https://doi.org/10.1038/nrd843}`.

Good: the same DOI in both, or `url` left out, since the DOI makes the link.

Sure: high. Case and a loose full stop are not compared, and a short form (`10/abc`) is left
alone, since what it stands for is known to the resolver alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dois import Doi, find_doi
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import SECOND, own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare each address at the resolver with the DOI beside it."""
    for reference in dossier.bibliography.references:
        doi = find_doi(written(reference.text("doi")))
        for field in own(reference, "url"):
            other = find_doi(SECOND.split(written(field.value))[0])
            if doi and other and not doi.short and not other.short:
                yield _judge(reference, field, doi, other)


def _judge(reference: Reference, field: Field, doi: Doi, other: Doi) -> Outcome:
    if doi.same(other):
        return OK
    return Contradicted(
        place=field.locate(other.text),
        message=f"the address leads to the DOI {other.text!r}, but doi is {doi.text!r}",
        hint="find out which of the two is this work, and leave the other out",
        reference=reference.key,
    )


RULE = Rule(
    code="IDS008",
    name="doi-mismatch",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="address at doi.org that is another DOI than the field doi gives",
    page=__doc__,
    check=check,
)
