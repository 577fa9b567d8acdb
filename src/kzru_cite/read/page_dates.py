"""Write the dates of a page in ISO form, as exactly as the page has them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = (
    (
        "jan january januar janvier enero janeiro января январь январ янв қаңтар січня ocak "
        "gennaio jän jänner janv ene"
    ),
    (
        "feb february februar février fevrier febrero fevereiro февраля февраль фев ақпан "
        "лютого şubat febbraio févr"
    ),
    "mar march märz maerz mars marzo março марта март мар наурыз березня mart mrz",
    "apr april avril abril апреля апрель апр сәуір квітня nisan aprile avr abr",
    "may mai mayo maio мая май мамыр травня mayıs maggio",
    "jun june juni juin junio junho июня июнь июн маусым червня haziran giugno",
    "jul july juli juillet julio julho июля июль июл шілде липня temmuz luglio juil",
    "aug august août aout agosto августа август авг тамыз серпня ağustos ago",
    (
        "sep sept september septembre septiembre setembro сентября сентябрь сен сент қыркүйек "
        "вересня eylül settembre"
    ),
    (
        "oct okt october oktober octobre octubre outubro октября октябрь окт қазан жовтня ekim "
        "ottobre"
    ),
    "nov november novembre noviembre novembro ноября ноябрь ноя нояб қараша листопада kasım",
    (
        "dec dez december dezember décembre decembre diciembre dezembro декабря декабрь дек "
        "желтоқсан грудня aralık dicembre déc dic"
    ),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_TIME = r"(?:[T ]+(?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?:[-/](?P<month>\d\d?)(?!\d)(?:[-/](?P<day>\d\d?)(?!\d){_TIME})?|$)",
    re.ASCII,
)
_JAPANESE = re.compile(r"(?P<year>\d{4})年(?P<month>\d\d?)月(?:(?P<day>\d\d?)日)?")
_PACKED = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?\d{4,6})?Z?$", re.ASCII
)
_DOTTED = re.compile(r"\b(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})\b")
_WORDED = (
    re.compile(r"\b(?P<day>\d\d?)(?:st|nd|rd|th|er|º)?\.?,? (?:de )?(?P<name>[^\W\d_]{3,10})\.?,?"
               r" (?:de )?(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<name>[^\W\d_]{3,10})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
    re.compile(r"\b(?P<year>\d{4}) (?:ж(?:ылғы|\.) )?(?P<day>\d\d?) (?P<name>[^\W\d_]{3,10})"),
    re.compile(
        r"(?<!\d )(?<!\d\. )\b(?P<name>[^\W\d_]{3,10})\.?,? (?:de )?(?P<year>\d{4})\b"
    ),
)  # fmt: skip
_SECONDS = re.compile(r"\d{9,10}(?:\d{3})?")
_LONGEST = 100
# The years that a page may name.
_FIRST, _LAST = 1000, 2200


def iso_date(text: str) -> str:
    """
    Return the first date in *text* in ISO form, '' for none that there can be.

    A time and its zone are kept where they are written in figures; a year or a month alone stay
    alone. Figures parted by slashes with the year last stay unread: nobody can tell day from month.
    """
    text = text[:_LONGEST].strip()
    if _SECONDS.fullmatch(text):
        # With three digits more it tells thousandths of seconds.
        seconds = int(text[:-3] if len(text) > 10 else text)
        moment = datetime.fromtimestamp(seconds, tz=UTC)
        return moment.isoformat() if moment.year <= _LAST else ""
    for pattern in (_PACKED, _ISO):
        found = pattern.match(text)
        if found:
            return _written(found)
    for pattern in (_JAPANESE, _DOTTED, *_WORDED):
        for found in pattern.finditer(text):
            if _written(found):
                return _written(found)
    return ""


def _written(found: re.Match[str]) -> str:
    parts = found.groupdict()
    named = parts.get("name")
    month = _MONTH.get(named.lower(), 0) if named else int(parts.get("month") or 0)
    year, day = int(parts["year"]), int(parts.get("day") or 0)
    if not _FIRST <= year <= _LAST or (named and not month):
        return ""
    if not month:
        return "" if parts.get("month") else f"{year:04d}"
    try:
        full = date(year, month, day or 1)
    except ValueError:
        return ""
    if not day:
        return full.strftime("%Y-%m") if not parts.get("day") else ""
    return full.isoformat() + _time(parts)


def _time(parts: dict[str, str | None]) -> str:
    time, zone = parts.get("time"), parts.get("zone") or ""
    if not time:
        return ""
    if zone not in ("", "Z") and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"T{time}{zone}"
