"""Choose the links to be decided on, and write what is decided into the ledger at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from kzru_cite.errors import UsageError
from kzru_cite.files import exchange, read_bytes
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Decision, Entry, Ledger, Link, LinkName, Word, seal
from kzru_cite.model.place import SourceText
from kzru_cite.model.review import Card, State
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.ledger_edit import record
from kzru_cite.reviewing_cards import Cards, Sources

STATES: Mapping[str, frozenset[State]] = {
    "open": frozenset({State.UNDECIDED, State.LAPSED}),
    **{state.value: frozenset({state}) for state in State},
    "all": frozenset(State),
}


class Asked(Struct, frozen=True, kw_only=True):
    """Which links are wanted: one of ``choices.STATES``, and ids, keys or titles, () for all."""

    state: str = "open"
    claims: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class _Written(Struct, frozen=True, kw_only=True):
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
        self._cards = Cards(dossier, sources or Sources())
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
        return self._cards.card(name, self._link(name), index + 1, len(self.names))

    def decide(self, index: int, decision: Decision, by: str, on: date) -> None:
        """Write a decision; raises LedgerError when that cannot be done."""
        name = self.names[index]
        claim, link = self._cards.claims[name.claim], self._link(name)
        instead = self._instead(link, by)
        capture = self._cards.captured(name.reference, link, instead)
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
            if self._cards.claims.get(claim.id) is not claim or (
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
                    if self._state(name) in STATES[asked.state]:
                        yield name

    def _linked(self, claim: str, key: str) -> list[Link]:
        ledger: Ledger = self._ledger
        return [one for one in ledger.links if (one.claim, one.reference) == (claim, key)]

    def _link(self, name: LinkName) -> Link:
        """Return what the ledger says of a link, or an empty one."""
        found = self._linked(name.claim, name.reference)
        if name.number < len(found):
            return found[name.number]
        place = self._cards.claims[name.claim].place
        return Link(claim=name.claim, reference=name.reference, place=place)

    def _state(self, name: LinkName) -> State:
        link = self._link(name)
        if not link.decisions:
            return State.UNDECIDED
        lapsed = any(self._cards.lapsed(link, one) for one in link.decisions)
        return State.LAPSED if lapsed else State.DECIDED

    def _instead(self, link: Link, by: str) -> int | None:
        """Choose the decision that a new one takes the place of: one's own, else a lapsed one."""
        own = [n for n, one in enumerate(link.decisions) if one.by.casefold() == by.casefold()]
        lapsed = [n for n, one in enumerate(link.decisions) if self._cards.lapsed(link, one)]
        return next(iter((*own, *lapsed)), None)
