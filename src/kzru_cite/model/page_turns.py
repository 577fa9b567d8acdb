"""
Find what stands between the text of one printed page and that of the next.

That is running titles, which neighbouring pages share or which stand in capitals beside the number
of the page, page numbers, and footnotes whose mark stands in the text of the page. Nothing else may
be passed over: a word at the end of a page is a word of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

# Of running titles no more is read; footnotes may be longer. In letters.
_LONGEST_TITLE, _LONGEST_NOTES = 200, 1500
_MOST_NOTES, _MOST_TURNS = 4, 2_000
# Left and right pages may have titles of their own.
_NEIGHBOURS = (-2, -1, 1, 2)
# A title that else only the first page has must be as long as this to be known again.
_SURE = 12
_ROMAN = r"(?=[ivxlIVXL])(?!I\b)(?i:x[cl]|l?x{0,3})(?i:ix|iv|v?i{0,3})\b"
_COUNT = rf"(?:\d{{1,4}}|{_ROMAN})"
_NUMBER = (
    r"[\W_]*(?:(?i:page|pp?|стр|с|бет|seite|s)[.\s]+)?"
    rf"{_COUNT}(?:\s?(?:of|из|von|/)\s?{_COUNT})?[\W_]*"
)
_NUMBER_FIRST = re.compile(rf"{_NUMBER}(?<!\S)|{_NUMBER}\Z")
_NUMBER_LAST = re.compile(rf"(?<!\S)(?!\s){_NUMBER}\Z")
_CAPITALS = r"(?:[^\W\d_a-zа-яё]{2,}[\W_]+){1,10}"
_CAPITALS_FIRST = re.compile(rf"{_NUMBER}(?<!\S){_CAPITALS}|{_CAPITALS}{_NUMBER}(?<!\S)")
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"(?<=\s)(\d{1,3}|[*†‡])\s?(?=[^\W\d_]|[\"“«])")


class Turn(Struct, frozen=True, kw_only=True):
    """The offset at which a page begins, where the one before may end, and it itself begin."""

    page: int
    ends: tuple[int, ...]
    starts: tuple[int, ...]


class _Edge(Struct, frozen=True, kw_only=True):
    """The words at the top of a page, or from its foot upwards: how they read, how far they go."""

    words: tuple[str, ...]
    taken: tuple[int, ...]


def turns(text: str, pages: Sequence[int]) -> tuple[Turn, ...]:
    """Return the turns of the pages that begin at the offsets *pages* into *text*."""
    bounds = list(pairwise((*pages, len(text))))[: _MOST_TURNS + 1]
    heads = [_head(text[start : min(end, start + _LONGEST_TITLE)]) for start, end in bounds]
    feet = [_foot(text[max(start, end - _LONGEST_TITLE) : end]) for start, end in bounds]
    return tuple(
        Turn(
            page=page,
            ends=tuple(dict.fromkeys(_ends(text, before, page, feet, number - 1))),
            starts=tuple(dict.fromkeys(_starts(text, bounds[number], heads, number))),
        )
        for number, (before, page) in enumerate(pairwise(pages[: _MOST_TURNS + 1]), start=1)
    )


def _head(text: str) -> _Edge:
    words = list(re.finditer(r"\S+", text))
    return _Edge(
        words=tuple(_folded(word[0]) for word in words), taken=tuple(word.end() for word in words)
    )


def _foot(text: str) -> _Edge:
    words = list(re.finditer(r"\S+", text))[::-1]
    return _Edge(
        words=tuple(_folded(word[0]) for word in words),
        taken=tuple(len(text) - word.start() for word in words),
    )


def _folded(word: str) -> str:
    return _DIGITS.sub("0", word).casefold()


def _starts(text: str, bounds: tuple[int, int], heads: list[_Edge], number: int) -> Iterator[int]:
    """Yield where the text of a page may begin: at once, or behind its running title."""
    page, end = bounds
    for taken in (*_titles(heads, number), _full_title(heads, number)):
        yield page + taken
        for pattern in (_NUMBER_FIRST, _CAPITALS_FIRST):
            found = pattern.match(text, page + taken, min(end, page + taken + _LONGEST_TITLE))
            if found:
                yield found.end()


def _ends(text: str, before: int, page: int, feet: list[_Edge], number: int) -> Iterator[int]:
    """Yield where the text of the page before may end: at its end, above its foot or its notes."""
    for taken in _titles(feet, number):
        yield page - taken
        found = _NUMBER_LAST.search(text, max(before, page - taken - 30), page - taken)
        if found:
            yield found.start()
    notes = _NOTE.finditer(text, max(before, page - _LONGEST_NOTES), page)
    marked = [note.start() for note in notes if _is_marked(text[before : note.start()], note[1])]
    yield from marked[:_MOST_NOTES]


def _titles(edges: list[_Edge], number: int) -> Iterator[int]:
    """Yield how many letters a title may take: none, or what a page nearby has too."""
    yield 0
    mine = edges[number]
    others = (edges[number + by] for by in _NEIGHBOURS if 0 <= number + by < len(edges))
    shared = max((_shared(mine.words, other.words) for other in others), default=0)
    # The last words may be shared by chance.
    yield from (mine.taken[count - 1] for count in range(shared, max(shared - 3, 0), -1))


def _shared(words: tuple[str, ...], others: tuple[str, ...]) -> int:
    """Return how many words at the beginning are the same, digits apart; numbers alone are none."""
    pairs = zip(words, others, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return same if any(letter.isalpha() for word in words[:same] for letter in word) else 0


def _full_title(heads: list[_Edge], number: int) -> int:
    """Return how many letters a title takes that the first page has among its first words."""
    first, mine = " ".join(heads[0].words), heads[number]
    numbers = sum(1 for _ in takewhile(lambda word: not any(map(str.isalpha, word)), mine.words))
    taken = 0
    for count in range(numbers + 1, len(mine.words) + 1):
        title = " ".join(mine.words[numbers:count])
        if title not in first:
            break
        taken = mine.taken[count - 1] if len(title) >= _SURE else 0
    return taken


def _is_marked(page: str, mark: str) -> bool:
    """Tell whether the mark of a footnote stands behind a word of the page."""
    return re.search(rf"[^\W\d_][.,;:”\"’')]*{re.escape(mark)}(?!\w)", page) is not None
