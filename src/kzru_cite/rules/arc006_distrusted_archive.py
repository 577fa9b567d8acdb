"""
Find copies in archives that are known to have altered what they keep.

A copy is worth something only as long as it shows what was there. The operators of archive.today
(also archive.is, .ph, .md, .li, .vn and .fo) altered archived pages and used their visitors'
machines for an attack; the English Wikipedia decided in February 2026 to drop it.

Bad: `archiveurl = {https://archive.ph/20230102030405/https://example.org/a}`.

Good: a copy of the same page in another archive.

Sure: high that the archive is the one named. Whether this copy was altered is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.archive import Capture, MalformedCapture, NotArchived
from kzru_cite.model.archive_providers import Trust
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import capture
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each copy in a known archive."""
    for reference in dossier.bibliography.references:
        found = capture(reference)
        if found and not isinstance(found[1], NotArchived):
            yield _judge(reference, found[0], found[1])


def _judge(reference: Reference, field: Field, copy: Capture | MalformedCapture) -> Outcome:
    provider = copy.provider
    if provider.trust is not Trust.DISTRUSTED:
        return OK
    page = f" of {copy.original!r}" if copy.original else ""
    return Contradicted(
        place=field.place,
        message=f"{provider.name} is not trusted since {provider.seen}: {provider.reason}",
        hint=f"look for a copy{page} in another archive",
        reference=reference.key,
    )


RULE = Rule(
    code="ARC006",
    name="distrusted-archive",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="copy in an archive known to have altered pages",
    page=__doc__,
    check=check,
)
