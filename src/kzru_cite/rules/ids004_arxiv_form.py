"""
Find arXiv identifiers that arXiv cannot have given.

An identifier says when a preprint came in: `2005.06087` in May 2020. Until March 2007 it named
the archive as well: `hep-th/9603067`. A month 13, four digits where there must be five, or an
archive that never was show a slip, and the link made of it is dead.

Bad: `eprint = {1611.3404}`, since numbers have had five digits from January 2015 on.

Good: `eprint = {1611.03404v2}`, `eprint = {math.GT/0309136}` with `eprinttype = {arxiv}`.

Sure: high for the form. A prefix `arXiv:`, a class in brackets or a whole address around a good
identifier in `eprint` are reported as signs: styles print the prefix themselves. So is an old
number whose archive stands in brackets or in `primaryclass`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite

_NEW = re.compile(r"(?P<year>\d{2})(?P<month>\d{2})\.(?P<number>\d+)(?:v[1-9]\d*)?")
_OLD = re.compile(
    r"(?P<archive>[a-z-]+)(?:\.[A-Za-z-]{2,})?/(?P<year>\d{2})(?P<month>\d{2})\d{3}(?:v[1-9]\d*)?"
)
_AROUND = re.compile(
    r"\A(?:arxiv:\s*|https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf)/)?(?P<bare>.*?)"
    r"(?:\.pdf)?(?:\s*\[(?:arxiv:)?(?P<archive>[a-z-]*)[^\[\]]*\])?\Z",
    re.IGNORECASE | re.DOTALL,
)
# The archives up to March 2007, those merged into others included (arXiv's own list).
_ARCHIVES = frozenset(
    {
        "acc-phys",
        "adap-org",
        "alg-geom",
        "ao-sci",
        "astro-ph",
        "atom-ph",
        "bayes-an",
        "chao-dyn",
        "chem-ph",
        "cmp-lg",
        "comp-gas",
        "cond-mat",
        "cs",
        "dg-ga",
        "funct-an",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math",
        "math-ph",
        "mtrl-th",
        "nlin",
        "nucl-ex",
        "nucl-th",
        "patt-sol",
        "physics",
        "plasm-ph",
        "q-alg",
        "q-bio",
        "quant-ph",
        "solv-int",
        "supr-con",
    }
)
_ODD = {True: "leaves out the archive", False: "holds more than the identifier"}
_OPENED, _NEW_FORM, _FIVE_DIGITS = (1991, 7), (2007, 4), (2015, 1)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each identifier that the entry says is of arXiv."""
    for reference in dossier.bibliography.references:
        for field in own(reference, *_fields(reference)):
            yield _judge(reference, field, dossier.today)


def _fields(reference: Reference) -> tuple[str, ...]:
    kind = reference.text("eprinttype", "archiveprefix").lower()
    names = ("arxiv", "arxivid")
    return ("eprint", *names) if kind == "arxiv" else names


def _judge(reference: Reference, field: Field, today: date) -> Outcome:
    text = written(field.value)
    bare = _AROUND.sub(r"\g<bare>", text)
    if _bare_number(bare):
        bare = _with_archive(reference, bare, _AROUND.sub(r"\g<archive>", text))
    why = _fault(bare, today)
    if why:
        return Contradicted(
            place=field.place,
            message=f"{field.value!r} is no arXiv identifier: {why}",
            hint="it reads 2005.06087, or hep-th/9603067 up to March 2007",
            reference=reference.key,
        )
    if bare == text or field.name != "eprint":
        return OK
    less = bare.endswith(text)
    return Suspicious(
        place=field.place,
        message=f"{field.value!r} {_ODD[less]}",
        hint=f"write {bare!r}" + ("" if less else " alone"),
        reference=reference.key,
        fix=rewrite(field, bare, safe=not less),
    )


def _with_archive(reference: Reference, number: str, named: str) -> str:
    """Put the archive that brackets or the class of the eprint name before the old number."""
    archive = (named or reference.text("eprintclass", "primaryclass")).partition(".")[0]
    return f"{archive}/{number}" if archive in _ARCHIVES else number


def _fault(text: str, today: date) -> str:
    old, new = _OLD.fullmatch(text), _NEW.fullmatch(text)
    found = old or new
    if found is None:
        return "the archive before the number is missing" if _bare_number(text) else "wrong form"
    if old and old["archive"] not in _ARCHIVES:
        return f"there was no archive {old['archive']!r}"
    month = _month(found)
    if not 1 <= month[1] <= 12:
        return f"there is no month {month[1]}"
    if month > (today.year, today.month):
        return f"it says {month[0]}-{month[1]:02d}, which is still to come"
    return _fault_of_form(month, "" if old else found["number"])


def _fault_of_form(month: tuple[int, int], number: str) -> str:
    if not number:
        fits = _OPENED <= month < _NEW_FORM
        return "" if fits else "this form was in use from July 1991 to March 2007"
    if month < _NEW_FORM:
        return "this form has been in use since April 2007"
    digits = 5 if month >= _FIVE_DIGITS else 4
    if len(number) != digits:
        return f"numbers of that month have {digits} digits behind the dot, not {len(number)}"
    return "" if int(number) else "numbers begin with 1"


def _month(found: re.Match[str]) -> tuple[int, int]:
    year = int(found["year"])
    return (year + (1900 if year >= 90 else 2000), int(found["month"]))


def _bare_number(text: str) -> bool:
    return re.fullmatch(r"\d{7}(?:v\d+)?", text) is not None


RULE = Rule(
    code="IDS004",
    name="arxiv-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="arXiv identifier that arXiv cannot have given",
    page=__doc__,
    check=check,
)
