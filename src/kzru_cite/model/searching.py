"""
Search a captured text for a quotation.

What must agree are letters, digits and signs in their order (see ``wording``). ``…`` in the
quotation stands for words left out, which may be at most so many; words in ``[ ]`` are either in
the source or a note of the one who quotes; a single letter in ``[ ]`` may have another case. The
first letter of a quotation, and of each piece after an omission, may have another case too, as it
is fitted into a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rapidfuzz import fuzz

from kzru_cite.model.evidence import Searched
from kzru_cite.model.quotation import Extract, Part, Quotation, Spot
from kzru_cite.model.wording import Plain, is_close, plain, trimmed

# Fewer letters and digits than this are found in many texts by chance.
_FEW, _FEW_CLOSE = 12, 6
# So many letters may be left out at an omission, and may stand for a note in brackets.
_MOST_LEFT_OUT, _MOST_NOTED = 1500, 80
# A running title and a page number between two pages of print.
_MOST_BETWEEN_PAGES = 200
_AROUND, _MOST_SPOTS = 80, 20
# Below this nothing is like the words searched for; what is searched for it has a limit.
_ALIKE, _LARGEST_ALIKE, _LONGEST_ALIKE = 80.0, 1_000_000, 2_000
_OMISSION = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.")
_NOTE = re.compile(r"\[([^\[\]]*)\]")
_MOST_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Words that stand together, and how many letters may stand between the last piece and them."""

    words: str
    gap: int = 0


def is_too_short(quotation: Quotation) -> bool:
    """Tell whether a quotation is so short that finding it proves nothing."""
    words = "".join(piece.words for piece in _pieces(quotation.exact))
    letters = sum(letter.isalnum() for letter in words)
    return letters < (_FEW_CLOSE if is_close(words) else _FEW)


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
    whole = _plain(text)
    before, after = plain(quotation.prefix).text, plain(quotation.suffix).text
    seen: set[tuple[int, int]] = set()
    for pieces in _readings(quotation.exact):
        for start, end in _places(pieces, whole, pages):
            fits = whole.text.endswith(before, 0, start) and whole.text.startswith(after, end)
            if fits and (start, end) not in seen:
                seen.add((start, end))
                yield _spot(text, *whole.span(start, end), pages)
        if seen:
            return


@lru_cache(maxsize=4)
def _plain(text: str) -> Plain:
    """Return a text without its typography; several quotations of one text follow each other."""
    return plain(text)


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


def _readings(exact: str) -> Iterator[tuple[_Piece, ...]]:
    """Yield the ways to read brackets: as those of the source, then as notes."""
    for text in _cases(exact):
        yield _pieces(text)
    if _NOTE.search(_OMISSION.sub(" ", exact)):
        yield _pieces(exact, notes=True)


def _cases(exact: str) -> Iterator[str]:
    """Yield a text with each single letter in brackets in both cases."""
    letters = [match for match in _NOTE.finditer(exact) if _is_letter(match[1])][:_MOST_LETTERS]
    for swapped in product((False, True), repeat=len(letters)):
        made, end = "", 0
        for match, swap in zip(letters, swapped, strict=True):
            made += exact[end : match.start()] + (match[1].swapcase() if swap else match[1])
            end = match.end()
        yield made + exact[end:]


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _pieces(exact: str, *, notes: bool = False) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    for number, part in enumerate(_OMISSION.split(exact)):
        inner = _NOTE.split(part)[::2] if notes else [part]
        for index, words in enumerate(inner):
            bare = plain(words).text
            gap = _MOST_NOTED if index else _MOST_LEFT_OUT if number else 0
            if bare:
                found.append(_Piece(words=bare, gap=gap))
    return tuple(found)


def _places(
    pieces: tuple[_Piece, ...], whole: Plain, pages: tuple[int, ...]
) -> Iterator[tuple[int, int]]:
    if not pieces:
        return
    for start, end in _stands(pieces[0].words, whole, pages, 0, len(whole.text)):
        last = _last(pieces[1:], whole, pages, end)
        if last is not None:
            yield start, last


