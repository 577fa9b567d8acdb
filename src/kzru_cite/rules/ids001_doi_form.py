"""
Find values of `doi` that are no Digital Object Identifier.

A DOI is the surest address of a source, since it survives a move of the publisher. One that is
misspelt leads nowhere, and no register can be asked about it.

Bad: `doi = {doi.10.1038/nrd842}` or `doi = {10.1038 / nrd842}`, or a value that ends in `.pdf`.

Good: `doi = {10.1038/nrd842}`. Odd but legal forms are let through: `<`, `>`, `;`, brackets and
capitals, as in `10.1002/(SICI)1096-987X(199803)19:4<377::AID-JCC1>3.0.CO;2-P`, registrants in
several parts, and short forms as `10/abc`. A prefix `https://doi.org/` is a matter of IDS010.

Sure: high for what has not the form of a DOI. A loose end (`.`, `,`, `.pdf`, `/abstract`) and
characters outside ASCII are signs only, since the registry allows almost any character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dois import find_doi, strip_prefix
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite, swap
from kzru_cite.rules._misplaced import stranger

_ESCAPE = re.compile(r"&(?:lt|gt|amp);|\\|[{}]")
# What the web addresses of publishers have behind the DOI; no suffix of theirs ends so.
_PAGE = re.compile(
    r"(?:\.pdf|/(?:abstract|full|pdf|epdf|html|summary)|\?[a-z_]+=\S*)$", re.IGNORECASE
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each DOI that is not altogether something else."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "doi"):
            text = written(field.value)
            if not stranger("doi", text):
                yield _judge(reference, field, text)


def _judge(reference: Reference, field: Field, text: str) -> Outcome:
    doi = find_doi(text)
    if doi is None:
        return Contradicted(
            place=field.place,
            message=f"{field.value!r} is no DOI: {_why(strip_prefix(text).text)}",
            hint="a DOI reads 10.NNNN/… without blanks; copy it from the source",
            reference=reference.key,
        )
    escape = _ESCAPE.search(doi.text)
    if escape:
        return Contradicted(
            place=field.locate(escape[0]),
            message=f"the DOI {doi.text!r} holds {escape[0]!r}, which belongs to a markup language",
            hint="write the character itself",
            reference=reference.key,
            fix=swap(field, escape[0], unescape(escape[0]), safe=True)
            if escape[0].startswith("&")
            else None,
        )
    return _loose_end(reference, field, doi.text)


def _loose_end(reference: Reference, field: Field, doi: str) -> Outcome:
    page = _PAGE.search(doi)
    end = page[0] if page else _punctuation(doi)
    if not end:
        return _strange(reference, field, doi)
    bare = doi.removesuffix(end)
    return Suspicious(
        place=field.place,
        message=f"the DOI {doi!r} ends in {end!r}, which is hardly part of it",
        hint=f"it may read {bare!r}",
        reference=reference.key,
        fix=rewrite(field, bare, safe=False),
    )


def _strange(reference: Reference, field: Field, doi: str) -> Outcome:
    strange = [character for character in doi if not character.isascii()]
    if not strange:
        return OK
    return Suspicious(
        place=field.locate(strange[0]),
        message=f"the DOI {doi!r} holds {strange[0]!r}, which is hardly part of it",
        hint="type this character anew",
        reference=reference.key,
    )


def _punctuation(doi: str) -> str:
    if doi.endswith((".", ",", ";", ":", "'", '"')):
        return doi[-1]
    for opening, closing in ("()", "[]"):
        if doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            return closing
    return ""


def _why(text: str) -> str:
    if re.search(r"\s", text):
        return "it contains a blank"
    if not text.startswith("10"):
        return "it does not begin with '10.'"
    return "a registrant of four or more digits and a slash must follow '10.'"


RULE = Rule(
    code="IDS001",
    name="doi-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="DOI that has not the form of one",
    page=__doc__,
    check=check,
)
