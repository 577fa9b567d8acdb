"""
Find words with letters of two scripts that look alike.

Cyrillic а and Latin a look the same. A word typed with the wrong one is found by no search, sorted
in the wrong place, and reads like another word to every program.

Bad: `Kаzakhstan` with a Cyrillic а; `Pоссия` with a Latin P.

Good: all letters of a word from one script. Words that mix scripts openly are left alone: an
`IP-адрес`, `PDFы`, `CEOлар`, formulae, TeX commands.

Sure: medium. A word counts only when all its letters of one of the two scripts have a double in
the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress
from operator import ne

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.place import SourceText
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import at
from kzru_cite.rules._owners import claim_at, reference_at, sources

# Letters that most fonts draw alike, Kazakh ones included.
_LATIN = "aceijopxyhABCEHIJKMOPTXYëïöäəƏ"
_CYRILLIC = "асеіјорхуһАВСЕНІЈКМОРТХҮёїӧӓәӘ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0259]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_SEAM = re.compile(
    "[A-Za-z\u00c0-\u024f\u0259][\u0400-\u052f]|[\u0400-\u052f][A-Za-z\u00c0-\u024f\u0259]"
)
_DOLLAR = re.compile(r"(?<!\\)\$")
# A Latin acronym with a Russian or Kazakh ending, as in CEOлар.
_INFLECTED = re.compile("[A-Z]{2,}[\u0430-\u045f\u0493\u049b\u04a3\u04af\u04b1\u04d9\u04e9]+")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each file; one outcome for each such word, or one for the file."""
    for source in sources(dossier):
        outcomes = [
            _outcome(dossier, source, start, word, mended)
            for start, word in _mixed(source.text)
            if (mended := _mended(word))
        ]
        yield from outcomes or [OK]


def _mixed(text: str) -> Iterator[tuple[int, str]]:
    """Give each word with both scripts and its offset, formulae and commands left out."""
    offset = 0
    for line in text.split("\n"):
        yield from ((offset + start, word) for start, word in _mixed_in(line))
        offset += len(line) + 1


def _mixed_in(line: str) -> Iterator[tuple[int, str]]:
    end = 0
    for seam in _SEAM.finditer(line):
        if seam.start() < end:
            continue
        start, end = seam.span()
        while start and line[start - 1].isalpha():
            start -= 1
        while line[end : end + 1].isalpha():
            end += 1
        if not _in_tex(line, start):
            yield start, line[start:end]


def _in_tex(line: str, start: int) -> bool:
    before = line[:start]
    opened = len(_DOLLAR.findall(before)) % 2 == 1
    return before.endswith("\\") or (opened and "$" in line[start:])


def _mended(word: str) -> str:
    """Give the word in one script, or '' when neither script's letters all have doubles."""
    if _INFLECTED.fullmatch(word):
        return ""
    latin = word.translate(_TO_LATIN)
    cyrillic = word.translate(_TO_CYRILLIC)
    choices = [text for text in (latin, cyrillic) if not _has_both(text)]
    return min(choices, key=lambda text: _changes(word, text), default="")


def _has_both(word: str) -> bool:
    return bool(_LATIN_LETTER.search(word) and _CYRILLIC_LETTER.search(word))


def _changes(word: str, other: str) -> int:
    return sum(map(ne, word, other))


def _outcome(dossier: Dossier, source: SourceText, start: int, word: str, mended: str) -> Outcome:
    place = source.locate(start, start + len(word))
    wrong = list(compress(word, map(ne, word, mended)))
    script = "Cyrillic" if _CYRILLIC_LETTER.match(wrong[0]) else "Latin"
    letters = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in dict.fromkeys(wrong))
    return Suspicious(
        place=place,
        message=f"word {word!r} has {script} letters among others: {letters}",
        hint=f"write {mended!r}, with all letters from one script",
        fix=at(place, mended, f"write {mended!r} in one script", safe=False),
        claim=claim_at(dossier, place),
        reference=reference_at(dossier, place),
    )


RULE = Rule(
    code="TXT003",
    name="mixed-script-word",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="word with letters of two scripts that look alike",
    page=__doc__,
    check=check,
)
