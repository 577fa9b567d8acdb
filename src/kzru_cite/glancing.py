"""Say in a word what a settled question came to, for who watches a run."""

from __future__ import annotations

from datetime import UTC, datetime

from kzru_cite.model.evidence import (
    Absent,
    Answered,
    Found,
    Listed,
    Look,
    Purpose,
    Sight,
    Unanswered,
)
from kzru_cite.model.glimpses import glimpse
from kzru_cite.planning import Want

_PAGES = (Purpose.PAGE, Purpose.CAPTURE)


def outcome(want: Want, sight: Sight) -> str:
    """Return the class of a link or a copy; for other questions, whether something is held."""
    match sight:
        case Answered() | Unanswered() if want.purpose in _PAGES:
            # Only what it shows matters here, not when.
            look = Look(
                at=datetime.now(UTC),
                purpose=want.purpose,
                about=want.about,
                asked=want.asked,
                sight=sight,
            )
            seen = glimpse(look)
            return seen.link_class.value if seen else "not asked"
        case Found():
            return "record"
        case Listed():
            return "list of copies"
        case Absent():
            return "no record"
        case Unanswered():
            return "no answer"
        case _:
            return "neighbour"
