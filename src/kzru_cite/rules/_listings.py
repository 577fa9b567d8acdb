"""Walk through the web pages without an archived copy, with what archives say that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kzru_cite.model.bare import bare_addresses
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import SAVED, CaptureListed, Listed, Look, Purpose, Unanswered
from kzru_cite.model.seen import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """
    A page without a copy, and what archives hold of it.

    *asked* are the archives that gave their whole list; *why_not* is '' when all did.
    """

    reference: Reference
    address: str
    captures: tuple[CaptureListed, ...]
    asked: tuple[str, ...]
    why_not: str


def bare_pages(dossier: Dossier) -> Iterator[Bare]:
    """Give each web page that needs an archived copy and names none."""
    seen = Seen(dossier.evidence)
    for reference in dossier.bibliography.references:
        for address in bare_addresses(reference):
            yield listing(reference, address, seen)


def listing(reference: Reference, address: str, seen: Seen) -> Bare:
    """Take the last list that each service gave, and what failed in archives that gave none."""
    looks: Sequence[Look] = seen.at(address, Purpose.CAPTURES)
    lists = {look.asked: look.sight for look in looks if isinstance(look.sight, Listed)}
    whole = {_archive(name) for name, listed in lists.items() if listed.complete}
    failed = {look.asked: look for look in looks if _archive(look.asked) not in whole}
    why = [_why_not(look) for _, look in sorted(failed.items())]
    return Bare(
        reference=reference,
        address=address,
        captures=tuple(capture for _, one in sorted(lists.items()) for capture in one.captures),
        asked=tuple(sorted(whole)),
        why_not="; ".join(why) if looks else "no archive was asked",
    )


def _archive(service: str) -> str:
    """Return the archive behind a service: some can be asked in several ways."""
    if service in ("availability", SAVED):
        return "wayback"
    return service.removeprefix("timegate:").removesuffix("-timemap")


def _why_not(look: Look) -> str:
    match look.sight:
        case Listed():
            return f"the list of {look.asked} is not whole"
        case Unanswered(trouble=trouble):
            return f"{look.asked} could not be asked ({trouble.value})"
        case _:
            return f"{look.asked} gave no list"
