"""
Find captures that are not what was kept.

Each record of a capture has the hash of its body. A file that was cut off, or a body that was
changed, is no proof any more.

Bad: a file in `.kzru-cite/captures/` with a changed byte.

Good: files as they were written; a copy of them in a safe place (`kzru-cite captures export`).

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.place import Location
from kzru_cite.model.rule import Need, Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each record that was verified."""
    audit = dossier.audit
    if audit is None:
        return
    for _ in range(audit.captures - len(audit.damages)):
        yield OK
    for damage in audit.damages:
        about = f" of {damage.address}" if damage.address else ""
        yield Contradicted(
            place=Location(path=damage.file, line=1, column=1, end_line=1, end_column=1),
            message=f"the capture{about} at byte {damage.offset}: {damage.why}",
            hint="restore the file, or gather again with --capture",
        )


RULE = Rule(
    code="RUN006",
    name="damaged-capture",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="capture that cannot be read, or whose hash is another",
    page=__doc__,
    check=check,
    needs=frozenset({Need.AUDIT}),
)
