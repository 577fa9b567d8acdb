r"""
Find titles that stand wholly in quotation marks.

Quotation marks around the titles of articles are set by the style. Typed in as well, they are
printed twice; around the title of a book they are wrong altogether.

Bad: `title = {“Russia's Relations with Kazakhstan”}`.

Good: `title = {Russia's Relations with Kazakhstan}`. Quotation marks within a title stay, and a
title that is itself a quotation is marked with `\mkbibquote{…}`.

Sure: medium, since a headline may be a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import swap
from kzru_cite.rules._titles import titles

_PAIRS = ("““”", "”””", '"""', "«»", "„“", "„”", "‘’", "‹›", "''")
_AROUND = "{} \n"
_MARKED = ("\\mkbibquote", "\\enquote", "\\textquote")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each title of an entry."""
    for reference in dossier.bibliography.references:
        for field in titles(reference):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    raw = field.raw.strip(_AROUND)
    if not _is_quoted(field.value) or raw.startswith(_MARKED):
        return OK
    return Suspicious(
        place=field.place,
        message=f"{field.name} {field.value!r} stands in quotation marks",
        hint="leave them to the style; a title that is a quotation goes into \\mkbibquote{…}",
        reference=reference.key,
        fix=swap(field, raw, raw[1:-1], safe=False)
        if (raw[0], raw[-1]) == (field.value[0], field.value[-1])
        else None,
    )


def _is_quoted(title: str) -> bool:
    """Tell whether one pair of quotation marks holds the whole title."""
    if len(title) < 3:
        return False
    first, inside, last = title[0], title[1:-1], title[-1]
    paired = any(first == pair[0] and last == pair[-1] for pair in _PAIRS)
    if first == last:
        return paired and first not in inside
    return paired and _stays_open(first, last, inside)


def _stays_open(first: str, last: str, inside: str) -> bool:
    depth = 1
    for position, character in enumerate(inside):
        # An apostrophe looks like a closing mark, but stands between letters.
        apostrophe = character == "’" and inside[position + 1 : position + 2].isalpha()
        depth += (character == first) - (character == last and not apostrophe)
        if depth == 0:
            return False
    return True


RULE = Rule(
    code="TTL003",
    name="title-in-quotes",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="title that stands wholly in quotation marks",
    page=__doc__,
    check=check,
)
