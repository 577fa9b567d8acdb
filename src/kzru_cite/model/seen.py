"""Find what was seen of an address or an identifier."""

from __future__ import annotations

from kzru_cite.model.evidence import Evidence, Look, Purpose, in_order
from kzru_cite.model.subjects import subject


class Seen:
    """The looks of a project by what they are about; empty when nothing was gathered."""

    def __init__(self, evidence: Evidence | None) -> None:
        self._looks: dict[tuple[Purpose, str], list[Look]] = {}
        for look in evidence.looks if evidence else ():
            self._looks.setdefault((look.purpose, subject(look.about)), []).append(look)

    def at(self, about: str, *purposes: Purpose) -> tuple[Look, ...]:
        """Return the looks with these purposes, oldest first."""
        about = subject(about)
        return in_order(look for one in purposes for look in self._looks.get((one, about), ()))
