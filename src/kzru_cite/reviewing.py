"""Show links one by one, and write what somebody decides on them into the ledger at once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from kzru_cite.errors import LedgerError, UsageError
from kzru_cite.keyboard import Keyboard
from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.decisions import lapse
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Look, Purpose, Searched
from kzru_cite.model.ledger import Decided, Decision, Entry, Ledger, Link, LinkName, Word, seal
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Part, Quotation
from kzru_cite.model.review import Card, Made, Passage, State
from kzru_cite.model.subjects import subject
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.ledger_edit import record
from kzru_cite.report.review import Frame, lay_out
from kzru_cite.workspace import exchange, read_bytes

_DECISIONS = {
    "s": Decision.SUPPORTS,
    "p": Decision.PARTLY,
    "c": Decision.CONTRADICTS,
    "i": Decision.INACCESSIBLE,
}
_ADDRESSES = (("url", "live page"), ("archiveurl", "archived copy"))
_STATES: Mapping[str, frozenset[State]] = {
    "open": frozenset({State.UNDECIDED, State.LAPSED}),
    "all": frozenset(State),
    **{state.value: frozenset({state}) for state in State},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which links are wanted: one of ``choices.STATES``, and ids, keys or titles, () for all."""

    state: str = "open"
    claims: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """
    What is asked of captures and figures; by default nothing.

    *search* looks for a quotation in what is kept here of a reference. *fitness* says why a
    capture (the hash of its body) cannot serve as evidence, '' when it can. *compare* gives lines
    on the figures of a claim and its quotations.
    """

    search: Callable[[Reference, Quotation], Searched | None] = lambda _reference, _words: None
    fitness: Callable[[Reference, str], str] = lambda _reference, _capture: ""
    compare: Callable[[Claim, tuple[Quotation, ...]], tuple[str, ...]] = lambda _claim, _words: ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A change of the ledger, and the card it was made at."""

    before: bytes | None
    after: bytes
    card: int
    decided: bool


class Review:
    """The links that are wanted, and the ledger that decisions on them are written to."""

    def __init__(
        self, dossier: Dossier, ledger: Path, asked: Asked, sources: Sources | None = None
    ) -> None:
        self._dossier = dossier
        self._path = ledger
        self._sources = sources or Sources()
        self._claims = {claim.id: claim for claim in reversed(dossier.article.claims) if claim.id}
        self._references = {one.key: one for one in reversed(dossier.bibliography.references)}
        self._written: list[_Written] = []
        self.reload()
        self.names = tuple(self._wanted(asked))

    def reload(self) -> None:
        """Read the ledger as it is now; raises UsageError when it is no UTF-8."""
        self._bytes = read_bytes(self._path)
        try:
            self._text = (self._bytes or b"").decode()
        except UnicodeDecodeError as cause:
            raise UsageError(
                f"{self._path.name} is not UTF-8", hint="save it as UTF-8 first"
            ) from cause
        plain = self._text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._ledger = read_ledger(SourceText(path=self._path.name, text=plain))

    @property
    def decided(self) -> int:
        """Return how many decisions were written and stand."""
        return sum(one.decided for one in self._written)

    @property
    def noted(self) -> int:
        """Return how many notes were written and stand."""
        return len(self._written) - self.decided

    def card(self, index: int) -> Card:
        """Return what is shown of the link number *index*."""
        name = self.names[index]
        claim, link = self._claims[name.claim], self._link(name)
        section = self._dossier.article.sections[claim.section]
        found = self._found(name.reference, link.quotation)
        return Card(
            name=name,
            position=index + 1,
            total=len(self.names),
            where=f"{claim.place.path}:{claim.place.line}",
            section=section.title,
            text=claim.text,
            state=self._state(name),
            source=tuple(self._source(name.reference)),
            locator=link.locator or _locator(claim, name.reference),
            passage=_passage(link.quotation, found.sight if found else None),
            capture=tuple(self._capture(name.reference, link, found)),
            numbers=self._sources.compare(claim, (link.quotation,) if link.quotation else ()),
            decisions=tuple(self._made(link, one) for one in link.decisions),
            note=link.note,
        )

    def decide(self, index: int, decision: Decision, by: str, on: date) -> None:
        """Write a decision; raises LedgerError when that cannot be done."""
        name = self.names[index]
        claim, link = self._claims[name.claim], self._link(name)
        instead = self._instead(link, by)
        capture = self._captured(name.reference, link, instead)
        word = Word(
            decision=decision,
            by=by,
            on=on,
            claim=claim.text,
            seal=seal(claim.text, link.quotation, capture),
        )
        changed = None if capture == link.capture else capture
        self._write(index, Entry(word=word, instead=instead, capture=changed), decided=True)

    def note(self, index: int, text: str) -> None:
        """Write a note, '' to take it away; raises LedgerError when that cannot be done."""
        self._write(index, Entry(note=text), decided=False)

    def undo(self) -> int | None:
        """Put the ledger back to where it was; the number of the link, None for nothing to undo."""
        if not self._written:
            return None
        last = self._written[-1]
        exchange(self._path, last.after, last.before)
        self._written.pop()
        self.reload()
        return last.card

    def _write(self, index: int, entry: Entry, *, decided: bool) -> None:
        order = [claim.id for claim in self._dossier.article.claims if claim.id]
        after = record(self._text, self.names[index], entry, order).encode()
        exchange(self._path, self._bytes, after)
        done = _Written(before=self._bytes, after=after, card=index, decided=decided)
        self._written.append(done)
        self.reload()

    def _wanted(self, asked: Asked) -> Iterator[LinkName]:
        """Give the links of claims in reading order."""
        sections = self._dossier.article.sections
        for claim in self._dossier.article.claims:
            section = sections[claim.section]
            here = {section.id, section.title.casefold()}
            if self._claims.get(claim.id) is not claim or (
                asked.sections and not here & {one.casefold() for one in asked.sections}
            ):
                continue
            for key in dict.fromkeys(citation.key for citation in claim.citations):
                if asked.references and key not in asked.references:
                    continue
                if asked.claims and claim.id not in asked.claims:
                    continue
                for number in range(max(len(self._linked(claim.id, key)), 1)):
                    name = LinkName(claim=claim.id, reference=key, number=number)
                    if self._state(name) in _STATES[asked.state]:
                        yield name

    def _linked(self, claim: str, key: str) -> list[Link]:
        ledger: Ledger = self._ledger
        return [one for one in ledger.links if (one.claim, one.reference) == (claim, key)]

    def _link(self, name: LinkName) -> Link:
        """Return what the ledger says of a link, or an empty one."""
        found = self._linked(name.claim, name.reference)
        if name.number < len(found):
            return found[name.number]
        place = self._claims[name.claim].place
        return Link(claim=name.claim, reference=name.reference, place=place)

    def _state(self, name: LinkName) -> State:
        link = self._link(name)
        if not link.decisions:
            return State.UNDECIDED
        lapsed = any(self._lapsed(link, one) for one in link.decisions)
        return State.LAPSED if lapsed else State.DECIDED

    def _lapsed(self, link: Link, decided: Decided) -> str:
        searches = [look.sight for look in self._searches(link.reference)]
        found = lapse(
            link,
            decided,
            self._claims[link.claim].text,
            [sight for sight in searches if isinstance(sight, Searched)],
        )
        return found.words if found else ""

    def _made(self, link: Link, decided: Decided) -> Made:
        return Made(
            decision=decided.decision.value,
            by=decided.by,
            on=decided.on.isoformat() if decided.on else "",
            lapsed=self._lapsed(link, decided),
        )

    def _instead(self, link: Link, by: str) -> int | None:
        """Choose the decision that a new one takes the place of: one's own, else a lapsed one."""
        own = [n for n, one in enumerate(link.decisions) if one.by.casefold() == by.casefold()]
        lapsed = [n for n, one in enumerate(link.decisions) if self._lapsed(link, one)]
        return next(iter((*own, *lapsed)), None)

    def _captured(self, key: str, link: Link, instead: int | None) -> str:
        """Name the text that is decided upon: that in which the words were found, if any."""
        found = self._found(key, link.quotation)
        sight = found.sight if found else None
        if not isinstance(sight, Searched) or sight.part is not Part.TEXT:
            return link.capture
        others = [
            one
            for number, one in enumerate(link.decisions)
            if number != instead and not self._lapsed(link, one)
        ]
        # A decision of somebody else on another text is not to lapse by this one.
        return link.capture if others else sight.text

    def _searches(self, key: str) -> list[Look]:
        """Return the searches in captures of a reference, newest first."""
        reference = self._references.get(key)
        evidence = self._dossier.evidence
        if reference is None or evidence is None:
            return []
        about = {subject(reference.text(name)) for name, _ in _ADDRESSES if reference.text(name)}
        return [
            look
            for look in reversed(evidence.looks)
            if look.purpose is Purpose.QUOTE and subject(look.about) in about
        ]

    def _found(self, key: str, quotation: Quotation | None) -> _Found | None:
        """Search here, or return the newest search that a capture bears out."""
        reference = self._references.get(key)
        if reference is None or quotation is None:
            return None
        sight = self._sources.search(reference, quotation)
        if sight is not None:
            return _Found(sight=sight)
        for look in self._searches(key):
            seen = look.sight
            if isinstance(seen, Searched) and seen.quotation == quotation and seen.capture:
                return _Found(sight=seen, look=look)
        return None

    def _source(self, key: str) -> Iterator[str]:
        reference = self._references.get(key)
        if reference is None:
            yield f"no reference has the key {key!r}"
            return
        names = reference.names.get("author") or reference.names.get("editor") or ()
        words = (
            "; ".join(map(str, names)),
            reference.text("title"),
            reference.text("date", "year"),
        )
        yield ". ".join(word for word in words if word) or key
        for name, _ in _ADDRESSES:
            if reference.text(name):
                yield reference.text(name)

    def _capture(self, key: str, link: Link, found: _Found | None) -> Iterator[str]:
        reference = self._references.get(key)
        if found is None or reference is None:
            if link.capture:
                yield f"the ledger names the text {link.capture[:19]}; nothing is kept of it here"
            return
        sight = found.sight
        if found.look is None:
            yield "kept here"
        else:
            kinds = {subject(reference.text(name)): kind for name, kind in _ADDRESSES}
            kind = kinds.get(subject(found.look.about), "capture")
            yield f"{kind} {found.look.about}, searched on {found.look.at.date()}"
        yield f"text {sight.text[:19]}"
        if link.capture and link.capture != sight.text:
            yield f"the ledger names another text: {link.capture[:19]}"
        why_not = self._sources.fitness(reference, sight.capture)
        if why_not:
            yield f"it cannot serve as evidence: {why_not}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A search for a quotation, and the look it was kept in, None for one made now."""

    sight: Searched
    look: Look | None = None


