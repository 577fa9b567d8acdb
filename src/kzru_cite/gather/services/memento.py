"""Ask any archive that speaks Memento (RFC 7089) for its copies of an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime

from kzru_cite.gather.services.addresses import path
from kzru_cite.gather.services.answers import answered, listed, not_understood
from kzru_cite.gather.services.exchange import Answer, Outcome, Reply, Request, Subject
from kzru_cite.gather.services.not_held import not_held
from kzru_cite.model.address import Address, read_address
from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.evidence import CaptureListed, Listed, Purpose, Trouble, Unanswered
from kzru_cite.read.memento import read_memento
from kzru_cite.read.records_json import decode
from kzru_cite.read.timemap import TimeMap, absolute, read_links, read_moment, read_timemap

_MOST_PAGES = 10
_MOST_TURNS = 4
# The relations of the copy that was chosen; others are those of its neighbours.
_CHOSEN = (frozenset({"memento"}), frozenset({"first", "last", "memento"}))
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMaps:
    """The TimeMaps of an archive at *base*; they do not say with which code a page answered."""

    name: str
    base: str
    maps: str = "timemap/link"
    purpose: Purpose = field(default=Purpose.CAPTURES, init=False)

    def question(self, subject: Subject) -> Request:
        """Ask for the map of the address."""
        return Request(address=f"{path(self.base, self.maps)}/{_bare(subject)}")

    def read(self, subject: Subject, replies: tuple[Reply, ...]) -> Outcome | Request:
        """Read the maps so far, of which each may name more."""
        maps: list[TimeMap] = []
        for reply in replies:
            found = _map(reply, self.question(subject).address)
            if isinstance(found, TimeMap):
                maps.append(found)
            elif maps:
                # That a further map is not there says nothing of what the archive holds.
                return self._listed(subject, maps, complete=False, broken_off=True)
            else:
                return found
        wanted = self._wanted(subject, maps)
        if len(maps) <= len(wanted) and len(maps) < _MOST_PAGES:
            return Request(address=wanted[len(maps) - 1])
        return self._listed(subject, maps, complete=len(maps) > len(wanted))

    def _wanted(self, subject: Subject, maps: list[TimeMap]) -> list[str]:
        """Return the further maps in the order of being named, only those of this archive."""
        first = self.question(subject).address
        named = dict.fromkeys(address for one in maps for address in one.further)
        return [address for address in named if address != first and _same(address, self.base)]

    def _listed(
        self, subject: Subject, maps: list[TimeMap], *, complete: bool, broken_off: bool = False
    ) -> Outcome:
        original = next((one.original for one in maps if one.original), subject.about)
        captures = {
            memento: CaptureListed(
                taken=memento.taken,
                address=memento.address,
                original=_captured(memento.address) or original,
            )
            for one in maps
            for memento in one.mementos
        }
        ordered = sorted(captures.values(), key=lambda one: (one.taken, one.address))
        complete = complete and not any(one.lost for one in maps)
        return listed(ordered, complete=complete, broken_off=broken_off)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeGate:
    """The copy closest to a moment, as an archive at *base* chooses it."""

    name: str
    base: str
    gate: str = "timegate"
    purpose: Purpose = field(default=Purpose.CAPTURES, init=False)

    def question(self, subject: Subject) -> Request | Unanswered:
        """Ask for the copy closest to the moment; without one there is nothing to ask."""
        gate = path(self.base, *([self.gate] if self.gate else []))
        return _request(subject, f"{gate}/{_bare(subject)}")

    def read(self, subject: Subject, replies: tuple[Reply, ...]) -> Outcome | Request:
        """Read the way to the copy; one copy is never the whole list."""
        answer = replies[-1]
        if isinstance(answer, Unanswered):
            return answer
        copy = self._given(subject, answer) or self._named(subject, answer)
        # pywb sends on to other spellings of an address, and frames copies, under the moment
        # that was asked for; so what has just this moment is asked once more.
        doubtful = copy is None or copy.taken == subject.near
        target = copy.address if copy else _target(answer, self.base)
        if doubtful and self._may_ask(target, answer, len(replies)):
            return _request(subject, target)
        if copy:
            return Listed(captures=(copy,), complete=False)
        if answer.code == 404:
            return not_held(answer)
        refused = answered(answer)
        return refused if isinstance(refused, Unanswered) else not_understood(answer)

    def _may_ask(self, target: str, answer: Answer, turns: int) -> bool:
        return target not in ("", answer.final) and _same(target, self.base) and turns < _MOST_TURNS

    def _given(self, subject: Subject, answer: Answer) -> CaptureListed | None:
        """Return the copy that the gate gave at once, without sending on to it."""
        memento = read_memento(answer.headers, self.base)
        if memento is None:
            return None
        place = absolute(answer.headers.get("content-location", ""), self.base)
        return CaptureListed(
            taken=memento.taken,
            address=memento.address or place or answer.final,
            original=memento.original or subject.about,
            code=answer.code,
        )

    def _named(self, subject: Subject, answer: Answer) -> CaptureListed | None:
        """Return the copy that the gate names, by sending on to it or in a frame around it."""
        links = read_links(answer.headers.get("link", ""))
        chosen = next((link for link in links if link.relations in _CHOSEN), None)
        said = read_moment(chosen.parameters.get("datetime", "")) if chosen else None
        address = absolute(chosen.target, self.base) if chosen else _target(answer, self.base)
        capture = read_capture(address)
        inside = capture if isinstance(capture, Capture) else None
        taken = said or (inside.timestamp if inside else None)
        if taken is None or answer.code >= 400:
            return None
        original = inside.original if inside else ""
        return CaptureListed(taken=taken, address=address, original=original or subject.about)


def _target(answer: Answer, base: str) -> str:
    """Return where a redirect leads, '' for what is none."""
    location = answer.headers.get("location", "") if answer.code in _REDIRECTS else ""
    return absolute(location, base)


def _request(subject: Subject, address: str) -> Request | Unanswered:
    if subject.near is None:
        return Unanswered(trouble=Trouble.SERVICE, words="it needs a moment to look near to")
    moment = format_datetime(subject.near.astimezone(UTC), usegmt=True)
    return Request(address=address, headers={"accept-datetime": moment}, follow=False)


def _bare(subject: Subject) -> str:
    # Archives keep pages, not places in them; and a fragment would not be sent.
    return subject.about.partition("#")[0]


def _map(reply: Reply, address: str) -> TimeMap | Listed | Unanswered:
    answer = answered(reply)
    if isinstance(answer, Unanswered):
        return answer
    if answer.code == 404:
        return not_held(answer)
    found = read_timemap(decode(answer.body), address) if answer.code == 200 else None
    return found if isinstance(found, TimeMap) else not_understood(answer)


def _captured(address: str) -> str:
    """Return the address inside that of a copy, which may differ from the one asked for."""
    capture = read_capture(address)
    return capture.original if isinstance(capture, Capture) else ""


def _same(address: str, base: str) -> bool:
    """Tell whether an address lies on the same host as *base*, so that it may be asked."""
    one, other = read_address(address), read_address(base)
    if not isinstance(one, Address) or not isinstance(other, Address):
        return False
    return (one.host, one.port) == (other.host, other.port)
