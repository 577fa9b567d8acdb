"""
Search a captured text for a quotation.

What must agree are letters, digits and signs in their order (see ``wording``). ``…`` in the
quotation stands for words left out, which may be at most so many; words in ``[ ]`` are either in
the source or a note of the one who quotes; a single letter in ``[ ]`` may have another case. The
first letter of a quotation, and of each piece after an omission, may have another case too, as it
is fitted into a sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice, product

from msgspec import Struct
from rapidfuzz import fuzz

from kzru_cite.model.evidence import Searched
from kzru_cite.model.page_turns import Turn, turns
from kzru_cite.model.pieces import FEW_CLOSE, OMISSION, Piece, readings
from kzru_cite.model.quotation import Extract, Part, Quotation, Spot
from kzru_cite.model.seams import may_begin, may_end
from kzru_cite.model.wording import Plain, plain, trimmed

_AROUND, _MOST_SPOTS = 80, 20
# Below this nothing is like the words searched for; what is searched for it has a limit.
_ALIKE, _LARGEST_ALIKE, _LONGEST_ALIKE = 80.0, 1_000_000, 2_000


class _Text(Struct, frozen=True, kw_only=True):
    """
    A text as it stands and without its typography.

    *printed* is True when it has pages; their *turns* are offsets into the text without typography.
    """

    text: str
    plain: Plain
    printed: bool
    turns: tuple[Turn, ...]


def search(quotation: Quotation, extract: Extract, capture: str) -> Searched:
    """
    Look for a quotation in the main text, then in the list of sources, then in the rest.

    *capture* is the hash of the body that the text was taken from.
    """
    texts = ((Part.TEXT, extract.text), (Part.SOURCES, extract.sources), (Part.REST, extract.rest))
    found: tuple[Part, tuple[Spot, ...]] = (Part.NOWHERE, ())
    for part, text in texts:
        pages = extract.pages if part is Part.TEXT else ()
        spots = tuple(islice(find(quotation, text, pages), _MOST_SPOTS)) if text else ()
        if spots:
            found = (part, spots)
            break
    part, spots = found
    return Searched(
        quotation=quotation,
        text=extract.text_hash,
        extractor=extract.extractor,
        capture=capture,
        part=part,
        spots=spots,
        nearest="" if spots else nearest(quotation, extract.text),
    )


def find(quotation: Quotation, text: str, pages: tuple[int, ...] = ()) -> Iterator[Spot]:
    """Yield the places of a quotation in *text*, in order; *pages* are where pages begin."""
    source = _read(text, pages)
    whole = source.plain
    before, after = plain(quotation.prefix).text, plain(quotation.suffix).text
    seen: set[tuple[int, int]] = set()
    for pieces in readings(quotation.exact):
        for start, end in _places(pieces, source):
            fits = whole.text.endswith(before, 0, start) and whole.text.startswith(after, end)
            if fits and (start, end) not in seen:
                seen.add((start, end))
                yield _spot(text, *whole.span(start, end), pages)
        if seen:
            return


@lru_cache(maxsize=4)
def _read(text: str, pages: tuple[int, ...]) -> _Text:
    """Return a text without its typography; several quotations of one text follow each other."""
    whole = plain(text)
    return _Text(
        text=text,
        plain=whole,
        printed=bool(pages),
        turns=tuple(
            Turn(
                page=whole.offset(turn.page),
                ends=tuple(dict.fromkeys(map(whole.offset, turn.ends))),
                starts=tuple(dict.fromkeys(map(whole.offset, turn.starts))),
            )
            for turn in turns(text, pages)
        ),
    )


def _spot(text: str, start: int, end: int, pages: tuple[int, ...]) -> Spot:
    page = sum(begin <= start for begin in pages)
    return Spot(
        start=start,
        end=end,
        words=text[start:end],
        before=text[max(0, start - _AROUND) : start],
        after=text[end : end + _AROUND],
        page=max(page, 1) if pages else None,
    )


def _places(pieces: tuple[Piece, ...], source: _Text) -> Iterator[tuple[int, int]]:
    """
    Yield where the first piece begins and the last one ends.

    From the last piece to the first, each place is joined to the nearest one of the next piece
    that is near enough, so that the work grows with the number of places and not with its square.
    """
    later: list[tuple[int, int]] = []
    for index in range(len(pieces) - 1, -1, -1):
        stands = sorted(_stands(pieces[index], source))
        if index < len(pieces) - 1:
            stands = list(_joined(stands, later, pieces[index + 1].gap))
        later = stands
    yield from later


def _joined(
    stands: list[tuple[int, int]], later: list[tuple[int, int]], gap: int
) -> Iterator[tuple[int, int]]:
    """Yield the places of a piece that are followed by the next one, with the end of the last."""
    starts = [start for start, _ in later]
    for start, end in stands:
        following = bisect_left(starts, end)
        if following < len(later) and starts[following] - end <= gap:
            yield start, later[following][1]


def _stands(piece: Piece, source: _Text) -> Iterator[tuple[int, int]]:
    """Yield where a piece stands as whole words, over the turn of a page too."""
    words = piece.words
    for form in dict.fromkeys((words, words[0].swapcase() + words[1:])):
        for start, end in chain(_occurrences(form, source.plain.text), _across(form, source)):
            if _is_whole(piece, source, start, end):
                yield start, end


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    place = text.find(words)
    while place >= 0:
        yield place, place + len(words)
        place = text.find(words, place + 1)


def _across(words: str, source: _Text) -> Iterator[tuple[int, int]]:
    """Yield where *words* begin on one page and end on the next, and what is between is no text."""
    text = source.plain.text
    for turn in source.turns:
        for end, start in product(turn.ends, turn.starts):
            first, last = max(0, end - len(words) + 1), start + len(words) - 1
            place = (text[first:end] + text[start:last]).find(words) if end < start else -1
            if place >= 0:
                yield first + place, start + place + len(words) - (end - first)
                break


def _is_whole(piece: Piece, source: _Text, start: int, end: int) -> bool:
    """Tell whether a stretch cuts no word and no number at its ends."""
    first, last = source.plain.span(start, end)
    begins = piece.open_start or may_begin(source.text, first, printed=source.printed)
    return begins and (piece.open_end or may_end(source.text, last, printed=source.printed))


def nearest(quotation: Quotation, text: str) -> str:
    """Return the stretch of *text* that is most like a quotation, '' when none is alike."""
    words = OMISSION.sub(" ", quotation.exact)[:_LONGEST_ALIKE]
    whole = plain(text) if len(text) > _LARGEST_ALIKE else _read(text, ()).plain
    sought = plain(words).text
    if len(sought) < FEW_CLOSE or len(whole.text) < len(sought) // 2:
        return ""
    found = fuzz.partial_ratio_alignment(sought, whole.text, score_cutoff=_ALIKE)
    if found is None or found.dest_end <= found.dest_start:
        return ""
    start, end = whole.span(found.dest_start, found.dest_end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return trimmed(text[start:end].strip(), words)
