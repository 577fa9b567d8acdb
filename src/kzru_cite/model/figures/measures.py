"""Read what a number counts: percent, money, units; by the words and signs around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from kzru_cite.model.figures.figure import Kind

# Signs and codes; "$" alone is taken for the US dollar, as the press means it.
_CURRENCIES: tuple[tuple[str, str], ...] = (
    (
        "USD",
        r"US\s?\$|USD|\$|(?:US |U\.S\. )dollars?|dollars?|долл(?:ар\w*|\.)?(?: США)?|доллары?\b",
    ),
    ("EUR", r"€|EUR|euros?|евро"),
    ("RUB", r"₽|RUB|RUR|r(?:o)?ubles?|руб(?:л\w+|\.)?|рубль|рублі?"),
    ("KZT", r"₸|KZT|tenges?|тенге|теңге"),
    ("GBP", r"£|GBP|pounds sterling|фунт\w* стерлингов"),
    ("CNY", r"CNY|RMB|yuan|юан\w+"),
    ("JPY", r"¥|JPY|yen"),
    ("AUD", r"A\$|AUD"),
    ("CAD", r"C\$|CAD"),
)
# name of the unit -> how it is written; the name is one that ``conversion`` knows.
_UNITS: tuple[tuple[str, str], ...] = (
    (
        "km**2",
        (
            r"km2|km²|km\^2|sq\.? ?km|square kilomet(?:re|er)s?|кв\. ?км|км²"
            r"|квадратн\w+ километр\w*|шаршы километр\w*|Quadratkilometern?"
        ),
    ),
    ("mile**2", r"sq\.? ?mi(?:les?)?|mi²|square miles?"),
    ("m**2", r"m2|m²|sq\.? ?m|square met(?:re|er)s?|кв\. ?м|м²|квадратн\w+ метр\w*"),
    (
        "m**3",
        (
            r"m3|m³|cubic met(?:re|er)s?|cu\.? ?m|куб\. ?м|м³|кубометр\w*"
            r"|кубическ\w+ метр\w*|текше метр\w*"
        ),
    ),
    ("ft**3", r"cubic feet|cubic foot|cu\.? ?ft|ft³"),
    ("km/hour", r"km/h|kmh|kph|км/ч|kilomet(?:re|er)s (?:an|per) hour"),
    ("mile/hour", r"mph|miles (?:an|per) hour"),
    ("kWh", r"kWh|kilowatt[ -]hours?|кВт[·⋅-]?ч"),
    ("MWh", r"MWh|megawatt[ -]hours?|МВт[·⋅-]?ч"),
    ("GWh", r"GWh|gigawatt[ -]hours?|ГВт[·⋅-]?ч"),
    ("TWh", r"TWh|terawatt[ -]hours?|ТВт[·⋅-]?ч"),
    ("kW", r"kW|kilowatts?|кВт|киловатт\w*"),
    ("MW", r"MW|megawatts?|МВт|мегаватт\w*"),
    ("GW", r"GW|gigawatts?|ГВт|гигаватт\w*"),
    ("nautical_mile", r"nautical miles?|nmi|морск\w+ мил\w+"),
    ("km", r"km|kilomet(?:re|er)s?|kms|км|километр\w*|шақырым\w*|Kilometern?"),
    ("mile", r"mi|miles?|мил[яиьюе]\w*|Meilen?"),
    ("cm", r"cm|centimet(?:re|er)s?|см|сантиметр\w*"),
    ("mm", r"mm|millimet(?:re|er)s?|мм|миллиметр\w*"),
    ("m", r"m|met(?:re|er)s?|м|метр\w*|Metern?"),
    ("foot", r"ft|feet|foot|фут\w*"),
    ("yard", r"yd|yards?|ярд\w*"),
    ("inch", r"inch(?:es)?|дюйм\w*"),
    ("hectare", r"ha|hectares?|га|гектар\w*|Hektar"),
    ("acre", r"acres?|акр\w*"),
    ("kg", r"kg|kilos?|kilogram(?:me)?s?|кг|килограмм\w*|келі"),
    ("g", r"grams?|grammes?|грамм\w*"),
    ("metric_ton", r"t|tonnes?|metric tons?|tons?|т|тонн\w*|Tonnen?"),
    ("lb", r"lbs?|pounds?"),
    ("ounce", r"oz|ounces?"),
    ("oil_bbl", r"bbl|barrels?|баррел\w*|Barrel|Fässern?"),
    ("litre", r"lit(?:re|er)s?|литр\w*|Litern?"),
    ("gallon", r"gallons?|галлон\w*"),
    ("degC", r"°\s?C|degrees Celsius|градус\w*(?: по)? Цельси\w+|℃"),
    ("degF", r"°\s?F|degrees Fahrenheit|℉"),
    ("second", r"seconds?|секунд\w*"),
    ("minute", r"minutes?|mins?|минут\w*"),
    ("hour", r"hours?|hrs?|часа?|часов|сағат\w*|Stunden?"),
    ("day", r"days?|день|дня|дней|суток|сутки|күн\w*|Tagen?|jours?"),
    ("week", r"weeks?|недел\w+|апта\w*|Wochen?|semaines?"),
    ("decayear", r"decades?|десятилети\w+"),
    ("month", r"months?|месяц\w*|ай\w{0,3}|Monaten?|mois"),
    ("year", r"years?|yrs?|год|года|лет|летн\w+|жыл\w*|Jahren?|ans|années?"),
)
_POINTS = (
    r"percentage points?|percent points?|pp|p\.p\.|п\. ?п\.|процентн\w+ пункт\w*"
    r"|пайыздық тармақ\w*|Prozentpunkten?|points? de pourcentage"
)
_PERCENT = r"%|per ?cent|percent|pct|процент\w*|пайыз\w*|Prozent|pour ?cent"
_MORE = r"(?:more|further|additional|full|consecutive|long|short) "
_TIMES = r"times|-fold|fold|раза?|есе|Mal|fois"


class Measure(Struct, frozen=True, kw_only=True):
    """What a number counts, and the offset where the words for it end."""

    kind: Kind
    end: int
    unit: str = ""
    power: int = 0


_BEFORE = tuple(
    (code, re.compile(rf"(?:{pattern})[ \u00a0\u202f]?$"))
    for code, pattern in sorted(_CURRENCIES, key=lambda one: one[0] not in ("AUD", "CAD"))
)
_BCM = ((9, re.compile(r"[ \u00a0]?bcm\b")), (6, re.compile(r"[ \u00a0]?mcm\b")))


# What is counted, the unit, what may go before the words for it, and these.
_AFTER: tuple[tuple[Kind, str, str, str], ...] = (
    (Kind.POINTS, "", "", _POINTS),
    (Kind.PERCENT, "", "", _PERCENT),
    (Kind.RATIO, "", "", _TIMES),
    *((Kind.MONEY, code, "(?:of )?", pattern) for code, pattern in _CURRENCIES),
    *((Kind.QUANTITY, name, f"(?:{_MORE})?", pattern) for name, pattern in _UNITS),
)
_BLANKS = " \u00a0\u202f\u2009-"
_ADDED = re.compile(rf"of |{_MORE}", re.IGNORECASE)


def _beginnings(pattern: str) -> frozenset[str]:
    """
    Return the letters and signs that a pattern can begin with, and a few more.

    No branch of a pattern above begins with what can be left out.
    """
    return frozenset(branch.lstrip("(?:\\")[:1].casefold() for branch in pattern.split("|"))


_BEGINNINGS = tuple(_beginnings(pattern) for *_, pattern in _AFTER)


@cache
def _compiled(added: str, pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile a pattern for any case of letters and for its own, once it is needed."""
    # Letters must end a word.
    whole = rf"[{_BLANKS}]?(?:{added}(?:{pattern}))(?![\w²³])"
    return re.compile(whole, re.IGNORECASE), re.compile(whole)


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """Return the currency whose sign or code stands before *start*, and where it begins."""
    window = text[max(start - 6, 0) : start]
    for code, pattern in _BEFORE:
        match = pattern.search(window)
        if match and not (match[0][0].isalpha() and window[: match.start()][-1:].isalpha()):
            return code, start - len(window) + match.start()
    return None


def measure_after(text: str, start: int) -> Measure | None:
    """Return what the words at *start* count, None when they name no unit."""
    for power, pattern in _BCM:
        if match := pattern.match(text, start):
            return Measure(kind=Kind.QUANTITY, end=match.end(), unit="m**3", power=power)
    # A text names few units, and to compile all patterns takes long.
    letters = set(_letters(text, start))
    for (kind, unit, added, words), begins in zip(_AFTER, _BEGINNINGS, strict=True):
        if letters.isdisjoint(begins):
            continue
        anyhow, cased = _compiled(added, words)
        match = anyhow.match(text, start)
        # "MW" is no "mw"; in longer words the case of letters says nothing.
        if match and (len(match[0]) > 5 or cased.match(text, start)):
            return Measure(kind=kind, end=match.end(), unit=unit)
    return None


def _letters(text: str, start: int) -> Iterator[str]:
    """Yield what the words for a unit that follows *start* could begin with."""
    for at in (start, start + 1) if text[start : start + 1] in _BLANKS else (start,):
        yield text[at : at + 1].casefold()[:1]
        if match := _ADDED.match(text, at):
            yield text[match.end() : match.end() + 1].casefold()[:1]
