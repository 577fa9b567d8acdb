"""Read the feed in which arXiv answers, whose failures look like articles."""

from __future__ import annotations

import re
from typing import TypeAlias
from xml.parsers import expat

from msgspec import Struct, field

from kzru_cite.model.evidence import Notice, Record
from kzru_cite.read.records_json import distinct, family_of, straight, strip, text_of, year_in

_ATOM = "http://www.w3.org/2005/Atom"
_ARXIV = "http://arxiv.org/schemas/atom"
_IDENTIFIER = re.compile(r"arxiv\.org/abs/(?P<name>\S+?)(?:v\d+)?$")
# Papers tell of troops withdrawn too; here it is the paper itself that is.
_WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\b(?:paper|article|manuscript|preprint|submission|version|work)\b"
    r"[^.;]{0,40}\bwithdrawn\b",
    re.IGNORECASE,
)


class NoArticle(Struct, frozen=True, kw_only=True):
    """A feed that holds no article; *error* is its complaint, '' when it just is empty."""

    error: str = ""


ArxivReading: TypeAlias = Record | NoArticle


class _Node(Struct):
    name: str
    text: str = ""
    children: list[_Node] = field(default_factory=list)

    def all(self, name: str) -> list[_Node]:
        return [child for child in self.children if child.name == name]

    def say(self, name: str) -> str:
        found = self.all(name)
        return text_of(found[0].text) if found else ""


class _DoctypeError(Exception):
    """A document type, which no feed has, and which could make a text grow without end."""


def read_feed(text: str) -> ArxivReading | None:
    """Read an answer on one identifier; None when the text is no feed."""
    root = _tree(text)
    if root is None or root.name != f"{_ATOM} feed":
        return None
    entries = root.all(f"{_ATOM} entry")
    entry = entries[0] if entries else _Node("")
    address = entry.say(f"{_ATOM} id")
    if "/api/errors" in address:
        # A wrong question is answered with code 200 and an article named "Error".
        return NoArticle(error=entry.say(f"{_ATOM} summary") or "Error")
    found = _IDENTIFIER.search(address)
    return _record(entry, found["name"]) if found else NoArticle()


def _record(entry: _Node, name: str) -> Record:
    people = distinct(author.say(f"{_ATOM} name") for author in entry.all(f"{_ATOM} author"))
    dates = (entry.say(f"{_ATOM} published"), entry.say(f"{_ATOM} updated"))
    doi = entry.say(f"{_ARXIV} doi")
    return Record(
        identifier=f"arxiv:{name}",
        kind="preprint",
        title=entry.say(f"{_ATOM} title"),
        names=tuple(straight(person) for person in people),
        families=tuple(family_of(person) for person in people),
        years=tuple(dict.fromkeys(year for date in dates if (year := year_in(date)))),
        container=entry.say(f"{_ARXIV} journal_ref"),
        url=entry.say(f"{_ATOM} id"),
        agency="arXiv",
        notices=_notices(entry),
        same_as=(f"doi:{doi.lower()}",) if doi else (),
        role="author" if people else "",
        issued=dates[0][:10],
    )


def _notices(entry: _Node) -> tuple[Notice, ...]:
    comment, summary = entry.say(f"{_ARXIV} comment"), entry.say(f"{_ATOM} summary")
    # Only the first words of a summary announce a withdrawal.
    if not _WITHDRAWN.search(comment) and not _WITHDRAWN.search(summary[:120]):
        return ()
    return (Notice(kind="withdrawn", day=entry.say(f"{_ATOM} updated")[:10], source="arxiv"),)


def _tree(text: str) -> _Node | None:
    root = _Node("")
    path = [root]
    parser = expat.ParserCreate(namespace_separator=" ")
    # Text comes in pieces at each entity; joined one by one, a long one would take for ever.
    parser.buffer_text = True

    def start(name: str, _: object) -> None:
        node = _Node(name)
        path[-1].children.append(node)
        path.append(node)

    def end(_: str) -> None:
        path.pop()

    def characters(data: str) -> None:
        path[-1].text += data

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(strip(text).encode("utf-8"), True)  # noqa: FBT003 - the last piece
    except (expat.ExpatError, _DoctypeError, ValueError, LookupError):
        return None
    return root.children[0]


def _refuse(*_: object) -> None:
    raise _DoctypeError
