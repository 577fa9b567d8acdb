"""
Find books that carry a number older books cannot have.

Books were first numbered in 1966 (SBN), and numbers from 979 on were first given in 2008. An
older book with such a number was not used as printed: it is a reprint, or the number belongs to
another book. Page numbers then go astray.

Bad: `isbn = {0-14-044043-X}` with `date = {1951}`.

Good: the date of the printing used, and `origdate = {1951}` for the first one. Numbers from 978
on in older entries are fine: every ISBN of ten digits has one.

Sure: high for 979 before 2008. Before 1966 the number is a sign only: it shows a reprint, but
some entries are meant to give the year of the work. Entries with `origdate`, or whose edition,
note or date range speak of another printing, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.numbers import compact, numbers
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule

_FIRST_NUMBERED, _FIRST_979 = 1966, 2008
# Of ten digits, 979 is Indonesia.
_LATE = re.compile(r"979\d{10}")
_REPRINT = re.compile(
    r"repr|reissue|facs|nachdr|neudr|réimpr|reimpr|rist|репр|переизд|қайта", re.IGNORECASE
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each numbered book with a date."""
    for reference in dossier.bibliography.references:
        date = reference.published()
        if not isinstance(date, Period) or _is_reprint(reference):
            continue
        for field in own(reference, "isbn"):
            yield _judge(reference, field, date.latest().year)


def _is_reprint(reference: Reference) -> bool:
    if reference.first("origdate", "origyear", "reprinttitle"):
        return True
    return any(_REPRINT.search(reference.text(name)) for name in ("note", "edition"))


def _judge(reference: Reference, field: Field, year: int) -> Outcome:
    if year < _FIRST_NUMBERED:
        return Suspicious(
            place=field.place,
            message=f"a book of {year} has the ISBN {field.value!r}; numbers began in 1966",
            hint="give the date of the printing used, and the first one as origdate",
            reference=reference.key,
        )
    late = [n for n in numbers(field.value, (9, 10, 13)) if _LATE.fullmatch(compact(n))]
    if late and year < _FIRST_979:
        return Contradicted(
            place=field.locate(late[0]),
            message=f"a book of {year} has the ISBN {late[0]!r}; 979 was first given in 2008",
            hint="give the date of the printing used, and the first one as origdate",
            reference=reference.key,
        )
    return OK


RULE = Rule(
    code="IDS007",
    name="isbn-anachronism",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="ISBN on a book older than its number can be",
    page=__doc__,
    check=check,
)
