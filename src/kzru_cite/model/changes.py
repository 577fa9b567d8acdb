"""
Say what changed in the world between two days, for a text that stays as it is.

Two views of the same sources are compared, one with the looks that there were then, one with all
there are now. What came and went in between is not told. A page of which nothing could be seen now
has not changed: nothing follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from hashlib import sha256

from msgspec import Struct, field

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.entry_state import (
    AddressState,
    Blemish,
    Blemished,
    CopyState,
    EntryState,
    Holding,
)
from kzru_cite.model.links import GOOD, MUTE, LinkClass
from kzru_cite.model.quoting import Quoted, Source


class Kind(Enum):
    """Name what happened, the gravest first."""

    RETRACTED = "work retracted"
    CONCERN = "concern about a work"
    QUOTE_GONE = "quotation gone from its page"
    DIED = "link died"
    SUSPECTED = "link may have died"
    DRIFTED = "page shows another text"
    COPY_LOST = "archived copy lost"
    COPY_SPOILED = "archived copy shows no page"
    COPY_MOVED = "archived copy moved"
    CLOSED = "page closed to readers"
    MOVED = "page moved"
    CORRECTED = "work corrected"
    REINSTATED = "notice on a work withdrawn"
    BACK = "link came back"
    QUOTE_BACK = "quotation back on its page"
    COPY_BACK = "archived copy came back"


class Change(Struct, frozen=True, kw_only=True):
    """
    One thing that changed.

    *about* is an address, an identifier or the address of a copy; *day* the first on which it was
    seen so, or that of the notice. *before* and *now* say how it was and is, *quote* are the words
    of a quotation, '' for other things. *claim* is the id of the claim that a quotation backs.
    """

    kind: Kind
    reference: str
    title: str
    about: str
    day: date
    before: str
    now: str
    quote: str = ""
    claim: str = ""

    @property
    def name(self) -> str:
        """Return a name that is the same whenever the same change is told again."""
        what = self.day.isoformat() if self.kind in _DAYED else self.now
        parts = (self.kind.name, self.reference, self.about, self.claim, self.quote, what)
        text = "\0".join(parts)
        return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


# These are known by the day on which they were first seen; what is seen of them later may differ.
_DAYED = frozenset({Kind.DIED, Kind.SUSPECTED, Kind.BACK, Kind.DRIFTED})


class View(Struct, frozen=True, kw_only=True):
    """What is known at a time: of sources and copies by key, and of the quotations."""

    states: Mapping[str, EntryState] = field(default_factory=dict)
    copies: Mapping[str, CopyState] = field(default_factory=dict)
    quotes: tuple[Quoted, ...] = ()


class ChangeList(Struct, frozen=True, kw_only=True):
    """
    What changed since a moment, the gravest first; *until* is the day of the run.

    *looks* is how many looks were made in that time: with none, no change says nothing.
    """

    since: datetime
    until: date
    looks: int
    title: str = ""
    changes: tuple[Change, ...] = ()


def compare(
    before: View, now: View, references: tuple[Reference, ...], last: date
) -> tuple[Change, ...]:
    """Return what differs; *last* is the day of what is only known to have happened by then."""
    unknown = EntryState()
    found: list[Change] = []
    for one in references:
        then, since = (view.states.get(one.key, unknown) for view in (before, now))
        for address in since.addresses:
            found += _of_link(one, then.of(address.address), address)
        found += _of_notices(one, then, since, last)
        found += _of_copy(one, before.copies.get(one.key), now.copies.get(one.key), last)
    found += _of_quotes(before.quotes, now.quotes)
    order = list(Kind)
    found.sort(key=lambda one: (order.index(one.kind), one.reference, one.about, one.claim))
    return tuple(found)


def _of_link(one: Reference, then: AddressState, now: AddressState) -> Iterator[Change]:
    kind = _kind(then, now)
    if kind is None or now.seen is None:
        return
    before = then.link_class.value
    if then.link_class is LinkClass.NOT_CHECKED:
        before = "not looked at"
    elif then.link_class in MUTE and then.good:
        before = f"{before}, last good {then.good}"
    told = f"{now.link_class.value}: {now.words}" if now.words else now.link_class.value
    # Pages that are there count as one row, within which only the last look tells them apart.
    row = kind in _DAYED and now.since is not None and then.link_class is not LinkClass.CLOSED
    yield _change(kind, one, now.address, (row and now.since) or now.seen, (before, told))


def _kind(then: AddressState, now: AddressState) -> Kind | None:
    old, new = then.link_class, now.link_class
    if new in MUTE or (old is new and then.moved_to == now.moved_to):
        return None
    if new is LinkClass.DRIFTED:
        return Kind.DRIFTED
    if new not in GOOD:
        return Kind.SUSPECTED if new is LinkClass.SUSPECTED_GONE else Kind.DIED
    if old in MUTE:
        # It was not known how the page was, so that nothing is known to have changed.
        return None
    if old not in GOOD:
        return Kind.BACK
    if new is LinkClass.ALIVE:
        return Kind.BACK if old is LinkClass.CLOSED else None
    return Kind.CLOSED if new is LinkClass.CLOSED else Kind.MOVED


_NOTICES = {
    Blemish.RETRACTED: Kind.RETRACTED,
    Blemish.IN_PART: Kind.RETRACTED,
    Blemish.OF_CONCERN: Kind.CONCERN,
    Blemish.CORRECTED: Kind.CORRECTED,
}


def _of_notices(one: Reference, then: EntryState, now: EntryState, last: date) -> Iterator[Change]:
    before, after = ({each.blemish: each for each in state.blemishes} for state in (then, now))
    for blemish, notice in after.items():
        if before.get(blemish) != notice:
            was = _told(before[blemish]) if blemish in before else "no notice was known"
            about = notice.doi or one.text("doi")
            # The day of a notice may be long past when a registry is first asked.
            yield _change(_NOTICES[blemish], one, about, last, (was, _told(notice)))
    for blemish, notice in before.items():
        if blemish not in after:
            now_words = "the registry names the notice no more, or a later one that undoes it"
            about = notice.doi or one.text("doi")
            yield _change(Kind.REINSTATED, one, about, last, (_told(notice), now_words))


def _told(notice: Blemished) -> str:
    return f"{notice.blemish.value} ({notice.day})" if notice.day else notice.blemish.value


def _of_copy(
    one: Reference, then: CopyState | None, now: CopyState | None, last: date
) -> Iterator[Change]:
    if then is None or now is None or Holding.UNSEEN in (then.holding, now.holding):
        return
    kind = _copy_kind(then, now)
    if kind is not None:
        words = (_seen_copy(then), _seen_copy(now))
        yield _change(kind, one, now.address, now.seen or last, words)


def _copy_kind(then: CopyState, now: CopyState) -> Kind | None:
    if now.holding is Holding.NOT_HELD:
        return None if then.holding is Holding.NOT_HELD else Kind.COPY_LOST
    if now.holding is Holding.SPOILED:
        return None if then.holding is Holding.SPOILED else Kind.COPY_SPOILED
    if then.holding is not Holding.SOUND:
        return Kind.COPY_BACK
    return Kind.COPY_MOVED if (then.taken, then.led_to) != (now.taken, now.led_to) else None


def _seen_copy(copy: CopyState) -> str:
    taken = f", taken {copy.taken:%Y-%m-%d %H:%M:%S}" if copy.taken else ""
    led = f", at {copy.led_to}" if copy.led_to and copy.led_to != copy.address else ""
    words = f": it {copy.words}" if copy.words else ""
    return f"{copy.holding.value}{taken}{led}{words}"


def _of_quotes(then: tuple[Quoted, ...], now: tuple[Quoted, ...]) -> Iterator[Change]:
    """Yield quotations that left the page they were found on, or came back to it."""
    for old, new in zip(then, now, strict=True):
        pages = zip(old.of(Source.PAGE), new.of(Source.PAGE), strict=True)
        for was, page in pages:
            if page.searched is None or page.look is None:
                continue
            # Both texts may have been seen since then.
            held = was.found or (was.searched is None and bool(page.earlier))
            if held == page.found or (was.searched is None and not held):
                continue
            words = ("the page held it", "the page does not hold it")
            yield Change(
                kind=Kind.QUOTE_BACK if page.found else Kind.QUOTE_GONE,
                reference=new.reference.key,
                title=new.reference.text("title"),
                about=page.about,
                day=page.look.at.date(),
                before=words[page.found],
                now=words[not page.found],
                quote=new.quotation.exact,
                claim=new.link.claim,
            )


def _change(kind: Kind, one: Reference, about: str, day: date, words: tuple[str, str]) -> Change:
    before, now = words
    return Change(
        kind=kind,
        reference=one.key,
        title=one.text("title"),
        about=about,
        day=day,
        before=before,
        now=now,
    )
