"""
Find sources whose author is their publisher too.

An agency's news item without a byline has no author. With the agency in both places the entry
prints it twice, and claims an author that the source does not name.

Bad: `author = {Reuters}` with `organization = {Reuters}` in an `@online`.

Good: `organization` alone. Reports, books, manuals and the like are not looked at: there the body
that issues the work is its author by custom.

Sure: high, but a matter of style.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import WEB_KINDS, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._names import place_of
from kzru_cite.rules._sites import fold

_KINDS = WEB_KINDS | {"article"}
_PLACES = ("organization", "publisher", "institution", "journaltitle", "journal")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each page or article with an author and a site, journal or publisher."""
    for reference in dossier.bibliography.references:
        if reference.kind in _KINDS and "author" in reference.names and reference.site:
            yield _judge(reference)


def _judge(reference: Reference) -> Outcome:
    sites = {fold(field.value): field.name for field in own(reference, _PLACES)}
    for name in reference.names["author"]:
        if fold(str(name)) in sites:
            return Contradicted(
                place=place_of(reference.fields["author"], name.raw),
                message=f"author {str(name)!r} is the {sites[fold(str(name))]} too",
                hint="leave the author out when the source names none",
                reference=reference.key,
            )
    return OK


RULE = Rule(
    code="NAM003",
    name="author-is-publisher",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="author who is the publisher too",
    page=__doc__,
    check=check,
)
