"""
Find archived copies of archived copies.

The outer copy shows the inner one with the bars of two archives, often without its pictures, and
its day is not the day on which the page looked like that.

Bad: `archiveurl = {https://archive.ph/2023.02.01-000000/https://web.archive.org/web/2023…}`.

Good: the inner copy alone, with its own day.

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.archive import NotArchived, read_capture
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import capture
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each copy whose address says of which page it is."""
    for reference in dossier.bibliography.references:
        found = capture(reference)
        if found is None or isinstance(found[1], NotArchived) or not found[1].original:
            continue
        field = found[0]
        inner = read_capture(found[1].original)
        if isinstance(inner, NotArchived):
            yield OK
            continue
        yield Contradicted(
            place=field.locate(found[1].original),
            message=f"this is a copy of a copy in {inner.provider.name}",
            hint=f"write {found[1].original!r}, with the day of that copy",
            reference=reference.key,
        )


RULE = Rule(
    code="ARC007",
    name="nested-archive",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy of an archived copy",
    page=__doc__,
    check=check,
)
