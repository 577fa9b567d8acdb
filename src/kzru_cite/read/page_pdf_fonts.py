"""Count what the library takes to set up the fonts of a page, which it does for each page anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

# In bytes of content that take as long: of a font without tables, and of each code that a table
# names or that stands in a range. Tables of differences and widths are read much faster, and a
# file of a font is unpacked once, and hashed and searched each time.
_FONT, _CODE, _QUICK, _UNPACKED, _HASHED = 50, 2, 4, 50, 1_000
_GAP = 8
# No honest table is larger: one with a line for each code of two bytes has 0.9 million. The
# library gives up at so many codes of a font.
_LARGEST_TABLE, _MOST_CODES = 2_000_000, 100_000
# What one code stands for: a ligature has three letters. Longer words take longer than the bytes
# of content that show them.
_LIGATURE = 4
_LONG = re.compile(rb"[0-9A-Fa-f ]{17,}")
_BRACKETS = bytes.maketrans(b"<>[]", b"    ")


class FontCost(Struct, frozen=True, kw_only=True):
    """
    What it costs to set up a font, in bytes of content; *first* is added the first time.

    *stretch* is how many times longer than honest text the letters may be that a code stands for.
    """

    each: int
    first: int = 0
    stretch: int = 1


def font_cost(font: DictionaryObject, too_much: int) -> FontCost:
    """
    Count a font; one whose tables are beyond all measure is *too_much*.

    Raises whatever the library raises for a broken one.
    """
    each = _FONT + (_codes(font) + _widths(font) + len(_part(font, "/CharProcs"))) // _QUICK
    table = font.get("/ToUnicode")
    if isinstance(table := table.get_object() if table is not None else None, StreamObject):
        data = table.get_data()
        if len(data) > _LARGEST_TABLE:
            return FontCost(each=too_much)
        words = len(data.translate(_BRACKETS).split())
        brackets = sum(map(data.count, (b"<", b"[", b"]"))) // _CODE
        each += len(data) // _GAP + _CODE * (words + _spread(data)) + brackets
        return FontCost(each=each, stretch=_stretch(data))
    if font.get("/Subtype") != "/Type1":
        return FontCost(each=each)
    files = [part.get_data() for part in _files(font)]
    size, named = sum(map(len, files)), sum(data.count(b"dup") for data in files)
    return FontCost(each=each + size // _HASHED + named, first=size // _UNPACKED)


def _spread(table: bytes) -> int:
    """Return how many codes stand in ranges of a table; lines are as the library sees them."""
    total = 0
    for section in table.split(b"beginbfrange")[1:]:
        for line in _lines(section.partition(b"endbfrange")[0]):
            words = line.split(None, 3)[:3]
            if len(words) == 3 and words[2] != b"[":
                total += _between(words[0], words[1])
    return min(total, _MOST_CODES)


def _lines(section: bytes) -> list[bytes]:
    apart = section.replace(b"<<", b"\n").replace(b">>", b"\n").split(b"<")
    for index, part in enumerate(apart):
        inside, end, after = part.partition(b">")
        if end:
            apart[index] = inside.replace(b" ", b"") + b" " + after
    joined = b" ".join(apart).replace(b"[", b" [ ")
    return joined.replace(b"]", b" ]\n ").replace(b"\r", b"\n").split(b"\n")


def _between(first: bytes, last: bytes) -> int:
    try:
        return min(max(int(last, 16) - int(first, 16), 0), _MOST_CODES)
    except ValueError:
        return 0


def _stretch(table: bytes) -> int:
    longest = max((len(word.replace(b" ", b"")) for word in _LONG.findall(table)), default=0)
    return max(1, longest // 4 // _LIGATURE)


def _codes(font: DictionaryObject) -> int:
    encoding = _part(font, "/Encoding")
    differences = encoding.get("/Differences")
    found = differences.get_object() if differences is not None else None
    return len(found) if isinstance(found, ArrayObject) else 0


def _widths(font: DictionaryObject) -> int:
    """Return how many widths the descendants name; an honest font has one descendant."""
    descendants = font.get("/DescendantFonts")
    found = descendants.get_object() if descendants is not None else None
    known: dict[int, int] = {}
    total = 0
    for one in found if isinstance(found, ArrayObject) else ():
        descendant = one.get_object()
        if id(descendant) not in known:
            known[id(descendant)] = _widths_of(descendant)
        total += _QUICK + known[id(descendant)]
    return total


def _widths_of(descendant: PdfObject) -> int:
    widths = descendant.get("/W") if isinstance(descendant, DictionaryObject) else None
    found = widths.get_object() if widths is not None else None
    total, numbers = 0, list[float]()
    for one in found if isinstance(found, ArrayObject) else ():
        width = one.get_object()
        total += 1
        if isinstance(width, ArrayObject):
            total, numbers = total + len(width), []
        elif isinstance(width, (int, float)):
            numbers.append(width)
            if len(numbers) == 3:
                total += min(max(int(numbers[1] - numbers[0]), 0), _MOST_CODES)
                numbers = []
    return min(total, 2 * _MOST_CODES)


def _files(font: DictionaryObject) -> Iterator[StreamObject]:
    descriptor = _part(font, "/FontDescriptor")
    for name in ("/FontFile", "/FontFile3"):
        part = descriptor.get(name)
        found = part.get_object() if part is not None else None
        if isinstance(found, StreamObject):
            yield found


def _part(owner: DictionaryObject, name: str) -> DictionaryObject:
    part = owner.get(name)
    found = part.get_object() if part is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
