"""Read years, dates, decades and centuries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from msgspec.structs import replace

from kzru_cite.model.figures.figure import Day, Figure, Kind, Reading

_MONTHS = (
    r"January|Jan\.?|январ[ьяе]|қаңтар\w*|Januar|janvier",
    r"February|Feb\.?|феврал[ьяе]|ақпан\w*|Februar|février",
    r"March|Mar\.|март[ае]?|наурыз\w*|März|mars",
    r"April|Apr\.?|апрел[ьяе]|сәуір\w*|avril",
    r"May|ма[йяе]|мамыр\w*|Mai|mai",
    r"June|Jun\.?|июн[ьяе]|маусым\w*|Juni|juin",
    r"July|Jul\.?|июл[ьяе]|шілде\w*|Juli|juillet",
    r"August|Aug\.?|август[ае]?|тамыз\w*|août",
    r"September|Sept?\.?|сентябр[ьяе]|қыркүйек\w*|septembre",
    r"October|Oct\.?|октябр[ьяе]|қазан\w*|Oktober|octobre",
    r"November|Nov\.?|ноябр[ьяе]|қараша\w*|novembre",
    r"December|Dec\.?|декабр[ьяе]|желтоқсан\w*|Dezember|décembre",
)
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TO = r"(?: ?[–—-] ?| to | and | until | till | through | bis | по | и | до )"
_B, _E = r"(?<![\w.,/-])", r"(?![\w/]|[.,]\d)"
_NAMED = re.compile(
    rf"{_B}(?:(?P<y1>{_YEAR}) (?:жылғы|жылдың|ж\.) )?"
    rf"(?P<d1>{_DAY})(?:st|nd|rd|th|\.)?(?:{_TO}(?P<d2>{_DAY})(?:st|nd|rd|th|\.)?)?"
    rf"[ \u00a0](?:of )?(?P<m1>{_MONTH})(?!\w)(?(y1)|(?:,?[ \u00a0](?P<y2>{_YEAR})(?!\d|[.,]\d))?)"
    rf"|(?<!\w)(?P<m2>{_MONTH})[ \u00a0](?P<d3>{_DAY})(?:st|nd|rd|th)?(?:{_TO}(?P<d4>{_DAY}))?"
    r"(?!\d|[.,]\d|[ \u00a0\u202f]?%|[ \u00a0](?:per|million|billion))"
    rf"(?:,?[ \u00a0](?P<y3>{_YEAR})(?!\d|[.,]\d))?"
    rf"|(?<!\w)(?P<m3>{_MONTH})(?:,| of)?[ \u00a0](?P<y4>{_YEAR})(?!\d|[.,]\d)"
    rf"|{_B}(?P<y5>{_YEAR}) (?:жылғы|жылдың) (?P<m4>{_MONTH})(?!\w)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"{_B}(?:(?P<y1>{_YEAR})[-/.](?P<m1>0[1-9]|1[0-2])[-/.](?P<d1>0[1-9]|[12]\d|3[01])"
    rf"|(?P<a>\d{{1,2}})(?P<mark>[./])(?P<b>\d{{1,2}})(?P=mark)(?P<y2>{_YEAR}))(?!\w|[.,/-]\d)"
)
_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
twenty-first
"""
_CENTURY_WORDS = dict(
    zip(
        _ORDINALS.split(),
        range(1, 22),
        strict=True,
    )
)
_NUMBER = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|-?го|-?й|-?м|\.)?|[IVX]+|{'|'.join(reversed(_CENTURY_WORDS))})"
)
_CENTURY = re.compile(
    rf"(?<![\w.,])(?P<from>{_NUMBER})(?:(?: ?[–—-] ?| and | to | и )(?P<to>{_NUMBER}))?"
    r"[ \u00a0-](?:centur(?:y|ies)|век\w{0,3}|вв?\.|столети\w+|ғасыр\w*|Jahrhunderts?|siècles?)"
    r"(?![^\W\d_])",
)
_DECADE = re.compile(r"(?<![\w.,])(?P<year>(?:1\d{2}|20\d)0)(?:s\b|-(?:е|х|ые|ых)\b|er\b)")
_RANGE = re.compile(
    rf"(?<![\w.,/-])(?P<from>{_YEAR})(?: (?:года?|г\.))?"
    r"(?P<to>(?: ?[–—-] ?|/| to | and | until | through | till | по | до | и | bis | à )"
    rf"(?:{_YEAR}|\d{{2}}))"
    r"(?![\w/]|[.,-]\d)"
)
_PLAIN_YEAR = re.compile(
    rf"(?<![\w.,/$€£₽₸-])(?<![$€£₽₸] )(?P<year>{_YEAR})(?!\w|[.,]\d|-\d| ?[%°$€₽₸])"
)
_PREFIXED = re.compile(
    rf"(?:mid|pre|post|early|late|since|circa|ca)[-‑](?P<year>{_YEAR})(?!\w)", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:^|[\s(\[])(?:in|since|by|until|till|from|of|during|after|before|year|late|early|mid"
    r"|circa|c\.|ca\.|about|around|to|between|through|and|spring|summer|autumn|winter|fall"
    r"|в|во|с|со|до|к|за|от|по|после|около|на|im|seit|bis|von|en|depuis)[ \u00a0]$",
    re.IGNORECASE,
)
# After these, a number of this size is a year whatever follows: "in 2022 prices rose".
_SURELY = re.compile(
    r"(?:^|[\s(])(?:in|since|during|by|until|year|between|late|early|mid|from)[ \u00a0]$",
    re.IGNORECASE,
)
_SAYS_YEAR = re.compile(r"[ \u00a0](?:год\w*|гг?\.|жыл\w*|ж\.)")
_COUNTED = re.compile(
    r"[ \u00a0-](?:(?!(?:is|was|has|as|its|his|this|does|plus|versus|towards)\b)[a-z]{2,}s\b"
    r"|people\b|men\b|women\b|children\b|million|billion|thousand|percent|per cent|km\b|kg\b"
    r"|[a-z]+ (?:people|men|women|troops|soldiers|years|days)\b)"
)
_WORD_AFTER = re.compile(r"[ \u00a0][а-яё]{3,}")


@cache
def _which(month: str) -> int:
    """Return the number of a month that is named as in one of the patterns."""
    found = (re.fullmatch(rf"(?:{one})", month, re.IGNORECASE) for one in _MONTHS)
    return next(at for at, one in enumerate(found, 1) if one)


def named_days(text: str) -> Iterator[Figure]:
    """Yield the dates that name a month, in any of five languages."""
    for match in _NAMED.finditer(text):
        part = match.groupdict()
        month = part["m1"] or part["m2"] or part["m3"] or part["m4"]
        if (
            month.casefold() in ("may", "mai", "mars", "mar.", "march")
            and not month[0].isupper()
            and month != "mai"
        ):
            continue
        number = _which(month)
        year = part["y1"] or part["y2"] or part["y3"] or part["y4"] or part["y5"]
        first, last = part["d1"] or part["d3"], part["d2"] or part["d4"]
        start, end = match.span()
        if last:
            # "15 to 25 June" is two dates; the first one is no more than its day.
            day = Day(year=_whole(year), month=number, day=_whole(first))
            group = "d1" if part["d1"] else "d3"
            yield replace(_dated(text, *match.span(group)), days=(day,))
            start = match.start("d2" if part["d2"] else "d4")
        day = Day(year=_whole(year), month=number, day=_whole(last or first))
        yield replace(_dated(text, start, end), days=(day,))


def numeric_days(text: str) -> Iterator[Figure]:
    """Yield the dates in digits; 03/04/2014 has two readings."""
    for match in _NUMERIC.finditer(text):
        if match["y1"]:
            one = Day(year=int(match["y1"]), month=int(match["m1"]), day=int(match["d1"]))
            yield replace(_dated(text, *match.span()), days=(one,))
            continue
        first, second, year = int(match["a"]), int(match["b"]), int(match["y2"])
        pairs = [(first, second)]
        if match["mark"] == "/" and first != second:
            pairs.append((second, first))
        days = tuple(
            Day(year=year, month=month, day=day)
            for day, month in pairs
            if 1 <= month <= 12 and 1 <= day <= 31
        )
        if days:
            yield replace(_dated(text, *match.span()), days=days)


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _dated(text: str, start: int, end: int) -> Figure:
    return Figure(text=text[start:end], start=start, end=end, kind=Kind.DATE)


def centuries(text: str) -> Iterator[Figure]:
    """Yield centuries and decades as the years that they span."""
    for match in _CENTURY.finditer(text):
        first = _ordinal(match["from"])
        last = _ordinal(match["to"]) if match["to"] else first
        if 1 <= first <= last <= 21:
            yield _years(match, Kind.CENTURY, (first - 1) * 100 + 1, last * 100)
    for match in _DECADE.finditer(text):
        year = int(match["year"])
        yield _years(match, Kind.DECADE, year, year + 9)


def _ordinal(word: str) -> int:
    if word in _CENTURY_WORDS:
        return _CENTURY_WORDS[word]
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _roman(word)


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    after = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, after, strict=True))


