"""Say what is known of each source, by the same looks and records that the rules judge."""

from __future__ import annotations

from collections import defaultdict
from typing import assert_never

from msgspec.structs import replace

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_state import (
    AddressState,
    Blemish,
    Blemished,
    CopyState,
    EntryState,
    Holding,
)
from kzru_cite.rules._copies import Copy, Held, NotHeld, Unseen, copies, sound
from kzru_cite.rules._links import Link, links
from kzru_cite.rules._notices import Editorial, Status, editorials

_BLEMISHES = {
    Status.RETRACTED: Blemish.RETRACTED,
    Status.IN_PART: Blemish.IN_PART,
    Status.OF_CONCERN: Blemish.OF_CONCERN,
    Status.CORRECTED: Blemish.CORRECTED,
}


def entry_states(dossier: Dossier) -> dict[str, EntryState]:
    """Return the state of each source by its key; those of which nothing is known are left out."""
    states: defaultdict[str, EntryState] = defaultdict(EntryState)
    for link in links(dossier):
        state = states[link.reference.key]
        added = (*state.addresses, _address(link))
        states[link.reference.key] = replace(state, addresses=added)
    for one in editorials(dossier):
        if found := _blemishes(one):
            states[one.key] = replace(states[one.key], blemishes=found)
    return dict(states)


def copy_states(dossier: Dossier) -> dict[str, CopyState]:
    """Return what is known of the archived copy that a source names, by the key of the source."""
    return {copy.reference.key: _copy(copy) for copy in copies(dossier)}


def _copy(copy: Copy) -> CopyState:
    match copy.state:
        case Held(look=look, answer=answer, shows=shows, taken=taken) as held:
            fine = sound(held)
            return CopyState(
                address=copy.address,
                holding=Holding.SOUND if fine else Holding.SPOILED,
                taken=taken,
                led_to=answer.final,
                seen=look.at.date(),
                words="" if fine else shows.words,
            )
        case NotHeld(words=words):
            return CopyState(address=copy.address, holding=Holding.NOT_HELD, words=words)
        case Unseen(why=why):
            return CopyState(address=copy.address, holding=Holding.UNSEEN, words=why)
        case _:
            assert_never(copy.state)


def _address(link: Link) -> AddressState:
    state = link.state
    # The day must be one on which the class that is told was seen.
    seen = state.looks[-1].at if state.looks else None
    return AddressState(
        address=link.address,
        link_class=state.link_class,
        seen=seen.date() if seen else None,
        good=state.good.date() if state.good else None,
        moved_to=state.address,
        since=state.since.date() if state.since else None,
        words=state.words,
    )


def _blemishes(one: Editorial) -> tuple[Blemished, ...]:
    found = ((kind, one.notice(status)) for status, kind in _BLEMISHES.items())
    return tuple(
        Blemished(blemish=kind, doi=notice.doi, day=notice.day)
        for kind, notice in found
        if notice is not None
    )
