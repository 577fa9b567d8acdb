"""Read dates as people write them in references, to the form of BibLaTeX (EDTF)."""

from __future__ import annotations

import re

from kzru_cite.model.dates import Period, read_date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WORD = r"(?P<{0}>[A-Za-z]{{3,9}})\.?"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>\d{{4}})(?P<letter>[a-z]?)"
_TO = r"\s*[-–—/]\s*"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY.format('day')}\s+{_WORD.format('month')},?\s+{_YEAR.format('year')}",
        rf"{_WORD.format('month')}\s+{_DAY.format('day')},?\s+{_YEAR.format('year')}",
        rf"{_WORD.format('month')},?\s+{_YEAR.format('year')}",
        rf"{_YEAR.format('year')}",
        # Intervals: of days, of months, of years.
        rf"{_DAY.format('day')}{_TO}{_DAY.format('day2')}\s+{_WORD.format('month')},?\s+{_YEAR.format('year')}",
        rf"{_WORD.format('month')}\s+{_DAY.format('day')}{_TO}{_DAY.format('day2')},?\s+{_YEAR.format('year')}",
        rf"{_WORD.format('month')}{_TO}{_WORD.format('month2')},?\s+{_YEAR.format('year')}",
        rf"{_YEAR.format('year')}{_TO}(?P<year2>\d{{4}}|\d{{2}})",
    )
)
_ABOUT = re.compile(r"(?:(?:c\.|ca\.?|circa)\s*)++", re.IGNORECASE)


def edtf(text: str) -> str:
    """
    Return the date of *text* as ``YYYY-MM-DD`` or a shorter form or interval; '' for no date.

    Nothing is guessed: ``03/04/2010`` has two readings, and so none.
    """
    text = " ".join(text.replace("\u00a0", " ").split())
    about = _ABOUT.match(text)
    if about:
        certain = edtf(text[about.end() :])
        return f"{certain}~" if certain and "/" not in certain else certain
    if isinstance(read_date(text), Period) and not re.search(r"[T?~%X]", text):
        return text
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    written = _written(found.groupdict()) if found else ""
    return written if isinstance(read_date(written), Period) else ""


def year_letter(text: str) -> str:
    """Return the year as short references name it, such as ``1978a`` or ``1960–1961``; or ''."""
    span = re.search(r"\b\d{4}\s?[–-]\s?(?:\d{4}|\d{2}(?!\d|-))", text)
    if span and not isinstance(read_date(text), Period):
        return re.sub(r"\s?[–-]\s?", "–", span[0])
    found = re.search(r"\d{4}[a-z]?(?![\w])", text)
    return found[0] if found else ""


def _written(parts: dict[str, str | None]) -> str:
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    first = _point(year, month, day)
    if parts.get("day2"):
        return f"{first}/{_point(year, month, parts['day2'])}"
    if parts.get("month2"):
        return f"{first}/{_point(year, parts['month2'], None)}"
    if parts.get("year2"):
        second = str(parts["year2"])
        return f"{first}/{str(year)[: 4 - len(second)]}{second}"
    return first


def _point(year: str | None, month: str | None, day: str | None) -> str:
    if month is None:
        return str(year)
    number = _month(month)
    if not number:
        return ""
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def _month(word: str) -> int:
    """Return the number of a month or season; 0 for another word."""
    word = word.lower()
    if word in _SEASONS:
        return _SEASONS[word]
    short = "september" if word == "sept" else word
    fits = [at for at, name in enumerate(_MONTHS, 1) if name == short or name[:3] == short]
    return fits[0] if fits else 0
