"""
Plan what to ask the world: what a project points to, less what was seen lately.

A plan is a pure function of the texts, the evidence, the policy and the moment. What is found in
one round can raise further questions (a DOI's agency, a neighbour of a page that looks like an
error), so that a run plans again until nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.archive_providers import WAYBACK
from kzru_cite.model.bare import bare_addresses
from kzru_cite.model.bibliography import Bibliography, Reference
from kzru_cite.model.captures import candidates, standing
from kzru_cite.model.dates import Period
from kzru_cite.model.entry_addresses import addresses, own, written
from kzru_cite.model.evidence import (
    Answered,
    CaptureListed,
    Evidence,
    Found,
    Listed,
    Look,
    Purpose,
    Trouble,
    Unanswered,
)
from kzru_cite.model.glimpses import glimpse_of_copy
from kzru_cite.model.identifiers import identifiers
from kzru_cite.model.links import GOOD
from kzru_cite.model.policy import Policy
from kzru_cite.model.registries import record_services
from kzru_cite.model.subjects import subject

_WORD = re.compile(r"\w{3,}")
_MISSING = (404, 410)
# Of a page's copies so many are looked at before its archive is given up.
_MOST_COPIES = 3
# And so many for a quotation that is not in those that were looked at.
_MOST_FOR_QUOTES = 6
# These archives show their copies in one way only, and do not know the form without a frame.
_ONE_FORM = frozenset({"archive.today", "Ghostarchive", "Wikiwix", "Memento"})
# Clocks of machines that share a log may differ by less than this.
_AHEAD = timedelta(days=1)
# Refusals that mean the question was put and answered; asking again today changes nothing.
_TOLD = frozenset({Trouble.NOT_ALLOWED, Trouble.BAD_ADDRESS})


class Want(Struct, frozen=True, kw_only=True):
    """
    A question to put: why, about what, and whom to ask.

    *address* is what is fetched for a page or a copy; '' for services, which know their own.
    *near* is the moment for which an archive's copies are wanted.
    """

    purpose: Purpose
    about: str
    asked: str
    address: str = ""
    near: datetime | None = None

    @property
    def name(self) -> tuple[Purpose, str, str]:
        """Return what tells this question from others."""
        return (self.purpose, subject(self.about), self.asked)


class Plan(Struct, frozen=True, kw_only=True):
    """What to ask now, and how many questions were answered lately enough."""

    wants: tuple[Want, ...]
    fresh: int = 0


class Quoting(Struct, frozen=True, kw_only=True):
    """
    What quotations and poor copies ask of a plan.

    *kept* are the hashes of the captures at hand, None when captures are not wanted. *lost* are
    the keys of references with a quotation that no place searched so far holds, *poor* those of
    references whose cited copy is no good, so that others are looked at.
    """

    kept: frozenset[str] | None = None
    lost: frozenset[str] = frozenset()
    poor: frozenset[str] = frozenset()


_NO_QUOTING = Quoting()


def plan(
    bibliography: Bibliography,
    evidence: Evidence,
    policy: Policy,
    services: Collection[str],
    now: datetime,
    *,
    quoting: Quoting = _NO_QUOTING,
    archives: Sequence[str] = (),
) -> Plan:
    """
    Return the questions whose answer is missing or stale, each once, in reading order.

    *archives* are those of *services* that are asked for copies when the Wayback Machine has none
    that will do, in this order.
    """
    asked = tuple(name for name in ("wayback", *archives) if name in services)
    seen = _Seen(evidence, quoting.kept, asked)
    wants: dict[tuple[Purpose, str, str], Want] = {}
    for reference in bibliography.references:
        for want in _wants(reference, seen, policy, quoting):
            if want.asked == "web" or want.asked in services:
                wants.setdefault(want.name, want)
    due = tuple(want for want in wants.values() if not seen.fresh(want, policy, now))
    return Plan(wants=due, fresh=len(wants) - len(due))


class _Seen:
    """The looks of a log, by question."""

    def __init__(
        self, evidence: Evidence, kept: frozenset[str] | None, archives: tuple[str, ...]
    ) -> None:
        self.archives = archives
        self._kept = kept
        self._looks: dict[tuple[Purpose, str, str], list[Look]] = {}
        for look in evidence.looks:
            key = (look.purpose, subject(look.about), look.asked)
            self._looks.setdefault(key, []).append(look)

    def last(self, purpose: Purpose, about: str, asked: str) -> Look | None:
        looks = self._looks.get((purpose, subject(about), asked))
        return looks[-1] if looks else None

    def listed(self, about: str, archive: str) -> tuple[CaptureListed, ...]:
        """Return the copies that an archive told; a later silence takes nothing back."""
        found = standing(self._looks.get((Purpose.CAPTURES, subject(about), archive), ()))
        return found.captures if found else ()

    def agency(self, about: str) -> str:
        """Return the agency of a DOI, '' when it was never told."""
        for look in reversed(self._looks.get((Purpose.RECORD, subject(about), "doi"), ())):
            if isinstance(look.sight, Found) and look.sight.record.agency:
                return look.sight.record.agency
        return ""

    def fresh(self, want: Want, policy: Policy, now: datetime) -> bool:
        # A look of a clock that was wrong says nothing of how long ago it was.
        looks = [look for look in self._looks.get(want.name, ()) if look.at <= now + _AHEAD]
        if not looks:
            return False
        last = [looks[-1]]
        if not isinstance(looks[-1].sight, Unanswered):
            # Answers of one second have no order: the one that says most stands.
            last = [look for look in looks if look.at == looks[-1].at]
        if all(now - look.at >= keeps(look, policy) for look in last):
            return False
        return self._kept is None or not _lacks_capture(looks[-1], self._kept)


def keeps(look: Look, policy: Policy) -> timedelta:
    """
    Say how long a look stands before the question is put again.

    What may have passed a moment later (no answer, a list that broke off, trouble of a server, a
    request to wait) is never kept; a miss is looked at again when the policy counts it anew. Good
    copies and records stand for a month, more or less by their name, so that not all fall due on
    one day.
    """
    match look.sight:
        case Unanswered(trouble=trouble) if trouble in _TOLD:
            return timedelta(days=policy.live_fresh)
        case Unanswered(trouble=Trouble.NAME) if look.asked == "web":
            return timedelta(days=policy.dead_days)
        case Unanswered():
            return timedelta()
        case Answered(code=code) if code in _MISSING:
            return timedelta(days=policy.dead_days)
        case Answered(code=code) if code == 429 or code >= 500:
            return timedelta()
        case Answered() if look.purpose is Purpose.PAGE:
            return timedelta(days=policy.live_fresh)
        case Listed(broken_off=True):
            return timedelta()
        case Found(record=record) if look.asked == "doi" and not record.agency:
            # The agency could not be had, and with it whom to ask for the record.
            return timedelta()
        case _:
            return timedelta(days=policy.archive_fresh * (1 + _jitter(look.about)))


def _lacks_capture(look: Look, kept: frozenset[str]) -> bool:
    """Tell a look at a page whose capture is wanted and not at hand."""
    sight = look.sight
    wanted = look.asked == "web" and look.purpose in (Purpose.PAGE, Purpose.CAPTURE)
    return (
        wanted
        and isinstance(sight, Answered)
        and sight.page is not None
        and sight.capture not in kept
    )


def _jitter(about: str) -> float:
    """Return a share from -0.2 to 0.2 that is always the same for one address."""
    return int(sha256(about.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF * 0.4 - 0.2


def _wants(reference: Reference, seen: _Seen, policy: Policy, quoting: Quoting) -> Iterator[Want]:
    copies = [read_capture(written(field.value)) for field in own(reference, "archiveurl")]
    for _, address in addresses(reference):
        if address.scheme in ("http", "https"):
            yield from _page(reference, str(address), seen)
    for bare in bare_addresses(reference):
        yield from _copies(reference, bare, seen, policy, most=_MOST_COPIES)
    lost, poor = reference.key in quoting.lost, reference.key in quoting.poor
    if lost or poor:
        # The archive may have a copy that holds what the cited one does not.
        most = _MOST_FOR_QUOTES if lost else _MOST_COPIES
        for _, address in addresses(reference):
            yield from _copies(reference, str(address), seen, policy, most=most, on=True)
    for field, copy in zip(own(reference, "archiveurl"), copies, strict=True):
        about = written(field.value)
        yield Want(
            purpose=Purpose.CAPTURE, about=about, asked="web", address=plain_copy(about, copy)
        )
    for _, about in identifiers(reference):
        yield from _records(about, seen)


def _page(reference: Reference, address: str, seen: _Seen) -> Iterator[Want]:
    yield Want(purpose=Purpose.PAGE, about=address, asked="web", address=address)
    look = seen.last(Purpose.PAGE, address, "web")
    if look is not None and _doubtful(look, reference):
        sibling = _sibling(address)
        yield Want(purpose=Purpose.SIBLING, about=address, asked="web", address=sibling)


def _doubtful(look: Look, reference: Reference) -> bool:
    """Tell a page that answered and may be an error all the same."""
    sight = look.sight
    if not isinstance(sight, Answered) or sight.code != 200 or sight.page is None:
        return False
    words = set(_WORD.findall(reference.text("title").casefold()))
    shown = set(_WORD.findall(" ".join(sight.page.titles or (sight.page.title,)).casefold()))
    return "not-found-words" in sight.page.signs or not words & shown


def _sibling(address: str) -> str:
    """Return a neighbour of an address that no site has."""
    parts = urlsplit(address)
    folder = parts.path.rpartition("/")[0]
    name = sha256(address.encode()).hexdigest()[:16]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", ""))


def _copies(
    reference: Reference, address: str, seen: _Seen, policy: Policy, *, most: int, on: bool = False
) -> Iterator[Want]:
    """
    Ask what an archive holds of a page, and look at the copy that would be proposed.

    With *on* one copy after the other is looked at, as long as this is called for; else until one
    shows a page. The next archive is asked when the one before has none that does, or is down.
    """
    read_on = reference.date("urldate")
    day = read_on.latest() if isinstance(read_on, Period) and read_on.end else None
    near = datetime.combine(day, time(12), UTC) if day else None
    for archive in seen.archives:
        yield Want(purpose=Purpose.CAPTURES, about=address, asked=archive, near=near)
        if seen.last(Purpose.CAPTURES, address, archive) is None:
            return
        listed = seen.listed(address, archive)
        for best in candidates(listed, day, policy.capture_before)[:most]:
            copy = plain_copy(best.address, read_capture(best.address))
            yield Want(purpose=Purpose.CAPTURE, about=best.address, asked="web", address=copy)
            seen_copy = seen.last(Purpose.CAPTURE, best.address, "web")
            if seen_copy is None or (not on and _shows_a_page(seen_copy)):
                return


def _shows_a_page(look: Look) -> bool:
    """Tell a copy of a page from one of a wall, an error or a notice."""
    sight = look.sight
    return isinstance(sight, Answered) and glimpse_of_copy(look, sight).link_class in GOOD


def plain_copy(about: str, copy: object) -> str:
    """Return the address of a copy without the archive's own frame."""
    if not isinstance(copy, Capture) or copy.provider.name in _ONE_FORM:
        return about
    if copy.digits and copy.original and not copy.flag:
        # Asked for the bytes as captured (id_), archives that run pywb lead out to the live page
        # where a redirect was captured; without their frame (mp_) they stay inside.
        flag = "id_" if copy.provider is WAYBACK else "mp_"
        return about.replace(f"/{copy.digits}/", f"/{copy.digits}{flag}/", 1)
    return about


def _records(about: str, seen: _Seen) -> Iterator[Want]:
    first = record_services(about)
    for name in first:
        yield Want(purpose=Purpose.RECORD, about=about, asked=name)
    if agency := seen.agency(about):
        for name in record_services(about, agency):
            yield Want(purpose=Purpose.RECORD, about=about, asked=name)
