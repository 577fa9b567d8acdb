"""
Find entries that give a DOI in `url` alone.

An address at doi.org holds a DOI. Without the field `doi`, styles cannot print it as one, and
the register of the work is not asked.

Bad: `url = {https://doi.org/10.1038/nrd842}` and no `doi`.

Good: `doi = {10.1038/nrd842}`.

Sure: high. The link works, so this is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dois import Doi, find_doi
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import also


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address at the resolver."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "url"):
            doi = find_doi(written(field.value))
            if doi is not None and doi.prefix.lower().startswith("http"):
                yield _judge(reference, field, doi)


def _judge(reference: Reference, field: Field, doi: Doi) -> Outcome:
    if reference.first("doi"):
        return OK
    return Contradicted(
        place=field.locate(doi.text),
        message=f"the DOI {doi.text!r} is given in url alone",
        hint=f"give it as doi = {{{doi.text}}}",
        reference=reference.key,
        fix=also(reference, {"doi": doi.text}, safe=True),
    )


RULE = Rule(
    code="IDS011",
    name="doi-only-in-url",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="DOI that stands in url alone",
    page=__doc__,
    check=check,
)
