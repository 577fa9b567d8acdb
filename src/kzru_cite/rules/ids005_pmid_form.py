"""
Find numbers of PubMed and PubMed Central that cannot be right.

A PMID is a plain number, counted up since 1966; a PMCID begins with `PMC`. A number above what
has been given out, or with letters in it, is a slip or an invention.

Bad: `pmid = {PMC5483034}`, `pmid = {98765432}`, `pmcid = {NIHMS5483034}`.

Good: `pmid = {23439512}`, `eprint = {23439512}` with `eprinttype = {pubmed}`,
`pmcid = {PMC5483034}`.

Sure: high for the form. The highest number is an estimate with room above it, so that a number
beyond it is a sign only. So is a word such as `null`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._empty_numbers import filler
from kzru_cite.rules._misplaced import stranger

_PMID = re.compile(r"(?:PMID:?\s*)?(?P<number>[1-9]\d{0,8})", re.IGNORECASE)
_PMCID = re.compile(r"(?:PMCID:?\s*)?(?:PMC)?(?P<number>[1-9]\d{2,8})(?:\.\d+)?", re.IGNORECASE)
# 2025-12: PubMed is near 41.5 million, PubMed Central near 12.8 million. They grow by some 1.7 and
# 1.3 million a year; room is left for more.
_COUNTED = date(2025, 12, 31)
_HIGHEST = {"PMID": (42_500_000, 3_000_000), "PMCID": (14_000_000, 2_500_000)}
_EPRINTS = {"pubmed": "PMID", "pmid": "PMID", "pmc": "PMCID", "pmcid": "PMCID"}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each number of PubMed or PubMed Central."""
    for reference in dossier.bibliography.references:
        for name, kind in _fields(reference).items():
            for field in own(reference, name):
                if not stranger(name, field.value):
                    yield filler(reference, field) or _judge(reference, field, kind, dossier.today)


def _fields(reference: Reference) -> dict[str, str]:
    fields = {"pmid": "PMID", "pmcid": "PMCID", "pmc": "PMCID"}
    kind = _EPRINTS.get(reference.text("eprinttype", "archiveprefix").lower())
    return {**fields, "eprint": kind} if kind else fields


def _judge(reference: Reference, field: Field, kind: str, today: date) -> Outcome:
    found = (_PMID if kind == "PMID" else _PMCID).fullmatch(field.value)
    if found is None:
        example = "23439512" if kind == "PMID" else "PMC5483034"
        return Contradicted(
            place=field.place,
            message=f"{field.value!r} is no {kind}",
            hint=f"it reads as {example}",
            reference=reference.key,
        )
    if int(found["number"]) > _highest(kind, today):
        return Suspicious(
            place=field.place,
            message=f"the {kind} {field.value!r} is higher than any given out so far",
            hint="compare it with the page of the article",
            reference=reference.key,
        )
    return OK


def _highest(kind: str, today: date) -> float:
    highest, growth = _HIGHEST[kind]
    return highest + growth * max(0, (today - _COUNTED).days) / 365


RULE = Rule(
    code="IDS005",
    name="pmid-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="PMID or PMCID that cannot be right",
    page=__doc__,
    check=check,
)
