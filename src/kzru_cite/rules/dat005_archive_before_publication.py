"""
Find archived copies made before the source was published.

Such a copy shows another text under the same address, or one of the two dates is wrong. Both the
field `archivedate` and the timestamp inside `archiveurl` are looked at.

Bad: `date = {2014-09-03}` with `archiveurl = {https://web.archive.org/web/20140101000000/…}`.

Good: a copy made on the day of publication or later. One day is allowed for time zones; print,
which is often online before its issue, has a year and is only a suspicion after that.

Sure: high for pages of the web.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.archive import read_capture
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.entry_addresses import written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._dates import publication, read, seen_too_early


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry with an archived copy and a date of publication; one outcome each."""
    for reference in dossier.bibliography.references:
        published = publication(reference)
        copies = [
            (field, made)
            for field in own(reference, ("archivedate", "archiveurl"))
            if (made := _made(field)) is not None
        ]
        if published and copies:
            yield _judge(reference, published, copies)


def _made(field: Field) -> Period | None:
    text = field.value
    if field.name == "archiveurl":
        moment = read_capture(written(text)).timestamp
        if moment is None:
            return None
        text = moment.date().isoformat()
    reading = read(text)
    return reading if isinstance(reading, Period) else None


def _judge(reference: Reference, published: Period, copies: list[tuple[Field, Period]]) -> Outcome:
    for field, made in copies:
        if seen_too_early(reference, published, made.latest()):
            return (Contradicted if is_web(reference) else Suspicious)(
                place=field.place,
                message=f"archived on {made.end}, but published on {published.start}",
                hint="give a later copy, or mend the date that is wrong",
                reference=reference.key,
            )
    return OK


RULE = Rule(
    code="DAT005",
    name="archive-before-publication",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy made before the source was published",
    page=__doc__,
    check=check,
)