def _locator(claim: Claim, key: str) -> str:
    return next((one.suffix for one in claim.citations if one.key == key and one.suffix), "")


def _passage(quotation: Quotation | None, sight: Searched | None) -> Passage | None:
    if quotation is None:
        return None
    if sight is None:
        return Passage(quotation=quotation)
    return Passage(quotation=quotation, part=sight.part, spots=sight.spots, nearest=sight.nearest)


class Desk:
    """Carry a review from key to key; what is on the screen is made anew after each."""

    def __init__(self, review: Review, by: str, on: date, *, colour: bool, dumb: bool) -> None:
        self._review = review
        self._by, self._on = by, on
        self._colour, self._dumb = colour, dumb
        self._at, self._top = 0, 0
        self._message, self._helping = "", False

    def sit(self) -> None:
        """Take keys until there are no more, or one says to quit."""
        with Keyboard(sys.stdin.fileno()) as keyboard, _Screen(dumb=self._dumb) as screen:
            try:
                going = True
                while going:
                    self._show(screen)
                    going = self._take(keyboard.read(), keyboard, screen)
            except KeyboardInterrupt:
                # All that was decided is written.
                return

    def _take(self, key: str, keyboard: Keyboard, screen: _Screen) -> bool:
        """Do what a key says; False to quit."""
        if key in ("q", "end"):
            return False
        if key == "resize":
            return True
        self._message, helped, self._helping = "", self._helping, False
        moves = {"up": -1, "down": 1, "page up": -10, "page down": 10}
        if key in moves:
            self._top = max(0, self._top + moves[key])
        elif key == "?":
            self._helping = not helped
        elif key in (" ", "right"):
            self._go(self._at + 1)
        elif key == "left":
            self._go(self._at - 1)
        elif key == "u":
            self._tried(self._undo)
        elif self._at == len(self._review.names):
            self._message = f"{key!r} does nothing here"
        elif key in _DECISIONS:
            self._tried(lambda: self._decide(_DECISIONS[key]))
        elif key == "n":
            self._note(keyboard, screen)
        elif not helped:
            self._message = f"{key!r} does nothing; ? tells the keys"
        return True

    def _go(self, index: int) -> None:
        self._top = 0
        if index < 0:
            self._message = "this is the first"
        self._at = max(0, min(index, len(self._review.names)))

    def _tried(self, deed: Callable[[], None]) -> None:
        """Do something to the ledger; what it refuses is said, and the ledger is read anew."""
        try:
            deed()
        except LedgerError as cause:
            self._review.reload()
            self._message = f"{cause}: {cause.hint}" if cause.hint else str(cause)

    def _decide(self, decision: Decision) -> None:
        self._review.decide(self._at, decision, self._by, self._on)
        name = self._review.names[self._at]
        self._go(self._at + 1)
        self._message = f"{name.claim} → {name.reference}: {decision.value} (u undoes it)"

    def _undo(self) -> None:
        card = self._review.undo()
        if card is None:
            self._message = "there is nothing to undo"
            return
        self._go(card)
        self._message = "undone"

    def _note(self, keyboard: Keyboard, screen: _Screen) -> None:
        before = self._review.card(self._at).note
        typed = _typed(before, keyboard, lambda text: self._show(screen, prompt=text))
        if typed is None or typed == before:
            self._message = "the note is as it was"
            return
        self._tried(lambda: self._noted(typed))

    def _noted(self, text: str) -> None:
        self._review.note(self._at, text)
        self._message = "noted (u undoes it)"

    def _show(self, screen: _Screen, prompt: str | None = None) -> None:
        card = None if self._at == len(self._review.names) else self._review.card(self._at)
        width, height = shutil.get_terminal_size()
        frame = Frame(
            width=width,
            height=height,
            colour=self._colour,
            top=self._top,
            message=self._message,
            prompt=prompt,
            helping=self._helping,
        )
        lines, self._top = lay_out(card, frame)
        screen.show(lines)


def _typed(text: str, keyboard: Keyboard, show: Callable[[str], None]) -> str | None:
    """Let somebody edit a line; None when it is to be left as it was."""
    while True:
        show(text)
        key = keyboard.read()
        if key == "enter":
            return text.strip()
        if key in ("escape", "end"):
            return None
        if key == "backspace":
            text = text[:-1]
        elif key == "clear":
            text = ""
        elif len(key) == 1:
            text += key


class _Screen:
    """Draw whole screens; a dumb terminal gets them one below the other."""

    def __init__(self, *, dumb: bool) -> None:
        self._dumb = dumb

    def __enter__(self) -> Self:
        self._put("" if self._dumb else "\x1b[?1049h")
        return self

    def __exit__(self, *_: object) -> None:
        self._put("\n" if self._dumb else "\x1b[?1049l")

    def show(self, lines: Iterable[str]) -> None:
        """Draw lines from the top."""
        if self._dumb:
            self._put("\n".join(line for line in lines if line) + "\n")
        else:
            self._put("\x1b[H" + "\r\n".join(f"{line}\x1b[K" for line in lines) + "\x1b[J")

    def _put(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
