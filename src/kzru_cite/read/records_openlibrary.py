"""Read records of Open Library: editions, and books with their authors' names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.evidence import Record
from kzru_cite.read.records_json import (
    distinct,
    family_of,
    first,
    load,
    straight,
    table,
    tables,
    text_of,
    texts,
    words_of,
    year_in,
)

# Keys become parts of addresses, so only these forms of them are taken.
_BOOK_KEY = re.compile(r"/books/OL[0-9]+M")
_AUTHOR_KEY = re.compile(r"/authors/OL[0-9]+A")
_Book: TypeAlias = Mapping[str, object]


class Edition(Struct, frozen=True, kw_only=True):
    """An edition whose authors are named by keys such as ``/authors/OL34184A`` only."""

    record: Record
    author_keys: tuple[str, ...] = ()


class Elsewhere(Struct, frozen=True, kw_only=True):
    """A record that was merged into the one with *key*, such as ``/books/OL1M``."""

    key: str


EditionReading: TypeAlias = Edition | Elsewhere


def read_books(text: str, isbn: str) -> Record | None:
    """
    Read the answer on books with their data.

    None when it holds no book with this number; see `is_table` for whether it is an answer.
    """
    book = table(load(text), f"ISBN:{isbn}")
    if not text_of(book.get("title")):
        return None
    people = tuple(words_of(author.get("name")) for author in tables(book.get("authors")))
    publishers = tuple(words_of(one.get("name")) for one in tables(book.get("publishers")))
    identifiers = table(book, "identifiers")
    return with_names(_record(book, identifiers, publishers), people)


def read_edition(text: str) -> EditionReading | None:
    """Read the record of an edition; None when the text is none."""
    book = table(load(text))
    kind = text_of(table(book, "type").get("key"))
    if kind == "/type/redirect":
        location = text_of(book.get("location"))
        return Elsewhere(key=location) if _BOOK_KEY.fullmatch(location) else None
    if not text_of(book.get("title")):
        return None
    keys = distinct(text_of(author.get("key")) for author in tables(book.get("authors")))
    return Edition(
        record=_record(book, book, texts(book.get("publishers"))),
        author_keys=tuple(key for key in keys if _AUTHOR_KEY.fullmatch(key)),
    )


def read_author(text: str) -> str:
    """Read the name out of an author's record; '' when it is not there."""
    return words_of(table(load(text)).get("name"))


def is_table(text: str) -> bool:
    """Tell whether the text is a JSON object, as every answer of the service is."""
    return isinstance(load(text), dict)


def with_names(record: Record, people: tuple[str, ...]) -> Record:
    """Return the record with these authors."""
    names = distinct(people)
    return replace(
        record,
        names=tuple(straight(name) for name in names),
        families=tuple(family_of(name) for name in names),
        role="author" if names else "",
    )


def _record(book: _Book, identifiers: _Book, publishers: tuple[str, ...]) -> Record:
    isbns = distinct((*texts(identifiers.get("isbn_13")), *texts(identifiers.get("isbn_10"))))
    year = year_in(book.get("publish_date"))
    key = text_of(book.get("key"))
    return Record(
        identifier=f"isbn:{first(isbns)}" if isbns else f"openlibrary:{key}",
        kind="book",
        title=words_of(book.get("title")),
        subtitle=words_of(book.get("subtitle")),
        other_titles=texts(book.get("other_titles")),
        years=(year,) if year else (),
        issued=str(year or ""),
        publisher=first(publishers),
        isbns=isbns,
        url=text_of(book.get("url")),
        agency="Open Library",
    )
