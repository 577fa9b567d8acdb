"""
Find copies in archives that have closed.

WebCite and the caches of search engines show nothing any more. A copy there helps nobody, and
stands in the way of one that would.

Bad: `archiveurl = {https://www.webcitation.org/5eWaHRbn4}`.

Good: a copy of the same page in another archive, nearest to the day on which it was read.

Sure: high for archives known to be closed. One whose addresses tell neither page nor day is
reported as a sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.archive import Capture, MalformedCapture, NotArchived, read_capture
from kzru_cite.model.archive_providers import Trust
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each copy, given as such or as the source."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "archiveurl", "url"):
            copy = read_capture(written(field.value))
            if not isinstance(copy, NotArchived):
                yield _judge(reference, field, copy)


def _judge(reference: Reference, field: Field, copy: Capture | MalformedCapture) -> Outcome:
    provider = copy.provider
    if provider.trust is Trust.DEAD:
        return Contradicted(
            place=field.place,
            message=f"{provider.name} shows no copies: {provider.reason}",
            hint=_hint(copy),
            reference=reference.key,
        )
    if provider.trust is Trust.UNCERTAIN:
        return Suspicious(
            place=field.place,
            message=f"a copy in {provider.name} cannot be relied on: {provider.reason}",
            hint=_hint(copy),
            reference=reference.key,
        )
    return OK


def _hint(copy: Capture | MalformedCapture) -> str:
    page = f" of {copy.original!r}" if copy.original else ""
    day = f" from about {copy.timestamp.date()}" if copy.timestamp else ""
    return f"look for a copy{page}{day} in another archive"


RULE = Rule(
    code="ARC005",
    name="dead-archive",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="copy in an archive that has closed",
    page=__doc__,
    check=check,
)
