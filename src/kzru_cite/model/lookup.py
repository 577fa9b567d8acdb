"""Look references up by words of their authors, titles, years, identifiers and hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct
from rapidfuzz import fuzz

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.entry_addresses import written
from kzru_cite.model.one_line import year
from kzru_cite.model.sounds import sound

_TITLES = ("title", "subtitle", "titleaddon", "shorttitle", "booktitle", "maintitle")
_NUMBERS = ("doi", "isbn", "eprint", "pmid", "url")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
# Words that are less like than this are other words; short ones have no slips to speak of.
_ALIKE, _SHORTEST = 80.0, 4
_WHOLE, _BEGINNING, _INSIDE = 100.0, 90.0, 80.0


class Hit(Struct, frozen=True, kw_only=True):
    """A reference that was found, and how well it fits, from 0 to 100."""

    reference: Reference
    score: float


def lookup(references: Iterable[Reference], search: str) -> tuple[Hit, ...]:
    """
    Return the references in which each word of *search* stands, the best first.

    Words are compared as they sound, so that a Cyrillic name is found by its Latin spelling, and
    with a slip of the pen. A year must be the year.
    """
    words = [word for word in search.split() if sound(word)]
    hits = (_hit(reference, words) for reference in references) if words else ()
    found = [hit for hit in hits if hit.score]
    return tuple(sorted(found, key=lambda hit: (-hit.score, hit.reference.key)))


def _hit(reference: Reference, words: list[str]) -> Hit:
    if words == [reference.key]:
        return Hit(reference=reference, score=_WHOLE)
    heard = _heard(reference)
    numbers = [written(reference.text(name)).lower() for name in _NUMBERS]
    scores = [_score(word, reference, heard, numbers) for word in words]
    return Hit(reference=reference, score=sum(scores) / len(scores) if all(scores) else 0.0)


def _heard(reference: Reference) -> frozenset[str]:
    names = [str(name) for people in reference.names.values() for name in people]
    titles = [reference.text(name) for name in _TITLES]
    texts = (reference.key, reference.site, _host(reference), *names, *titles)
    return frozenset(word for text in texts for word in sound(text).split())


def _host(reference: Reference) -> str:
    try:
        return urlsplit(written(reference.text("url"))).hostname or ""
    except ValueError:
        return ""


def _score(word: str, reference: Reference, heard: frozenset[str], numbers: list[str]) -> float:
    if _YEAR.fullmatch(word):
        return _WHOLE if word == year(reference) else 0.0
    if _is_number(word) and any(_bare(word) in _bare(number) for number in numbers):
        return _WHOLE
    # A word with a hyphen or a dot sounds like several.
    return min(_best(part, heard) for part in sound(word).split())


def _is_number(word: str) -> bool:
    """Tell what may be a part of an identifier or of an address."""
    return len(word) >= _SHORTEST and re.search(r"[\d./:]", word) is not None


def _bare(number: str) -> str:
    """Leave out hyphens, which ISBNs are written with and without, and the scheme."""
    return re.sub(r"^https?://(?:www\.|doi\.org/)?|-", "", number.lower())


def _best(word: str, heard: frozenset[str]) -> float:
    if word in heard:
        return _WHOLE
    if any(other.startswith(word) for other in heard):
        return _BEGINNING
    if len(word) < _SHORTEST:
        return 0.0
    if any(word in other for other in heard):
        return _INSIDE
    nearest = max((fuzz.ratio(word, other) for other in heard), default=0.0)
    return _ALIKE * nearest / _WHOLE if nearest >= _ALIKE else 0.0
