"""Walk through the archived copies of a project with what was seen of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.address import Address, fold, read_address, same_page
from kzru_cite.model.archive import CaptureReading, NotArchived, read_capture
from kzru_cite.model.archive_providers import OTHER, Provider, Trust
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.evidence import Answered, CaptureListed, Hop, Listed, Look, Purpose, Unanswered
from kzru_cite.model.glimpses import Glimpse, LinkClass, glimpse_of_copy
from kzru_cite.model.links import enough
from kzru_cite.model.seen import Seen
from kzru_cite.rules._trackers import without_trackers

# They show their copies inside a page of their own, and do not name the moment in a header.
_SILENT = frozenset({"Ghostarchive", "Perma.cc", "Conifer", "Wikiwix", "FreezePage"})
_LINK = re.compile(
    r'<(?P<target>[^<>]*)>(?P<words>(?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^",;\s<]+))*)'
)
_ORIGINAL = re.compile(r'rel\s*=\s*"?(?:[^"]*\s)?original\b', re.IGNORECASE)
_NOTICES = frozenset({"wayback-notice", "redirect-notice"})


class Held(Struct, frozen=True, kw_only=True):
    """
    A copy that the archive shows: the look, the answer, and what the page in it shows.

    *listed* is what the archive says of the copy elsewhere, for those that send no headers.
    """

    look: Look
    answer: Answered
    shows: Glimpse
    listed: CaptureListed | None = None

    @property
    def taken(self) -> datetime | None:
        """Return the moment of the copy by the archive's own word; None without one."""
        try:
            return parsedate_to_datetime(self.answer.headers.get("memento-datetime", ""))
        except ValueError:
            return self.listed.taken if self.listed else None

    @property
    def original(self) -> str:
        """Return the address of the archived page by the archive's own word, or ''."""
        for link in _LINK.finditer(self.answer.headers.get("link", "")):
            if _ORIGINAL.search(link["words"]):
                return link["target"]
        return self.listed.original if self.listed else ""

    @property
    def notice(self) -> bool:
        """Tell whether the archive shows a notice of its own in place of the page."""
        page = self.answer.page
        return page is not None and bool(_NOTICES & set(page.signs))


class NotHeld(Struct, frozen=True, kw_only=True):
    """A copy that the archive does not show; *certain* when it was asked for often enough."""

    words: str
    certain: bool


class Unseen(Struct, frozen=True, kw_only=True):
    """A copy that could not be looked at, and why."""

    why: str


CopyState: TypeAlias = Held | NotHeld | Unseen


class Copy(Struct, frozen=True, kw_only=True):
    """The archived copy that an entry names: its field, its address taken apart, its state."""

    reference: Reference
    field: Field
    address: str
    reading: CaptureReading
    state: CopyState


def copies(dossier: Dossier) -> Iterator[Copy]:
    """Give each archived copy that can still be had; closed archives are for ARC005."""
    seen = Seen(dossier.evidence)
    for reference in dossier.bibliography.references:
        for field in own(reference, "archiveurl"):
            address = written(field.value)
            reading = read_capture(address)
            if provider_of(reading).trust is not Trust.DEAD:
                state = copy_state(seen.at(address, Purpose.CAPTURE), address, dossier)
                if isinstance(state, Held):
                    state = replace(state, listed=_listed(seen.at(address, Purpose.CAPTURES)))
                yield Copy(
                    reference=reference, field=field, address=address, reading=reading, state=state
                )


def _listed(looks: Sequence[Look]) -> CaptureListed | None:
    """Return what the archive's own register says of one copy."""
    lists = [look.sight.captures for look in looks if isinstance(look.sight, Listed)]
    return lists[-1][0] if lists and len(lists[-1]) == 1 else None


def held(dossier: Dossier) -> Iterator[tuple[Copy, Held]]:
    """Give the copies that their archives show."""
    for copy in copies(dossier):
        if isinstance(copy.state, Held):
            yield copy, copy.state


def copy_state(looks: Sequence[Look], address: str, dossier: Dossier) -> CopyState:
    """
    Weigh the looks at a copy, oldest first: the last one that tells anything stands.

    Archives have bad days, so a copy that is not shown must be asked for as often as a page.
    """
    provider = provider_of(read_capture(address))
    telling = [(look, found) for look in looks if (found := _told(look, provider)) is not None]
    if not telling:
        return Unseen(why=_why_not(looks))
    last = telling[-1][1]
    if isinstance(last, Held):
        return last
    run: list[Look] = []
    for look, found in reversed(telling):
        if isinstance(found, Held):
            break
        run.append(look)
    return NotHeld(words=last, certain=enough((look.at for look in run), dossier.policy))


def provider_of(reading: CaptureReading) -> Provider:
    """Return the archive; an unknown one is taken for one that speaks Memento."""
    return OTHER if isinstance(reading, NotArchived) else reading.provider


def sound(state: Held) -> bool:
    """Tell whether a copy shows a page of its own, and no wall, error or notice."""
    return state.shows.link_class is LinkClass.ALIVE and not state.notice


def same_source(one: str, other: str) -> bool:
    """Tell whether two addresses lead to one page, whatever their spelling and their trackers."""
    first, second = read_address(one), read_address(other)
    if isinstance(first, Address) and isinstance(second, Address):
        return fold(without_trackers(first)) == fold(without_trackers(second))
    return same_page(one, other)


def _told(look: Look, provider: Provider) -> Held | str | None:
    """Return the copy that a look shows, or words that it shows none; None if it tells neither."""
    match look.sight:
        case Answered() as answer if "memento-datetime" in answer.headers or (
            provider.name in _SILENT and 200 <= answer.code < 300
        ):
            return Held(look=look, answer=answer, shows=_shown(look, answer))
        case Answered(code=code) if code in (404, 410):
            return f"answered {code}"
        case Answered(code=code, page=page) if page and "wayback-notice" in page.signs:
            return f"answered {code} with a notice of the archive"
        case Answered(code=code) if 200 <= code < 300:
            return "answered without Memento-Datetime"
    return None


def _why_not(looks: Sequence[Look]) -> str:
    if not looks:
        return "was never looked at"
    last = looks[-1]
    match last.sight:
        case Unanswered() as sight:
            what = sight.trouble.value
        case Answered(code=code):
            what = f"answered {code}"
        case _:
            what = "gave no page"
    return f"could not be seen on {last.at.date()}: {what}"


def _shown(look: Look, answer: Answered) -> Glimpse:
    """Judge the archived page as if it had been met at its own address."""
    asked, final = _inner(look.about), _inner(answer.final)
    moved = not same_page(asked, final)
    hops = (Hop(address=asked, code=302, target=final),) if moved else ()
    sight = replace(answer, final=final, hops=hops, headers={})
    return glimpse_of_copy(replace(look, about=asked), sight)


def _inner(text: str) -> str:
    return read_capture(text).original or text
