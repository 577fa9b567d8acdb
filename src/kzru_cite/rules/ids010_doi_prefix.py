"""
Find DOIs written with the address of the resolver, or with a label.

The field `doi` is for the bare DOI: styles put `https://doi.org/` before it themselves, and some
then print it twice.

Bad: `doi = {https://doi.org/10.1038/nrd842}`, `doi = {doi:10.1038/nrd842}`.

Good: `doi = {10.1038/nrd842}`.

Sure: high. Nothing is wrong with the source, so this is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dois import Doi, find_doi
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import swap


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each DOI that is one."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "doi"):
            doi = find_doi(written(field.value))
            if doi is not None:
                yield _judge(reference, field, doi)


def _judge(reference: Reference, field: Field, doi: Doi) -> Outcome:
    if not doi.prefix:
        return OK
    return Contradicted(
        place=field.locate(doi.prefix),
        message=f"the DOI is written with {doi.prefix!r} before it",
        hint=f"write {doi.text!r}",
        reference=reference.key,
        fix=swap(field, doi.prefix, "", safe=True, title=f"write {doi.text}"),
    )


RULE = Rule(
    code="IDS010",
    name="doi-prefix",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="DOI written with the address of the resolver",
    page=__doc__,
    check=check,
)
