"""Compare an entry's dates, and tell which days a date in another form can mean."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dates import (
    DateReading,
    ImpossibleDate,
    MalformedDate,
    Period,
    read_date,
)
from kzru_cite.model.entries import is_web
from kzru_cite.rules._months import MONTHS

DATE_FIELDS = ("date", "origdate", "eventdate", "urldate", "archivedate")

# A page may bear the date of a place where the day began earlier.
_DAY = 1
# An article is often read online long before the issue that it is printed in.
_AHEAD_OF_PRINT = 366

# BibLaTeX reads the digits of all scripts, ignores fractions of a second, and takes years of more
# than four digits after a Y.
# How the draft of 2012 of the extended form wrote digits and ends that are not known.
_DRAFT = re.compile(r"y?-?\d[\du?~/-]*(?:/(?:unknown|open))?|unknown/[\du-]+")
_DRAFT_WORDS = {"unknown": "", "open": "..", "?~": "%", "u": "X", "y": "Y"}

_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")
_LONG_YEAR = re.compile(r"Y-?\d{5,}")

_YEAR_FIRST = re.compile(r"(\d{4})(?:-?(\d\d)(\d\d)|([-/.])(\d{1,2})\4(\d{1,2}))(?:[ T].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_SPAN = re.compile(r"(\d{4})\s*[-–—]{1,3}\s*(\d{4})")
_ABOUT = re.compile(r"(?:c|ca|circa|около|шамамен)\.?\s*(\d{4})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{3}")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset(("st", "nd", "rd", "th", "of", "г", "года", "ж", "жыл", "жылы", "жылғы"))


# A long bibliography has few days, and half a dozen rules read them.
@lru_cache(maxsize=4096)
def read(text: str) -> DateReading | None:
    """Read a date as BibLaTeX does; None for a year too long for the calendar."""
    in_ascii = _DIGIT.sub(lambda digit: str(int(digit[0])), text)
    reading = read_date(_FRACTION.sub("", in_ascii))
    if isinstance(reading, MalformedDate) and _LONG_YEAR.search(text):
        return None
    return reading


def modern(text: str) -> str:
    """Rewrite a date in the draft form of BibLaTeX's older years; '' for any other text."""
    if not _DRAFT.fullmatch(text):
        return ""
    for old, new in _DRAFT_WORDS.items():
        text = text.replace(old, new)
    return "" if isinstance(read(text), MalformedDate | ImpossibleDate) else text


@lru_cache(maxsize=4096)
def meanings(text: str) -> tuple[str, ...]:
    """Give the ISO forms that *text* can mean: none, one, or two if day and month can change."""
    found = {form: None for form in _candidates(text.strip()) if isinstance(read(form), Period)}
    return tuple(found)


def publication(reference: Reference) -> Period | None:
    """Give the time of publication when its beginning is known for certain."""
    published = reference.published()
    if not isinstance(published, Period) or published.start is None:
        return None
    return None if published.start.qualified else published


def seen_too_early(reference: Reference, published: Period, seen: date) -> bool:
    """Tell whether *seen* lies before the publication, time zones and early issues allowed for."""
    allowed = _DAY if is_web(reference) else _AHEAD_OF_PRINT
    return (published.earliest() - seen).days > allowed


def _candidates(text: str) -> list[str]:
    if match := _YEAR_FIRST.fullmatch(text):
        return [_iso(match[1], match[2] or match[5], match[3] or match[6])]
    if match := _YEAR_LAST.fullmatch(text):
        day_first = _iso(match[4], match[3], match[1])
        # Points stand between day and month where the day comes first; strokes everywhere.
        return [day_first] if match[2] == "." else [day_first, _iso(match[4], match[1], match[3])]
    if match := _SPAN.fullmatch(text):
        return [f"{match[1]}/{match[2]}"]
    if match := _ABOUT.fullmatch(text):
        return [f"{match[1]}~"]
    if _SHORT_YEAR.fullmatch(text):
        return [f"0{text}"]
    return _in_words(text)


def _in_words(text: str) -> list[str]:
    tokens = [token for token in _TOKEN.findall(text.casefold()) if token not in _FILLERS]
    months = [MONTHS[token] for token in tokens if token in MONTHS]
    numbers = [token for token in tokens if token.isdecimal()]
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) != 4]
    if len(months) != 1 or len(years) != 1 or len(tokens) != 2 + len(days):
        return []
    return [_iso(years[0], str(months[0]), *days)]


def _iso(year: str, *rest: str) -> str:
    return "-".join((year, *(part.zfill(2) for part in rest)))
