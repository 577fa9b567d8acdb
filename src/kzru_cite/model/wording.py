"""
Bring texts into a form in which typography plays no part, with the way back to their offsets.

What is left are letters with their marks, digits and signs such as % and €. Blanks, punctuation,
hyphens, soft hyphens and other invisible marks are gone, so that quotation marks, dashes, line ends
and words broken at them cannot differ. Only between two digits something stays, since ``3.5`` is
not ``35``, and a minus before a digit. Ligatures, wide forms and the Arabic forms of print are
taken apart. Note marks, as the ``[3]`` of "the war[3] began", are gone too. Case counts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

# Punctuation by Unicode that tells something all the same, and signs that only part or stretch.
_TELLING, _SILENT = "%‰‱&@#§", "|`´˝¨¯¸˜\u0640"
# Apostrophes that Unicode has for letters.
_LETTERS_NOT = "ʹʺʻʼʽʾʿˈˊˋ"
DASHES = "-‐‑‒–—―−﹘﹣－"
_ONE_FOR_ONE = str.maketrans(
    {**dict.fromkeys(DASHES, "-"), **dict.fromkeys(_LETTERS_NOT, "'")}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D}
)
# Beyond the first plane there is little punctuation, none of it in what articles quote.
_PLANE = 0x10000
_COMPOUND = frozenset(
    letter
    for first, end in ((0xFB00, 0xFB07), (0x132, 0x134), (0x17F, 0x180), (0xFB50, 0xFEFD))
    for letter in map(chr, range(first, end))
    if unicodedata.category(letter)[0] == "L"
)
# Vowels and final consonants of Korean syllables that are written letter by letter.
_JAMO = range(0x1160, 0x1200)
_NOTE_MARK = re.compile(r"\[\d{1,3}(?:\s?[,-]\s?\d{1,3})*\]")
# Soft hyphens, marks of direction and joining, and those that choose the form of a letter.
INVISIBLE = re.compile(
    r"[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_SIGN = re.compile(r"(?:^|[\s(\[])-\Z")
_WORD = re.compile(r"[$€£¥₸₽]?\S+(?:\s(?:%|‰|°C))?")


class Plain(Struct, frozen=True, kw_only=True):
    """
    A text without its typography.

    *text* is what is left. *starts* are offsets into it at which a stretch begins; *places* are
    those in the true text. *lengths* is 0 where the letters of a stretch stand one after the other
    there too; where all of it stands for one letter with its marks, it is the length of that.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    lengths: tuple[int, ...]

    def place(self, offset: int) -> int:
        """Return where the letter at *offset* stands in the true text."""
        index = bisect_right(self.starts, offset) - 1
        return self.places[index] + (0 if self.lengths[index] else offset - self.starts[index])

    def offset(self, place: int) -> int:
        """Return the offset of the first letter at or behind a place in the true text."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.place(middle) < place:
                low = middle + 1
            else:
                high = middle
        return low

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the letters from *start* to *end* stand in the true text."""
        last = bisect_right(self.starts, end - 1) - 1
        return self.place(start), self.place(end - 1) + (self.lengths[last] or 1)


def plain(text: str) -> Plain:
    """Return *text* without its typography."""
    folded = _NOTE_MARK.sub(_blanks, text.translate(_ONE_FOR_ONE))
    draft = _Draft()
    end = 0
    for match in _kept().finditer(folded):
        start = match.start()
        draft.gap(folded[end:start], folded[start])
        if match.lastgroup == "whole" and (
            match[0].isascii() or unicodedata.is_normalized("NFC", match[0])
        ):
            draft.add(match[0], start)
        else:
            draft.apart(match[0], start)
        end = match.end()
    return draft.finished()


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


