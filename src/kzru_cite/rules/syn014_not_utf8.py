"""
Find files that are not encoded in UTF-8.

Pandoc reads UTF-8 only. Letters beyond ASCII come out wrong, or the file is refused.

Bad: a bibliography saved in Windows-1252 or Latin-1.

Good: the file is saved as UTF-8, for instance by `iconv -f windows-1252 -t utf-8`.

Sure: high. The place is the first byte that no UTF-8 text can hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each file."""
    for source in (*dossier.articles, *dossier.bibliographies, *dossier.ledgers):
        if source.not_utf8 is None:
            yield OK
            continue
        yield Contradicted(
            place=source.locate(source.not_utf8, source.not_utf8 + 1),
            message=f"the file is not UTF-8: it was read as {source.read_as}",
            hint="save it as UTF-8",
        )


RULE = Rule(
    code="SYN014",
    name="not-utf8",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="file that is not UTF-8",
    page=__doc__,
    check=check,
)