def _last(pieces: tuple[_Piece, ...], whole: Plain, pages: tuple[int, ...], end: int) -> int | None:
    """Return where the last of the pieces that follow ends; None when one of them is not there."""
    for piece in pieces:
        limit = min(end + piece.gap + len(piece.words) + _MOST_BETWEEN_PAGES, len(whole.text))
        stands = _stands(piece.words, whole, pages, end, limit)
        found = next((last for start, last in stands if start - end <= piece.gap), None)
        if found is None:
            return None
        end = found
    return end


def _stands(
    words: str, whole: Plain, pages: tuple[int, ...], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Yield where *words* stand between two offsets, as whole words, across pages too."""
    other = words[0].swapcase() + words[1:]
    found = sorted(
        place
        for form in dict.fromkeys((words, other))
        for place in _occurrences(form, whole.text, start, end)
    )
    whole_words = [
        (place, place + len(words)) for place in found if _is_whole(whole, place, len(words))
    ]
    yield from whole_words
    if not whole_words and pages:
        yield from _across(words, whole, pages, start, end)


def _occurrences(words: str, text: str, start: int, end: int) -> Iterator[int]:
    place = text.find(words, start, end)
    while place >= 0:
        yield place
        place = text.find(words, place + 1, end)


def _is_whole(whole: Plain, start: int, length: int) -> bool:
    """Tell whether a stretch is made of whole words, and cuts no number."""
    end = start + length
    return whole.parted(start) and whole.parted(end) and not _cuts_number(whole.text, start, end)


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Tell whether digits go on behind a mark: the 3 of 3.5 and the 500 of 1,500 are no numbers."""
    after = text[end : end + 2]
    before = text[max(0, start - 2) : start]
    return (
        text[end - 1].isdigit() and len(after) == 2 and after[0] in ".,:" and after[1].isdigit()
    ) or (text[start].isdigit() and len(before) == 2 and before[1] in ".,:" and before[0].isdigit())


def _across(
    words: str, whole: Plain, pages: tuple[int, ...], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Yield where *words* begin on one page and end on the next, a running title between."""
    for page in pages[1:]:
        turn = _turn(whole, page)
        if not start < turn < end:
            continue
        first = max(start, turn - len(words) - _MOST_BETWEEN_PAGES)
        for place in _occurrences(words[: min(8, len(words))], whole.text, first, turn):
            last = _goes_on(words, whole, place, turn)
            if last is not None and last <= end and whole.parted(place) and whole.parted(last):
                yield place, last


def _turn(whole: Plain, page: int) -> int:
    """Return the offset of the first letter of a page."""
    low, high = 0, len(whole.text)
    while low < high:
        middle = (low + high) // 2
        if whole.place(middle) < page:
            low = middle + 1
        else:
            high = middle
    return low


def _goes_on(words: str, whole: Plain, place: int, turn: int) -> int | None:
    """Return where *words* that begin at *place* end behind the turn of the page."""
    text = whole.text
    common = 0
    while common < len(words) and text[place + common : place + common + 1] == words[common]:
        common += 1
    # The running title may begin like the words that are cut off.
    for taken in range(common, max(common - 12, 0), -1):
        broken = place + taken
        if not whole.parted(broken) or broken < turn - _MOST_BETWEEN_PAGES:
            continue
        rest = words[taken:]
        limit = max(broken, turn) + _MOST_BETWEEN_PAGES + len(rest)
        found = text.find(rest, broken, limit)
        if rest and found >= 0 and found + len(rest) > turn and whole.parted(found):
            return found + len(rest)
    return None


def nearest(quotation: Quotation, text: str) -> str:
    """Return the stretch of *text* that is most like a quotation, '' when none is alike."""
    words = _OMISSION.sub(" ", quotation.exact)[:_LONGEST_ALIKE]
    whole = _plain(text[:_LARGEST_ALIKE])
    sought = plain(words).text
    if len(sought) < _FEW_CLOSE or len(whole.text) < len(sought) // 2:
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
