"""
Find dates that are not written year first, as ``YYYY-MM-DD``.

BibLaTeX and pandoc read dates in the form of ISO 8601 and its extension for uncertain dates
(EDTF). A date in another form is dropped or printed as it stands, cannot be sorted, and escapes
all other checks on dates.

Bad: `date = {3 September 2014}`, `urldate = {1.5.1998}`, `date = {1995-1-04}`.

Good: `date = {2014-09-03}`, `date = {2014-09}`, `date = {1998/1999}`, `date = {1850~}`. The old
field `year` may also hold words and spans, such as `in press`, `c. 1850` or `1998/99`. A date
that can mean two days is left to DAT007.

Sure: high for date fields; for `year` only a suspicion, and for the form of the draft of
2012 (`199u`, `unknown/2006`), which BibLaTeX used to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import MalformedDate
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import DATE_FIELDS, meanings, modern, read
from kzru_cite.rules._mending import rewrite
from kzru_cite.rules._months import MONTHS

# Years as old files write them: 1985a, [1850], 1998/99, 2008 - 2019, Forthcoming, 2018, 44 BC.
_NUMBER = re.compile(r"\d+")
_LOOSE_YEAR = re.compile(r"\D*\d{3,4}\D*(?:[-/–—,]\D*\d{2,4}\D*)?")
_TWO_YEARS = re.compile(r"\[?\d{4}\]? ?[\[(/]?\d{4}[\])]?")
_ERA = re.compile(r"\D*\d{1,4}\W*(?:b\.?c|a\.?d|c\.?e|до н|н\.? ?э|th c|век|ғасыр)", re.IGNORECASE)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each date field and each year."""
    for reference in dossier.bibliography.references:
        for field in own(reference, DATE_FIELDS):
            if len(meanings(field.value)) < 2:
                yield _judge_date(reference, field)
        for field in own(reference, ("year",)):
            if len(meanings(field.value)) < 2:
                yield _judge_year(reference, field)


def _judge_date(reference: Reference, field: Field) -> Outcome:
    if not isinstance(read(field.value), MalformedDate):
        return OK
    newer = modern(field.value)
    if newer:
        return Suspicious(
            place=field.place,
            message=f"{field.name} {field.value!r} is in the form of an old draft of EDTF",
            hint=f"write {newer}",
            reference=reference.key,
            fix=rewrite(field, newer, safe=True),
        )
    return Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r} is not of the form YYYY-MM-DD",
        hint=_hint(field.value),
        reference=reference.key,
        fix=rewrite(field, forms[0], safe=True) if (forms := meanings(field.value)) else None,
    )


def _judge_year(reference: Reference, field: Field) -> Outcome:
    text = field.value
    if not _NUMBER.search(text) or _LOOSE_YEAR.fullmatch(text) or _ERA.match(text):
        return OK
    forms = meanings(text)
    two = _TWO_YEARS.fullmatch(text)
    hint = f"write date = {{{forms[0]}}} instead" if forms else "write the year in four digits"
    if two:
        hint = "write the year of this edition, and that of the first one as origdate"
    return Suspicious(
        place=field.place,
        message=f"year {text!r} {'holds two years' if two else 'is no year'}",
        hint=hint,
        reference=reference.key,
    )


def _hint(text: str) -> str:
    forms = meanings(text)
    if forms:
        return f"write {forms[0]}"
    if not _NUMBER.search(text) and text.casefold().removesuffix(".") not in MONTHS:
        return "leave the date out; pubstate = {forthcoming} or {inpress} says that it is to come"
    return "write YYYY, YYYY-MM or YYYY-MM-DD; two dates with / between them make a span"


RULE = Rule(
    code="DAT001",
    name="malformed-date",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="date that is not written year first as YYYY-MM-DD",
    page=__doc__,
    check=check,
)
