"""
Find characters that cannot be seen.

Zero-width blanks, soft hyphens and marks for the direction of text come along when text is copied
from pages. They break searches, comparisons and quotations. Control characters and the
replacement character show that text was lost on the way.

Bad: `Kazakh` and `stan` with a zero-width space between them; a word with U+FFFD in it.

Good: the word without it. No-break spaces are right before figures and units. Joiners between
emoji, in Arabic and in Indian scripts, and direction marks beside Hebrew or Arabic, belong there.

Sure: lost characters, control characters and overrides of the direction are a fact, the harmless
ones a suspicion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.place import SourceText
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import at
from kzru_cite.rules._mojibake import broken_runs
from kzru_cite.rules._owners import claim_at, readable, reference_at

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f"
_LOST = "\ufffc\ufffd"
_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_BLANK = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028\u2029"
    "\u2060-\u2064\u3164\ufeff\ufff9-\ufffb"
)
# Control characters above ASCII come from another encoding, mixed with letters of the same text.
_GARBLED = r"[\x80-\x9f](?:[^\s\x00-\x1f]{0,4}[\x80-\x9f])*"
_ABOVE_ASCII = re.compile(r"[\x80-\x9f]")
_OTHERS = f"{_CONTROL}{_LOST}{_OVERRIDES}{_MARKS}{_JOINERS}{_BLANK}"
_INVISIBLE = re.compile(f"{_GARBLED}|[{_OTHERS}]+")
_ONE = re.compile(rf"[\x80-\x9f{_OTHERS}]")
_CERTAIN = re.compile(rf"[\x80-\x9f{_CONTROL}{_LOST}{_OVERRIDES}]")
# Scripts that join letters or run to the left, from Hebrew to the scripts of India and beyond.
_JOINING = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefe]")
_SHAPING = re.compile(f"[{_JOINERS}{_MARKS}]+")
# What follows a picture before a joiner: the sign for colours, and the five tones of skin.
_VARIED = frozenset("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_CONTROL_NAMES = {"\x00": "NULL", "\x0b": "VERTICAL TAB", "\x0c": "FORM FEED", "\x1b": "ESCAPE"}


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each file; one outcome for each run of such characters, or one for the file."""
    for source in readable(dossier):
        if source.text.count("\0") * 4 > len(source.text):
            yield _in_utf16(source)
            continue
        outcomes = [
            _outcome(dossier, source, found)
            for found in _INVISIBLE.finditer(source.text)
            if not _belongs(source.text, found) and not _is_mojibake(source.text, found)
        ]
        yield from outcomes or [OK]


def _in_utf16(source: SourceText) -> Outcome:
    first = source.text.index("\0")
    return Contradicted(
        place=source.locate(first, first + 1),
        message="the file is full of NULL (U+0000), as UTF-16 is when read as UTF-8",
        hint="save the file as UTF-8",
    )


def _belongs(text: str, found: re.Match[str]) -> bool:
    """Tell whether a joiner or mark stands where its script or an emoji wants it."""
    if not _SHAPING.fullmatch(found[0]):
        return _parts_pages(text, found)
    before = text[max(found.start() - 2, 0) : found.start()]
    after = text[found.end() : found.end() + 2]
    if _JOINING.search(before + after):
        return True
    return found[0] == "\u200d" and _joins_pictures(before[-1:], after[:1])


def _joins_pictures(before: str, after: str) -> bool:
    both_are = [unicodedata.category(one) for one in before + after] == ["So", "So"]
    return both_are or before in _VARIED


def _parts_pages(text: str, found: re.Match[str]) -> bool:
    """Tell whether this is a form feed at the start of a line, which parts a file into pages."""
    return found[0] == "\x0c" and text[found.start() - 1 : found.start()] in ("", "\n")


def _is_mojibake(text: str, found: re.Match[str]) -> bool:
    """Tell whether TXT002 reports this run, as text read in the wrong encoding."""
    return any(start < found.end() and found.start() < end for start, end, _ in broken_runs(text))


def _outcome(dossier: Dossier, source: SourceText, found: re.Match[str]) -> Outcome:
    place = source.locate(found.start(), found.end())
    what, remedy = _verdict(found[0])
    unseen = list(dict.fromkeys(_ONE.findall(found[0])))
    names = ", ".join(f"{_name(character)} (U+{ord(character):04X})" for character in unseen[:3])
    more = f" and {len(unseen) - 3} more" if len(unseen) > 3 else ""
    return (Contradicted if _CERTAIN.search(found[0]) else Suspicious)(
        place=place,
        message=f"{what}: {names}{more}",
        hint=remedy,
        fix=at(place, "", "delete it", safe=True) if remedy == "delete it" else None,
        claim=claim_at(dossier, place),
        reference=reference_at(dossier, place),
    )


def _verdict(run: str) -> tuple[str, str]:
    if "\ufffd" in run:
        return "lost character", "look up in the source what stood here"
    if _ABOVE_ASCII.search(run):
        return "text of another encoding", "save the file as UTF-8, or write the text again"
    return "invisible character", "delete it"


def _name(character: str) -> str:
    return unicodedata.name(character, _CONTROL_NAMES.get(character, "CONTROL CHARACTER"))


RULE = Rule(
    code="TXT001",
    name="invisible-character",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="zero-width, control or lost character",
    page=__doc__,
    check=check,
)
