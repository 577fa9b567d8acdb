"""
Find pages of the web without the day on which they were read.

Pages change. Without the day of access nobody can say which state of the page bore the claim, and
no archived copy can be chosen to match it.

Bad: an `@online` entry without `urldate`.

Good: `urldate = {2022-07-17}`. A source with a DOI or an eprint number is fixed by it, and an
archived copy shows the state that was meant; both need no day of access. A remark such as
`note = {Accessed 17 July 2022}` is taken for one. Only `@online` and its other names, `@electronic`
and `@www`, are looked at.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule

_FIXED = ("doi", "eprint", "archiveurl")
_REMARKS = ("note", "howpublished", "addendum", "annote", "annotation", "lastchecked")
_READ_ON = re.compile(
    r"\b(?:accessed|retrieved|visited|viewed|consulted|abgerufen|zugriff|обращения|қаралған)",
    re.IGNORECASE,
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each page of the web that no number and no copy fixes."""
    for reference in dossier.bibliography.references:
        if not is_web(reference) or reference.text(*_FIXED):
            continue
        if reference.text("urldate") or _says_so(reference):
            yield OK
            continue
        yield Contradicted(
            place=reference.key_place,
            message="page of the web without the day on which it was read",
            hint="read the page again and add urldate = {YYYY-MM-DD}",
            reference=reference.key,
        )


def _says_so(reference: Reference) -> bool:
    """Tell whether a remark in words holds the day of access."""
    return any(_READ_ON.search(reference.text(name)) for name in _REMARKS)


RULE = Rule(
    code="DAT008",
    name="no-access-date",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="page of the web without a day of access",
    page=__doc__,
    check=check,
)
