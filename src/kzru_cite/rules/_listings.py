"""Walk through the web pages without an archived copy, with what archives say that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from kzru_cite.model.bare import bare_addresses
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.captures import standing
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import SAVED, CaptureListed, Listed, Look, Purpose, Unanswered
from kzru_cite.model.seen import Seen


class Bare(Struct, frozen=True, kw_only=True):
    """
    A page without a copy, and what archives hold of it.

    *lists* are what each archive named, by its name, *asked* those that gave their whole list;
    *why_not* says why the others did not, '' when all did.
    """

    reference: Reference
    address: str
    lists: tuple[tuple[str, tuple[CaptureListed, ...]], ...]
    asked: tuple[str, ...]
    why_not: str

    @property
    def captures(self) -> tuple[CaptureListed, ...]:
        """Return what all archives named."""
        return tuple(capture for _, captures in self.lists for capture in captures)


def bare_pages(dossier: Dossier) -> Iterator[Bare]:
    """Give each web page that needs an archived copy and names none."""
    seen = Seen(dossier.evidence)
    for reference in dossier.bibliography.references:
        for address in bare_addresses(reference):
            yield listing(reference, address, seen)


def listing(reference: Reference, address: str, seen: Seen) -> Bare:
    """Take the list of each service that stands, and what failed in archives that gave none."""
    looks: Sequence[Look] = seen.at(address, Purpose.CAPTURES)
    told: dict[str, list[Look]] = {}
    for look in looks:
        told.setdefault(look.asked, []).append(look)
    lists = {name: found for name, those in told.items() if (found := standing(those))}
    whole = {_archive(name) for name, listed in lists.items() if listed.complete}
    # That a copy was made says nothing of what else there is, and is no failure to list it.
    failed = {
        name: those[-1]
        for name, those in told.items()
        if _archive(name) not in whole and name != SAVED
    }
    why = [_why_not(look) for _, look in sorted(failed.items())]
    by_archive: dict[str, tuple[CaptureListed, ...]] = {}
    for name, one in sorted(lists.items()):
        by_archive[_archive(name)] = (*by_archive.get(_archive(name), ()), *one.captures)
    return Bare(
        reference=reference,
        address=address,
        lists=tuple(sorted(by_archive.items())),
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
        case Listed(broken_off=True):
            return f"the list of {look.asked} broke off"
        case Listed():
            return f"the list of {look.asked} is not whole"
        case Unanswered(trouble=trouble):
            return f"{look.asked} could not be asked ({trouble.value})"
        case _:
            return f"{look.asked} gave no list"
