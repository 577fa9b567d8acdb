"""
Tell whether a text may be cut at a place without cutting a word or a number.

Who quotes "500 people" from "1 500 people", "5 percent" from "−5 percent" or "proliferation" from
"non-proliferation" quotes what the source does not say, though every letter stands there.
"""

from __future__ import annotations

import re
import unicodedata

from kzru_cite.model.wording import DASHES, INVISIBLE, is_close_letter

# So many letters around the cut are looked at.
_NEAR = 24
_HYPHENS = "\\-‐‑"
_BLANK = "[\u0020\u00a0\u2009\u202f]"
# What stands between the digits of one number, date or time; a dash without blanks makes a range.
_JOINT = rf"[.,:/·٫٬'’\{DASHES}][$€£¥₸₽]?"
_NUMBER_BEFORE = re.compile(rf"\d{_JOINT}\Z|(?:^|[\s(\[])[\{DASHES}]\Z")
_NUMBER_AFTER = re.compile(rf"{_JOINT}\d|\s?[%‰°]")
# Thousands: one to three digits, then groups of three. The 500 of "2014 500" is none.
_THOUSANDS_BEFORE = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{_BLANK}\d{{3}})*{_BLANK}\Z")
_THOUSANDS_END = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{_BLANK}\d{{3}})*\Z")
_GROUP, _GROUP_AFTER = re.compile(r"\d{3}(?!\d)"), re.compile(rf"{_BLANK}\d{{3}}(?!\d)")
# An apostrophe before a word may be that of "l'union", which is a word of its own.
_COMPOUND_BEFORE = re.compile(rf"[^\W_][{_HYPHENS}]\Z")
_COMPOUND_AFTER = re.compile(rf"[{_HYPHENS}'’ʼ][^\W_]")
_BROKEN_BEFORE = re.compile(rf"[^\W\d_][{_HYPHENS}]\s\Z")
_BROKEN_AFTER = re.compile(rf"[{_HYPHENS}]\s(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]*")
# In "pre- and post-war" the hyphen stands for a half that is left out.
_AND = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou"}) | frozenset(
    {"и", "или", "және", "мен", "немесе"}
)


def may_begin(text: str, start: int, *, printed: bool = False) -> bool:
    """
    Tell whether words cut out of *text* may begin at *start*.

    In a *printed* text a hyphen before a blank may be one at the end of a line.
    """
    before, after = _around(text, start)
    if not before or not after:
        return True
    if _in_one_word(before[-1], after[0]):
        return False
    if after[0].isdigit() and _NUMBER_BEFORE.search(before):
        return False
    if _GROUP.match(after) and _THOUSANDS_BEFORE.search(before):
        return False
    if not after[0].isalnum():
        return True
    broken = printed and _BROKEN_BEFORE.search(before) and _goes_on(after)
    return not broken and not _COMPOUND_BEFORE.search(before)


def may_end(text: str, end: int, *, printed: bool = False) -> bool:
    """Tell whether words cut out of *text* may end before *end*; *printed* as in `may_begin`."""
    before, after = _around(text, end)
    if not before or not after:
        return True
    if _in_one_word(before[-1], after[0]):
        return False
    if before[-1].isdigit() and _NUMBER_AFTER.match(after):
        return False
    if _GROUP_AFTER.match(after) and _THOUSANDS_END.search(before):
        return False
    if not before[-1].isalnum():
        return True
    broken = printed and (hyphen := _BROKEN_AFTER.match(after)) and _goes_on(after[hyphen.end() :])
    return not broken and not _COMPOUND_AFTER.match(after)


def _around(text: str, place: int) -> tuple[str, str]:
    before, after = text[max(0, place - _NEAR) : place], text[place : place + _NEAR]
    return INVISIBLE.sub("", before), INVISIBLE.sub("", after)


def _in_one_word(before: str, after: str) -> bool:
    """Tell whether two letters that touch stand in one word; a mark belongs to its letter."""
    if _is_mark(after):
        return True
    if is_close_letter(before) or is_close_letter(after):
        return False
    return (before.isalnum() or _is_mark(before)) and after.isalnum()


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _goes_on(text: str) -> bool:
    """Tell whether *text* can be the other half of a word that was broken at the end of a line."""
    word = _WORD.match(text)
    return text[:1].islower() and (word is None or word[0] not in _AND)
