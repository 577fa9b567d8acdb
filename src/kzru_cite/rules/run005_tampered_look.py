"""
Find lines of the log of looks that say something else than their captures.

The log is text, and text can be edited. `kzru-cite verify --audit` reads each capture at hand
again, and compares hash, title and all other facts, and the places of quotations, with the line.

Bad: a line whose text hash, title or quotation was changed by hand.

Good: a log that only the program wrote to.

Sure: high. Captures that are not at hand, and lines of another version of the extractor, could not
be worked out anew, and are named as that.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Unable
from kzru_cite.model.place import Location
from kzru_cite.model.rule import Need, Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each line that was worked out anew."""
    audit = dossier.audit
    if audit is None:
        return
    for line in audit.lines:
        place = Location(
            path=line.path or audit.path,
            line=line.line,
            column=1,
            end_line=line.line,
            end_column=1,
        )
        if line.unable:
            yield Unable(
                place=place, reason=f"the look at {line.about} stands as it is: {line.unable}"
            )
        elif line.contradicted:
            yield Contradicted(
                place=place,
                message=f"the look at {line.about}: {line.contradicted}",
                hint="take the line back from version control, or gather again",
            )
        else:
            yield OK


RULE = Rule(
    code="RUN005",
    name="tampered-look",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="line of the log that does not come out of its capture",
    page=__doc__,
    check=check,
    needs=frozenset({Need.AUDIT}),
)
