"""
Find text that was read in the wrong encoding.

UTF-8 read as a one-byte encoding turns ’ into â€™, é into Ã© and Привет into РџСЂРёРІРµС‚. The
names and quotations concerned are wrong, and no search finds them.

Bad: `title = {Putinâ€™s Chilling Comments}`.

Good: `title = {Putin’s Chilling Comments}`.

Sure: high. A run counts only when writing it back in the wrong encoding gives sound UTF-8 whose
characters are letters or marks to be expected; the finding says what it should read. Short runs
that could be real text, such as Russian “Рё” or “É»”, are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.place import SourceText
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import at
from kzru_cite.rules._mojibake import broken_runs
from kzru_cite.rules._owners import claim_at, readable, reference_at


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each file; one outcome for each run of broken text, or one for the file."""
    for source in readable(dossier):
        runs = broken_runs(source.text)
        yield from (_outcome(dossier, source, *run) for run in runs)
        if not runs:
            yield OK


def _outcome(dossier: Dossier, source: SourceText, start: int, end: int, mended: str) -> Outcome:
    place = source.locate(start, end)
    return Contradicted(
        place=place,
        message=f"{source.text[start:end]!r} is {mended!r} in the wrong encoding",
        hint="save the file it came from as UTF-8, or mend the text by hand",
        fix=at(place, mended, f"write {mended!r}", safe=False),
        claim=claim_at(dossier, place),
        reference=reference_at(dossier, place),
    )


RULE = Rule(
    code="TXT002",
    name="mojibake",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="text that was read in the wrong encoding",
    page=__doc__,
    check=check,
)
