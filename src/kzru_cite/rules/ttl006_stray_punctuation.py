"""
Find titles with punctuation that belongs to the style or to nothing.

The style puts the full stop or comma behind a title. A title that brings its own ends in two
marks, such as “?.”, or breaks off in a comma where a part was cut away.

Bad: `title = {Did Putin Just Say, ‘Not So Fast’?.}`, `title = {Relations,}`.

Good: the title without the marks behind it. A single full stop is left alone, since it may be
that of an abbreviation; so are `…`, `?!` and three stops.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite
from kzru_cite.rules._titles import titles

_STRAY = re.compile(
    r"(?P<end>(?P<own>[?!])\s*[.,;:]+|(?<!\.)\.\.|\s+\.|\s*[,;:|]|\s+[-–—/])$|^(?P<start>[.,;:|]\s+)"
)
_BEFORE = "{ \n"


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each title of an entry."""
    for reference in dossier.bibliography.references:
        for field in titles(reference):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    found = _STRAY.search(field.value)
    if found is None or not _is_written(found, field.raw):
        return OK
    where = "ends in" if found["end"] else "begins with"
    return Contradicted(
        place=field.place,
        message=f"{field.name} {field.value!r} {where} {found[0].strip()!r}",
        hint="leave the marks around a title to the style",
        reference=reference.key,
        fix=_fix(field),
    )


def _fix(field: Field) -> Fix | None:
    """Take the marks away; a question or exclamation mark before them is the title's own."""
    found = _STRAY.search(field.raw)
    if found is None:
        return None
    text = field.raw[: found.start()] + (found["own"] or "") + field.raw[found.end() :]
    return rewrite(field, text, safe=True)


def _is_written(found: re.Match[str], raw: str) -> bool:
    """Tell whether a mark at the start is written there, with no TeX command before it."""
    return bool(found["end"]) or raw.lstrip(_BEFORE).startswith(found[0][0])


RULE = Rule(
    code="TTL006",
    name="stray-punctuation",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="title with punctuation that belongs to the style",
    page=__doc__,
    check=check,
)
