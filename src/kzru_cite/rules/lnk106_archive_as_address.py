"""
Find archived copies given as the address of the source.

`url` is for the source itself, `archiveurl` for the copy. With the copy in `url` a reader does
not see who published the text, and the source cannot be looked at again.

Bad: `url = {https://web.archive.org/web/20230102030405/https://example.org/a}`.

Good: `url = {https://example.org/a}`, and the copy in `archiveurl` with its `archivedate`.

Sure: high. Archives are known by their hosts, and by a full timestamp before an address. Copies in
archives that have closed are reported by ARC005 instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.archive import Capture, MalformedCapture, NotArchived, read_capture
from kzru_cite.model.archive_providers import Trust
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import also, both, rewrite

# The port that archives used to put into the address of the page.
_PORT = re.compile(r"^(http://[^/:]+):80(?=/|$)")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            copy = read_capture(str(address))
            if isinstance(copy, NotArchived):
                yield OK
            elif copy.provider.trust is not Trust.DEAD:
                yield _finding(reference, field, copy)


def _finding(reference: Reference, field: Field, copy: Capture | MalformedCapture) -> Outcome:
    original = _PORT.sub(r"\1", copy.original)
    source = f"write url = {{{original}}}" if original else "find the source's address"
    moved = "" if reference.first("archiveurl") else ", and move this one to archiveurl"
    return Contradicted(
        place=field.place,
        message=f"the address is a copy in {copy.provider.name}, not the source",
        hint=f"{source}{moved}",
        reference=reference.key,
        fix=_fix(reference, field, original, copy),
    )


def _fix(
    reference: Reference, field: Field, original: str, copy: Capture | MalformedCapture
) -> Fix | None:
    if not original or reference.first("archiveurl"):
        return None
    values = {"archiveurl": field.raw}
    if copy.timestamp and not reference.first("archivedate"):
        values["archivedate"] = copy.timestamp.date().isoformat()
    return both(rewrite(field, original, safe=False), also(reference, values, safe=False))


RULE = Rule(
    code="LNK106",
    name="archive-as-address",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="archived copy given as the address of the source",
    page=__doc__,
    check=check,
)
