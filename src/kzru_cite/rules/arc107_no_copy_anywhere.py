"""
Find web pages that no archive holds.

When such a page changes or goes, nothing is left of the source. A copy can be made only as long
as it stands.

Bad: a page without `archiveurl` of which the archives that were asked say that they hold nothing.

Good: a copy made now (`kzru-cite archive --save`, or by hand at https://web.archive.org/save), in
`archiveurl`.

Sure: high for the archives that were asked. An archive that could not be asked, or whose list was
cut off, counts as not asked; then nothing is said. Copies of errors and redirects do not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.captures import is_sound
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._listings import Bare, bare_pages


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at what the archives said that they hold of each page without a copy."""
    for page in bare_pages(dossier):
        if any(map(is_sound, page.captures)):
            yield OK
        elif not page.why_not:
            yield _judge(page)


def _judge(page: Bare) -> Outcome:
    what = "only copies of errors or redirects" if page.captures else "no copy"
    asked = " and ".join(page.asked)
    return Contradicted(
        place=page.reference.key_place,
        message=f"{asked} {'have' if len(page.asked) > 1 else 'has'} {what} of {page.address!r}",
        hint="have a copy made as long as the page stands",
        reference=page.reference.key,
    )


RULE = Rule(
    code="ARC107",
    name="no-copy-anywhere",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="web page that no archive holds",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
