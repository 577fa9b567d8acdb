"""Say in findings what became of quotations."""

from __future__ import annotations

from kzru_cite.model.outcome import Contradicted, Suspicious
from kzru_cite.model.quoting import Quoted, Sought

_LONGEST = 60


def contradicted(quoted: Quoted, message: str, hint: str, at: str = "quote") -> Contradicted:
    """Return a finding at a value of the link."""
    link = quoted.link
    return Contradicted(
        place=link.at(at),
        message=message,
        hint=hint,
        claim=link.claim,
        reference=link.reference,
    )


def suspicious(quoted: Quoted, message: str, hint: str = "") -> Suspicious:
    """Return a sign of a fault at the quotation."""
    found = contradicted(quoted, message, hint)
    return Suspicious(
        place=found.place,
        message=found.message,
        hint=found.hint,
        claim=found.claim,
        reference=found.reference,
    )


def places(found: tuple[Sought, ...]) -> str:
    """Name the places that were searched, with the days of the looks."""
    return " and ".join(
        f"{one.source.value} ({one.about}, seen {one.look.at:%Y-%m-%d})"
        for one in found
        if one.look
    )


def shorten(words: str) -> str:
    """Return the beginning of a quotation, for a message."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
