"""Find UTF-8 that was read as a one-byte encoding, and mend it."""

from __future__ import annotations

import re
from functools import lru_cache

# What mended text may consist of: Latin, Greek and Cyrillic letters, marks, money, trade marks.
_EXPECTED = re.compile(
    "[\x20-\x7e\xa0-\u017f\u0192\u0218-\u021b\u0386-\u03ce\u0400-\u045f\u0490-\u0493\u049a-\u049d\u04a2\u04a3"
    "\u04ae-\u04b3\u04b6-\u04bb\u04d8\u04d9\u04e8\u04e9\u2010-\u2026\u2030-\u203a\u20ac\u20bd"
    "\u2116\u2122\ufeff\ufffd]+"
)
# What stands behind a capital letter in sound text: «CAFÉ», Ä–Ü, 2 Å².
_BEHIND_CAPITALS = frozenset("»«›‹”“’‘…\xa0")
_BEHIND_UNITS = frozenset("–—²³±°·•")
_NO_UNITS = frozenset("ÂÃ")
# What stands for a byte that an encoding reads as nothing.
_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))


@lru_cache(maxsize=16)
def broken_runs(text: str) -> tuple[tuple[int, int, str], ...]:
    """Give start, end and mended text of each run that surely was read in the wrong encoding."""
    return tuple(
        (*found.span(), mended)
        for encoding, pattern in _patterns()
        for found in pattern.finditer(text)
        if (mended := _mended(found, encoding))
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give for each encoding what UTF-8 looks like in it, several words together."""
    return tuple((encoding, _pattern(encoding)) for encoding in ("cp1252", "cp1251"))


def _pattern(encoding: str) -> re.Pattern[str]:
    tail = _read(range(0x80, 0xC0), encoding)
    # In cp1251 each pair looks like two letters of a Russian word, so one pair is no sign.
    pairs = "" if encoding == "cp1252" else "{2,}"
    two = f"(?:[{_read(range(0xC2, 0xD4), encoding)}][{tail}]){pairs}"
    # Bytes E2 80-84 begin the marks that word processors set, EF BB and EF BF the byte-order mark.
    marks, signs = _read(range(0xE2, 0xE3), encoding), _read(range(0x80, 0x85), encoding)
    three = f"{marks}[{signs}][{tail}]|{_read(range(0xEF, 0xF0), encoding)}[{tail}][{tail}]"
    unit = f"(?:{two}|{three})"
    return re.compile(f"{unit}+(?:[ ,.:-]*{unit}+)*")


def _read(values: range, encoding: str) -> str:
    """Show bytes as *encoding* reads them, and as control characters where it reads nothing."""
    as_read = (bytes([value]).decode(encoding, "ignore") for value in values)
    controls = (control for control in map(chr, values) if control in _CONTROLS)
    return re.escape("".join((*as_read, *controls)))


def _mended(found: re.Match[str], encoding: str) -> str:
    """Give what the run should read, or '' when it may be sound as it is."""
    mended = b"".join(_byte(character, encoding) for character in found[0]).decode()
    if not _EXPECTED.fullmatch(mended) or (len(found[0]) == 2 and _may_be_sound(found)):
        return ""
    return mended


def _byte(character: str, encoding: str) -> bytes:
    return bytes([ord(character)]) if character in _CONTROLS else character.encode(encoding)


def _may_be_sound(found: re.Match[str]) -> bool:
    """Tell whether a pair without small letters around it is a capital and a mark behind it."""
    capital, mark = found[0][0], found[0][1]
    before = found.string[max(found.start() - 1, 0) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if before.islower() or after.islower():
        return False
    return mark in _BEHIND_CAPITALS or (mark in _BEHIND_UNITS and capital not in _NO_UNITS)
