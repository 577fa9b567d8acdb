"""
Find archived copies that are only half given.

A copy needs three things to be of use: its address (`archiveurl`), the day on which it was taken
(`archivedate`), and the address of the source it was taken of (`url`).

Bad: `archiveurl = {https://web.archive.org/web/20230102030405/https://example.org/a}` alone.

Good: `url = {https://example.org/a}`, `archiveurl = {…}`, `archivedate = {2023-01-02}`.

Sure: high. Where the address of the copy tells what is missing, the hint gives it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.archive import CaptureReading
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import capture, own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import also


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry that gives a copy, or the day of one."""
    for reference in dossier.bibliography.references:
        found = capture(reference)
        if found:
            yield from _of_copy(reference, found[1])
        for field in own(reference, "archivedate"):
            if not reference.first("archiveurl"):
                yield Contradicted(
                    place=field.name_place,
                    message=f"archivedate is {field.value!r}, but there is no archiveurl",
                    hint="give the address of the copy, or leave the day out",
                    reference=reference.key,
                )


def _of_copy(reference: Reference, copy: CaptureReading) -> Iterator[Outcome]:
    missing = [
        (name, hint(copy), known(copy))
        for name, hint, known in _NEEDED
        if not reference.first(*name.split())
    ]
    for name, hint, value in missing:
        field = name.split()[0]
        yield Contradicted(
            place=reference.key_place,
            message=f"there is an archived copy, but no {field}",
            hint=hint,
            reference=reference.key,
            fix=also(reference, {field: value}, safe=True) if value else None,
        )
    if not missing:
        yield OK


def _day(copy: CaptureReading) -> str:
    return copy.timestamp.date().isoformat() if copy.timestamp else ""


def _of_day(copy: CaptureReading) -> str:
    if _day(copy):
        return f"by its address the copy is of {_day(copy)}"
    return "the archive shows on which day the copy was taken"


def _original(copy: CaptureReading) -> str:
    return copy.original


def _of_original(copy: CaptureReading) -> str:
    if copy.original:
        return f"by its address it is a copy of {copy.original!r}"
    return "give the address of the source"


_NEEDED = (("archivedate", _of_day, _day), ("url doi", _of_original, _original))

RULE = Rule(
    code="ARC001",
    name="archive-pair-incomplete",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="archived copy without its day or its source",
    page=__doc__,
    check=check,
)