def spans_of_years(text: str) -> Iterator[Figure]:
    """Yield what runs from one year to another."""
    for match in _RANGE.finditer(text):
        first, last = int(match["from"]), int(re.sub(r"\D", "", match["to"]))
        if last < 100:
            last += first - first % 100
        counted = _COUNTED.match(text, match.end())
        if first < last and (
            not counted or _SURELY.search(text[max(match.start() - 12, 0) : match.start()])
        ):
            yield _years(match, Kind.YEAR, first, last)


def years(text: str) -> Iterator[Figure]:
    """Yield single years."""
    for pattern in (_PREFIXED, _PLAIN_YEAR):
        for match in pattern.finditer(text):
            if pattern is _PREFIXED or _is_year(text, match):
                year = int(match["year"])
                yield _years(match, Kind.YEAR, year, year)


def _is_year(text: str, match: re.Match[str]) -> bool:
    year = int(match["year"])
    before = text[max(match.start() - 12, 0) : match.start()]
    surely = year >= 1900 and _SURELY.search(before)
    if surely or _SAYS_YEAR.match(text, match.end()):
        return True
    if _COUNTED.match(text, match.end()):
        return False
    if _BEFORE.search(before):
        return True
    # "1500 солдат": a word after bare digits is what they count.
    return year >= 1700 and not _WORD_AFTER.match(text, match.end())


def _years(match: re.Match[str], kind: Kind, first: int, last: int) -> Figure:
    start, end = match.span()
    span = (Reading(low=Fraction(first), high=Fraction(last)),)
    return Figure(text=match[0], start=start, end=end, kind=kind, readings=span)
