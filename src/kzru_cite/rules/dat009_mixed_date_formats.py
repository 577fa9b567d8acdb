"""
Find entries that write their dates in two forms.

An entry with one date in ISO form and one in words was put together from two places. The reader
sees two styles in one line, and one of the two dates is usually not read at all.

Bad: `date = {1 September 2014}` with `urldate = {2016-10-22}`.

Good: `date = {2014-09-01}` with `urldate = {2016-10-22}`. A bare year fits to every form.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import DATE_FIELDS, meanings
from kzru_cite.rules._mending import rewrite

_FORMS = (
    ("in ISO form", re.compile(r"\d{4}-\d.*")),
    ("in words", re.compile(r".*\d.*[^\W\d_]{3,}.*\d.*|[^\W\d_]{3,}.*\d{4}")),
    ("in figures", re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2,4}")),
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry with two or more dates of a known form."""
    for reference in dossier.bibliography.references:
        dates = [(field, form) for field in own(reference, DATE_FIELDS) if (form := _form(field))]
        if len(dates) >= 2:
            yield _judge(reference, dates)


def _form(field: Field) -> str | None:
    return next((form for form, pattern in _FORMS if pattern.fullmatch(field.value)), None)


def _judge(reference: Reference, dates: list[tuple[Field, str]]) -> Outcome:
    (field, form), *_ = sorted(dates, key=lambda date: date[1] == _FORMS[0][0])
    other = next((other for other, kind in dates if kind != form), None)
    if other is None:
        return OK
    forms = meanings(field.value)
    return Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r} is {form}, {other.name} {other.value!r} is not",
        hint="write all dates as YYYY-MM-DD",
        reference=reference.key,
        fix=rewrite(field, forms[0], safe=True) if len(forms) == 1 else None,
    )


RULE = Rule(
    code="DAT009",
    name="mixed-date-formats",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="entry that writes its dates in two forms",
    page=__doc__,
    check=check,
)
