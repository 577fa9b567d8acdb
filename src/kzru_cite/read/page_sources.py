"""
Find the list of sources at the end of a text that has lines and no markup.

A heading of its own line begins it. Since such words head chapters as well, and stand in lists of
contents, what follows must look like a list of sources: years in it as often as such lists have.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from kzru_cite.read.page_words import key, words

_HEADINGS = frozenset(
    words(
        "references referencescited literaturecited bibliography workscited referencelist "
        "listofreferences списоклитературы литература библиография использованнаялитература "
        "списокиспользованнойлитературы списокисточников списокиспользованныхисточников "
        "пайдаланылғанәдебиеттер пайдаланылғанәдебиеттертізімі әдебиеттер әдебиеттертізімі "
        "literaturverzeichnis literatur quellenverzeichnis références bibliographie "
        "référencesbibliographiques referencias bibliografía referências bibliografia kaynakça "
        "kaynaklar"
    )
)
_ENDS = frozenset(
    words(
        "appendix appendices appendixa appendix1 annex annexes annexa annex1 abouttheauthor "
        "abouttheauthors supplementarymaterial supplementaryinformation приложение приложения "
        "обавторе обавторах сведенияобавторах қосымша anhang annexe anexo"
    )
)
_LONGEST = 60
_NUMBER = re.compile(r"^[\divxIVX]{1,4}[.)]?\s+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# A list of sources has a year for each of its entries, which take up to this many lines.
_LINES = 8


def sources(lines: Sequence[str]) -> range:
    """Return the places of the lines that are the list of sources; empty where there is none."""
    starts = [place for place, line in enumerate(lines) if _named(line, _HEADINGS)]
    if not starts:
        return range(0)
    # Counted once: a page of nothing but such headings must not take the square of its length.
    ends = [place for place, line in enumerate(lines) if _named(line, _ENDS)]
    dated = (0, *accumulate(_YEAR.search(line) is not None for line in lines))
    for start in reversed(starts):
        following = bisect_right(ends, start)
        end = ends[following] if following < len(ends) else len(lines)
        years = dated[end] - dated[start + 1]
        if years * _LINES >= end - start - 1 > 0:
            return range(start, end)
    return range(0)


def _named(line: str, names: frozenset[str]) -> bool:
    return len(line) < _LONGEST and key(_NUMBER.sub("", line)) in names
