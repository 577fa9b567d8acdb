"""Ask Open Library for the book with an ISBN."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from kzru_cite.gather.services.addresses import path, with_query
from kzru_cite.gather.services.answers import answered, not_understood
from kzru_cite.gather.services.exchange import Answer, Outcome, Reply, Request, Subject
from kzru_cite.gather.services.identity import Identity
from kzru_cite.model.evidence import Absent, Found, Purpose, Record, Unanswered
from kzru_cite.model.subjects import isbn13
from kzru_cite.read.records_json import decode
from kzru_cite.read.records_openlibrary import (
    Edition,
    is_table,
    read_author,
    read_books,
    read_edition,
    with_names,
)

_MOST_AUTHORS = 5
_MOST_MOVES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLibrary:
    """
    Books with their authors; where those are not found, the edition and then each author.

    What it does not hold may be a book all the same.
    """

    base: str
    identity: Identity
    name: str = field(default="openlibrary", init=False)
    purpose: Purpose = field(default=Purpose.RECORD, init=False)

    def question(self, subject: Subject) -> Request:
        """Ask for the book with its data."""
        query = {"bibkeys": f"ISBN:{_isbn(subject)}", "format": "json", "jscmd": "data"}
        return self._request(with_query(path(self.base, "api/books"), query))

    def read(self, subject: Subject, replies: tuple[Reply, ...]) -> Outcome | Request:
        """Read the book, or else its edition, which may have moved, and its authors."""
        book = answered(replies[0])
        if isinstance(book, Unanswered):
            return book
        record = read_books(decode(book.body), _isbn(subject))
        if record:
            return Found(record=_asked(record, subject))
        if book.code != 200 or not is_table(decode(book.body)):
            return not_understood(book)
        if len(replies) == 1:
            return self._request(path(self.base, f"isbn/{_isbn(subject)}.json"))
        return self._edition(subject, replies[1:])

    def _edition(
        self, subject: Subject, replies: tuple[Reply, ...], moves: int = 0
    ) -> Outcome | Request:
        answer = answered(replies[0])
        if isinstance(answer, Unanswered):
            return answer
        if answer.code == 404:
            return Absent()
        edition = read_edition(decode(answer.body))
        if isinstance(edition, Edition):
            return self._authors(subject, edition, replies[1:])
        if edition is None or moves == _MOST_MOVES:
            return not_understood(answer)
        if len(replies) > 1:
            return self._edition(subject, replies[1:], moves + 1)
        return self._request(path(self.base, f"{edition.key}.json"))

    def _authors(
        self, subject: Subject, edition: Edition, replies: tuple[Reply, ...]
    ) -> Found | Request:
        keys = edition.author_keys[:_MOST_AUTHORS]
        if len(replies) < len(keys):
            return self._request(path(self.base, f"{keys[len(replies)]}.json"))
        # An author who cannot be had is left out: the title is what tells books apart.
        people = tuple(
            read_author(decode(reply.body))
            for reply in replies
            if isinstance(reply, Answer) and reply.code == 200
        )
        return Found(record=_asked(with_names(edition.record, people), subject))

    def _request(self, address: str) -> Request:
        return Request(address=address, headers=self.identity.headers())


def _isbn(subject: Subject) -> str:
    return isbn13(subject.name)


def _asked(record: Record, subject: Subject) -> Record:
    """Name the record by the number asked for, when it is one of its own in any spelling."""
    isbn = _isbn(subject)
    known = {isbn13(own) for own in record.isbns}
    return replace(record, identifier=f"isbn:{isbn}") if isbn in known else record