class _Draft:
    """Collect what is left of a text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._places: list[int] = []
        self._lengths: list[int] = []
        self._last = ""

    def gap(self, between: str, following: str) -> None:
        """Keep of the text between two stretches what tells numbers apart."""
        seen = INVISIBLE.sub("", between)
        if not seen and self._last:
            return
        sign = _SIGN.search(seen) if following.isdigit() else None
        if self._last.isdigit() and following.isdigit():
            kept = re.sub(r"\s+", "", seen)[:1] or " "
            self._put(kept, self._end, 1)
        elif sign is not None:
            self._put("-", self._end, 1)

    def add(self, stretch: str, place: int) -> None:
        """Take over a stretch as it stands."""
        self._begin(place, 0)
        self._parts.append(stretch)
        self._length += len(stretch)
        self._last, self._end = stretch[-1], place + len(stretch)

    def apart(self, stretch: str, place: int) -> None:
        """Take over a stretch in which several letters stand for one, or one for several."""
        position = place
        for letter in _clusters(stretch):
            whole = unicodedata.normalize("NFC", letter)
            if letter[0] in _COMPOUND:
                whole = unicodedata.normalize("NFKC", letter)
            made = "".join(whole.split())
            self._put(made, position, len(letter))
            position += len(letter)
        self._end = position

    def _put(self, made: str, place: int, length: int) -> None:
        self._begin(place, length)
        self._parts.append(made)
        self._length += len(made)
        self._last = made[-1]

    def _begin(self, place: int, length: int) -> None:
        self._starts.append(self._length)
        self._places.append(place)
        self._lengths.append(length)

    _end = 0

    def finished(self) -> Plain:
        return Plain(
            text="".join(self._parts),
            starts=tuple(self._starts),
            places=tuple(self._places),
            lengths=tuple(self._lengths),
        )


def _clusters(stretch: str) -> list[str]:
    found: list[str] = []
    for letter in stretch:
        if found and (unicodedata.combining(letter) or ord(letter) in _JAMO):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def is_close_letter(letter: str) -> bool:
    """Tell letters of scripts that set no blanks between words."""
    code = ord(letter)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0x20000 <= code <= 0x3FFFF
    )


def is_close(text: str) -> bool:
    """Tell whether most of *text* is in a script that sets no blanks between words."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and 2 * sum(map(is_close_letter, letters)) > len(letters)


@lru_cache(maxsize=1)
def _kept() -> re.Pattern[str]:
    """Make the pattern of what is kept; the categories of all letters take a while to look up."""
    dropped, compound = _ranges(_is_dropped), _ranges(_COMPOUND.__contains__)
    return re.compile(rf"(?P<apart>[{compound}])|(?P<whole>[^{dropped}{compound}]+)")


def _is_dropped(letter: str) -> bool:
    category = unicodedata.category(letter)
    if letter in _TELLING:
        return False
    return category[0] in "PZC" or letter in _SILENT or INVISIBLE.match(letter) is not None


def _ranges(belongs: Callable[[str], bool]) -> str:
    """Return the letters that belong to a class as the inside of a character class."""
    found: list[list[int]] = []
    for code in range(_PLANE):
        if not belongs(chr(code)):
            continue
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    parts = (re.escape(chr(first)) + "-" + re.escape(chr(last)) for first, last in found)
    return "".join(parts)


_MOST_CHANGES, _LONGEST_CHANGE = 4, 80


def word_diff(before: str, after: str) -> str:
    """
    Say in short how two texts differ: ``'12 %' → '21 %'``, words left out or added.

    After a few changes the rest is counted.
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, [*map(_bare, old)], [*map(_bare, new)], autojunk=False)
    changes = [
        _change(" ".join(old[a:b]), " ".join(new[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
    more = len(changes) - _MOST_CHANGES
    told = changes[:_MOST_CHANGES] + ([f"and {more} more"] if more > 0 else [])
    return "; ".join(told)


def _words(text: str) -> list[str]:
    """Return the words of a text, a number with its sign as one; typography alone is no word."""
    return [word for word in _WORD.findall(text) if _bare(word)]


# Texts that are compared share most of their words.
@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return plain(word).text


def trimmed(text: str, sought: str) -> str:
    """Leave out the words at both ends of *text* that have nothing to do with those of *sought*."""
    found = [match.span() for match in _WORD.finditer(text) if _bare(match[0])]
    ours, theirs = ([*map(_bare, _words(one))] for one in (text, sought))
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    if not blocks:
        return text
    first = blocks[0][2] if blocks[0][0] == "delete" else 0
    last = blocks[-1][1] if blocks[-1][0] == "delete" else len(found)
    return text[found[first][0] : found[last - 1][1]] if first < last else text


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CHANGE else f"{text[: _LONGEST_CHANGE - 1]}…"


def _change(old: str, new: str) -> str:
    old, new = _cut(old), _cut(new)
    if not old:
        return f"'{new}' added"
    if not new:
        return f"'{old}' left out"
    return f"'{old}' → '{new}'"
