"""
Find sources without an author.

A missing author is often only forgotten: the byline stands below the text or in the page's own
data. Where the source names nobody, it stays out; nothing is guessed.

Bad: an `@online` or `@book` without `author` and `editor`, when the source names one.

Good: `author` or `editor`; for reports, manuals and the like the body in `institution`,
`organization` or `holder` is enough. Collections, journals, reference works, data sets, standards
and laws need no author.

Sure: high that none is given; only the source can tell whether it names one.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import WEB_KINDS
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._words import words

_WORKS = words(
    """
    article book mvbook inbook bookinbook suppbook incollection suppcollection inproceedings
    conference thesis phdthesis mastersthesis unpublished
    """
)
# Here the body that stands behind the work is as good as an author.
_OF_BODIES = frozenset({"report", "techreport", "booklet", "misc", "patent"})
_PERSONS = ("author", "editor", "editora", "editorb", "editorc")
_BODIES = ("organization", "institution", "holder")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry of a type that has an author as a rule."""
    for reference in dossier.bibliography.references:
        if reference.kind in _WORKS | WEB_KINDS:
            yield _judge(reference, _PERSONS)
        elif reference.kind in _OF_BODIES:
            yield _judge(reference, _PERSONS + _BODIES)


def _judge(reference: Reference, fields: tuple[str, ...]) -> Outcome:
    if reference.text(*fields):
        return OK
    return Contradicted(
        place=reference.key_place,
        message="no author or editor is given",
        hint="look for the name in the source; leave it out when the source names nobody",
        reference=reference.key,
    )


RULE = Rule(
    code="NAM011",
    name="no-author",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="source without an author or editor",
    page=__doc__,
    check=check,
)
