"""
Find several names run together into one.

BibTeX parts names at the word `and` only. Names set apart by semicolons, commas or an ampersand
become one author with an impossible name.

Bad: `author = {Laruelle, Marlene; Royce, Dylan}`, `author = {Liu, Z., Hu, S. K., Caron, D.}`.

Good: `author = {Laruelle, Marlene and Royce, Dylan}`. Two commas are right around a suffix, as in
`King, Jr., Martin Luther`; bodies with commas belong in braces.

Sure: high for semicolons between names and three commas, a suspicion for the rest, such as a stray
comma or semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._bodies import names_body
from kzru_cite.rules._names import is_extended, place_of, single_names, unprotected

_SUFFIX = re.compile(
    r"[js]r\.?|jnr\.?|[ivx]+\.?|esq\.?|ph\.? ?d\.?|m\.? ?d\.?|dr\.?|мл\.?|ст\.?", re.IGNORECASE
)
# What is in braces is taken for a suffix, a Roman ten.
_IN_BRACES = "X"
_ENDS_IN_SEMICOLON = re.compile(r"[^;]*;[;\s]*")
_AMPERSAND = re.compile(r"\s\\?&\s|\s(?:и|және)\s")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name that is not wholly in braces."""
    for reference in dossier.bibliography.references:
        for field, name in single_names(reference):
            if not name.literal and not is_extended(name):
                yield _judge(reference, field, name)


def _judge(reference: Reference, field: Field, name: Name) -> Outcome:
    bare = unprotected(name.raw, instead=_IN_BRACES)
    parts = [part.strip() for part in bare.strip(" ,;").split(",")]
    if "" in parts or _ENDS_IN_SEMICOLON.fullmatch(bare):
        return _stray_mark(reference, field, name)
    certain = ";" in bare or (len(parts) > 3 and not names_body(bare))
    if not certain and not _AMPERSAND.search(bare) and not _three_parts(parts):
        return OK
    return (Contradicted if certain else Suspicious)(
        place=place_of(field, name.raw),
        message=f"{name.raw!r} holds several names",
        hint="write “and” between names; put the name of a body into double braces",
        reference=reference.key,
    )


def _stray_mark(reference: Reference, field: Field, name: Name) -> Outcome:
    return Suspicious(
        place=place_of(field, name.raw),
        message=f"{name.raw!r} has a comma or semicolon too many",
        hint="leave it out; names are parted by “and” alone",
        reference=reference.key,
    )


def _three_parts(parts: list[str]) -> bool:
    """Tell whether there are three parts or more of which none is a suffix or holds years."""
    if len(parts) < 3:
        return False
    # A word in small letters, as in “Dumas, père, Alexandre”, is an addition to the name too.
    return not any(
        _SUFFIX.fullmatch(part) or re.search(r"\d", part) or part[0].islower() for part in parts[1:]
    )


RULE = Rule(
    code="NAM010",
    name="several-names-in-one",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="several names run together into one",
    page=__doc__,
    check=check,
)
