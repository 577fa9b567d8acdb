"""
Find addresses of archived copies that lead to no certain copy.

A good address names the archive, the second and the page. Others lead to a list of copies, to
whichever copy is newest that day, or start a new one. Old hosts of an archive are switched off
one after the other.

Bad: `archiveurl = {https://web.archive.org/save/https://example.org/a}`, or with `/web/*/`,
`/web/2023/`, `/web/20231302030405/`, a moment still to come, `http:`, `wayback.archive.org`.

Good: `archiveurl = {https://web.archive.org/web/20230102030405/https://example.org/a}`.

Sure: high for archives that are known; these are the Wayback Machine and some two dozen others.
An address that is in none of them is a sign only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.archive import Capture, CaptureReading, Fault, Flaw, MalformedCapture
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import capture, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rewrite

_FAULTS = {
    Fault.SAVE: "starts a new copy instead of showing one",
    Fault.CALENDAR: "leads to a list, or to whichever copy is newest",
    Fault.NO_TIMESTAMP: "names no moment, so that it leads to whichever copy is newest",
    Fault.SHORT: "has a timestamp of fewer than 14 digits, so that it leads to the nearest copy",
    Fault.LONG: "has a timestamp of more than 14 digits",
    Fault.IMPOSSIBLE: "has a timestamp that no calendar has",
    Fault.TOO_EARLY: "has a timestamp from before 1996, when no archive kept pages",
}
_FLAWS = {
    Flaw.HTTP: "is not given under https",
    Flaw.PORT: "names a port",
    Flaw.OLD_HOST: "names an old host of the archive",
    Flaw.NO_WEB: "lacks '/web/'",
    Flaw.FLAG: "has an unknown flag behind the timestamp",
}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address of a copy."""
    for reference in dossier.bibliography.references:
        found = capture(reference)
        if found and _is_address(found[0]):
            yield _judge(reference, *found, dossier.today)


def _is_address(field: Field) -> bool:
    # What is no address at all is a matter of LNK101.
    return isinstance(read_address(written(field.value)), Address)


def _judge(reference: Reference, field: Field, copy: CaptureReading, today: date) -> Outcome:
    match copy:
        case Capture():
            return _of_capture(reference, field, copy, today)
        case MalformedCapture():
            return Contradicted(
                place=field.locate(copy.fragment),
                message=f"the address of the copy in {copy.provider.name} {_FAULTS[copy.fault]}",
                hint="open the copy, and give the address that is shown then",
                reference=reference.key,
            )
        case _:
            return _unknown(reference, field)


def _of_capture(reference: Reference, field: Field, copy: Capture, today: date) -> Outcome:
    # A timestamp is in UTC, so that it may be of tomorrow.
    if copy.timestamp and copy.timestamp.date() > today + timedelta(days=1):
        return Contradicted(
            place=field.locate(copy.digits),
            message=f"the copy is of {copy.timestamp.date()}, which is still to come",
            hint="open the copy, and give the address that is shown then",
            reference=reference.key,
        )
    if not copy.flaws:
        return OK
    what = ", ".join(_FLAWS[flaw] for flaw in copy.flaws)
    return Suspicious(
        place=field.place,
        message=f"the address of the copy in {copy.provider.name} {what}",
        hint=f"write {copy.repaired!r}",
        reference=reference.key,
        fix=rewrite(field, copy.repaired, safe=True),
    )


def _unknown(reference: Reference, field: Field) -> Outcome:
    if field.value == reference.text("url"):
        return Contradicted(
            place=field.place,
            message="archiveurl and url are the same address",
            hint="give the address of the copy in the archive",
            reference=reference.key,
        )
    return Suspicious(
        place=field.place,
        message=f"{field.value!r} is not the address of a copy in an archive known here",
        hint="give the address of the copy, not that of the archive or of the source",
        reference=reference.key,
    )


RULE = Rule(
    code="ARC002",
    name="archive-address-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="address of an archived copy that leads to no certain copy",
    page=__doc__,
    check=check,
)
