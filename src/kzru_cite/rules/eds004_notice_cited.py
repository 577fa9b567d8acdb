"""
Find works that are themselves a notice on another work.

A notice of retraction or correction often has the title of the work it is about, so its DOI is
easily taken for that of the work.

Bad: the DOI of "Retraction: Trade with Russia" on an entry titled "Trade with Russia".

Good: the DOI of the work; or, where the notice is meant, an entry whose title says so.

Sure: high that it is a notice. Entries whose title has a word for a notice are fine.
While the registry cannot be asked, the check counts as not made.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._records import Identified, identified, unread
from kzru_cite.rules._sounds import plain
from kzru_cite.rules._words import words

_WORDS = words(
    """
    retraction retracted withdrawal withdrawn correction corrected corrections corrigendum erratum
    errata addendum clarification concern notice update опровержение исправление поправка
    """
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at what each DOI is the DOI of."""
    for one in identified(dossier, "doi"):
        about = [doi for _, record in one.records for doi in record.notice_on]
        if about and not _WORDS & set(plain(one.reference.text("title")).split()):
            yield _notice(one, about[0])
        elif one.unread:
            # That the DOI exists does not tell what it is the DOI of.
            yield unread(one, f"whether {one.number!r} is a notice is not known")
        elif one.records:
            yield OK


def _notice(one: Identified, about: str) -> Outcome:
    return Suspicious(
        place=one.field.place,
        message=f"{one.number!r} is a notice on {about!r}, not a work of its own",
        hint="give the DOI of the work, or say in the title that the notice is meant",
        reference=one.reference.key,
    )


RULE = Rule(
    code="EDS004",
    name="notice-cited",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="notice on another work, cited as if it were the work",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
