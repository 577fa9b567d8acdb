"""Find the searches that were made in the texts of a reference."""

from __future__ import annotations

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.entry_addresses import addresses, own, written
from kzru_cite.model.evidence import Look, Purpose, Searched
from kzru_cite.model.seen import Seen


def searches(seen: Seen, reference: Reference) -> tuple[Look, ...]:
    """Return the searches in the page of a reference and in its cited copy, newest first."""
    about = [str(address) for _, address in addresses(reference)]
    about += [written(field.value) for field in own(reference, "archiveurl")]
    looks = (look for one in dict.fromkeys(about) for look in seen.at(one, Purpose.QUOTE))
    return tuple(sorted(looks, key=lambda look: look.at, reverse=True))


def sights(looks: tuple[Look, ...]) -> tuple[Searched, ...]:
    """Return what the searches found."""
    return tuple(look.sight for look in looks if isinstance(look.sight, Searched))
