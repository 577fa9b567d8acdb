"""
Write bibliographies as large as wanted: books, articles, pages of the web, reports, chapters.

Usage: ``python bench/entries.py COUNT >references.bib``. The same count gives the same bytes on
every machine, and a smaller one gives the beginning of a larger. The entries are sound: keys,
numbers with check digits, dates in order, names in several scripts, titles of which no two agree.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

_T = TypeVar("_T")

# Family and given names, and the language of a text by them.
_NAMES = {
    "en": (
        *("Atwood, Margaret", "Beckett, Jon", "Clarke, Susanna", "Doyle, Roddy", "Eliot, Mary Ann"),
        *("Fitzgerald, Penelope", "Gaskell, Elizabeth", "Hardy, Thomas", "Murdoch, Iris"),
    ),
    "de": (
        *("Böll, Heinrich", "von der Grün, Max", "Müller-Lüdenscheidt, Jörg", "Grass, Günter"),
        *("Weiß, Käthe", "Özdamar, Emine Sevgi"),
    ),
    "fr": (
        *("Beauvoir, Simone de", "Côté, Héloïse", "Lefèvre, Étienne", "D'Ormesson, Jean"),
        *("Saint-Exupéry, Antoine de",),
    ),
    "ru": (
        *("Ахматова, Анна Андреевна", "Бунин, Иван Алексеевич", "Ким, Юлий", "Чехов, Антон"),
        *("Толстая, Татьяна Никитична", "Шишкин, Михаил"),
    ),
    "kk": (
        *("Әуезов, Мұхтар", "Құнанбаев, Абай", "Жансүгіров, Ілияс", "Мүсірепов, Ғабит"),
        *("Өтебаев, Ерлан",),
    ),
    "zh": ("王, 小波", "李, 娟", "张, 爱玲", "刘, 慈欣"),
    "el": ("Καβάφης, Κωνσταντίνος", "Σεφέρης, Γιώργος", "Δημουλά, Κική"),
}
_LANGUAGES = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "ru": "russian",
    "kk": "kazakh",
    "zh": "chinese",
    "el": "greek",
}
# Half of the entries are in English, as in most lists.
_SHARES = (*("en",) * 6, "de", "fr", "ru", "ru", "kk", "zh", "el")
_BODIES = (
    *(
        "{World Bank}",
        "{Ministry of Energy}",
        "{Statistics Norway}",
        "{International Energy Agency}",
    ),
    "{Council of the Baltic Sea States}",
)
# What a title is made of: two of the first, joined by a word, and one of the last.
_WORDS = {
    "en": (
        *(
            "Rivers",
            "Border Towns",
            "Grain Prices",
            "Railways",
            "Wells",
            "Treaties",
            "Steppe Winds",
        ),
        *(
            "Pipelines",
            "Harbours",
            "Census Records",
            "Migrants",
            "Newspapers",
            "Glaciers",
            "Horses",
        ),
    ),
    "de": (
        "Flüsse",
        "Grenzstädte",
        "Getreidepreise",
        "Eisenbahnen",
        "Brunnen",
        "Verträge",
        "Häfen",
    ),
    "fr": ("Rivières", "Villes frontalières", "Prix du blé", "Chemins de fer", "Puits", "Traités"),
    "ru": ("Реки", "Пограничные города", "Цены на зерно", "Железные дороги", "Колодцы", "Договоры"),
    "kk": ("Өзендер", "Шекара қалалары", "Астық бағасы", "Теміржолдар", "Құдықтар", "Шарттар"),
    "zh": ("河流", "边境城市", "粮食价格", "铁路", "水井", "条约"),
    "el": ("Ποτάμια", "Συνοριακές πόλεις", "Τιμές σιτηρών", "Σιδηρόδρομοι", "Πηγάδια", "Συνθήκες"),
}
_AND = {"en": "and", "de": "und", "fr": "et", "ru": "и", "kk": "және", "zh": "与", "el": "και"}
_PLACES = (
    *("Aberdeen", "Bergen", "Córdoba", "Dresden", "Esztergom", "Füssen", "Gdańsk", "Haarlem"),
    *("Iași", "Jönköping", "Kraków", "Lviv", "Malmö", "Nîmes", "Ostrava", "Plovdiv"),
)
_JOURNALS = (
    *("Central Asian Survey", "Journal of Historical Geography", "Water International"),
    *("Европа и Азия", "Zeitschrift für Ostforschung", "Revue des études slaves"),
)
_ISSNS = ("0263-4937", "0305-7488", "0250-8060", "0031-8655", "0044-3239", "0080-2557")
_PUBLISHERS = (
    *("Oxford University Press", "Routledge", "Suhrkamp", "Gallimard", "Наука", "Атамұра", "Brill"),
    "Cambridge University Press",
)
_CITIES = ("Oxford", "London", "Berlin", "Paris", "Москва", "Алматы", "Leiden", "Cambridge")
_SITES = ("The River Post", "Steppe Herald", "Harbour Times", "Вестник границы", "Data Weekly")
_FIRST = date(1998, 1, 1)


def written(count: int) -> str:
    """Return a bibliography of *count* entries."""
    return "\n".join(entries(count))


def entries(count: int) -> Iterator[str]:
    """Yield entry after entry, each with a newline at its end."""
    return (entry(number) for number in range(count))


def key(number: int) -> str:
    """Return the key of an entry, counted from 0."""
    return f"ref{number:06}"


class _Draw:
    """Draws what differs between entries from a hash of the number of the entry."""

    def __init__(self, number: int) -> None:
        digest = hashlib.blake2b(str(number).encode(), digest_size=64).digest()
        self._left = int.from_bytes(digest, "big")

    def below(self, bound: int) -> int:
        self._left, found = divmod(self._left, bound)
        return found

    def one_of(self, several: Sequence[_T]) -> _T:
        return several[self.below(len(several))]


def entry(number: int) -> str:
    """Return an entry, counted from 0."""
    draw = _Draw(number)
    kind = draw.one_of(
        ("online", "online", "online", "article", "article", "book", "report", "incollection")
    )
    language = draw.one_of(_SHARES)
    day = _FIRST + timedelta(days=draw.below(9000))
    fields = {
        "author": _authors(draw, language),
        "title": _title(draw, language, number),
        **KINDS[kind](draw, number, day),
    }
    if language != "en":
        fields |= {
            "langid": _LANGUAGES[language],
            "titleaddon": f"[{_title(draw, 'en', number)}]",
        }
    lines = "".join(f"  {name:<12} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key(number)},\n{lines}}}\n"


def _authors(draw: _Draw, language: str) -> str:
    if draw.below(12) == 0:
        return draw.one_of(_BODIES)
    names, first = _NAMES[language], draw.below(97)
    count = min(1 + draw.below(3), len(names))
    return " and ".join(names[(first + place) % len(names)] for place in range(count))


def _title(draw: _Draw, language: str, number: int) -> str:
    """Return a title that no other entry has: a place, and years that count the entries."""
    one, two = draw.one_of(_WORDS[language]), draw.one_of(_WORDS[language])
    start = 1200 + number % 700
    place = _PLACES[number // 700 % len(_PLACES)]
    turn = number // (700 * len(_PLACES))
    return f"{one} {_AND[language]} {two} in {place}, {start}–{start + 5 + turn}"


def _dated(draw: _Draw, number: int, day: date) -> dict[str, str]:
    """Return an address and the day it was read."""
    host = f"site{number % 997}.example"
    read = day + timedelta(days=draw.below(400))
    found = {
        "url": f"https://{host}/{day:%Y/%m}/{draw.below(10**6)}-{number}?lang=en&page={draw.below(9)}",
        "urldate": f"{read}",
    }
    if draw.below(3) == 0:
        kept = read + timedelta(days=draw.below(30))
        address = f"https://web.archive.org/web/{kept:%Y%m%d}103000/{found['url']}"
        found |= {"archiveurl": address, "archivedate": f"{kept}"}
    return found


def _online(draw: _Draw, number: int, day: date) -> dict[str, str]:
    site = draw.one_of(_SITES)
    return {"organization": site, "date": f"{day}", **_dated(draw, number, day)}


def _article(draw: _Draw, number: int, day: date) -> dict[str, str]:
    first, place = 1 + draw.below(400), draw.below(len(_JOURNALS))
    return {
        "journaltitle": _JOURNALS[place],
        "volume": str(1 + draw.below(90)),
        "number": str(1 + draw.below(12)),
        "pages": f"{first}--{first + 1 + draw.below(30)}",
        "date": f"{day:%Y-%m}",
        "doi": f"10.5555/{draw.below(10**5):05}.{number}",
        "issn": _ISSNS[place],
    }


def _book(draw: _Draw, number: int, day: date) -> dict[str, str]:
    place = draw.below(len(_PUBLISHERS))
    return {
        "publisher": _PUBLISHERS[place],
        "location": _CITIES[place],
        "date": f"{max(day.year, 2007)}",
        "isbn": isbn(number),
    }


def _report(draw: _Draw, number: int, day: date) -> dict[str, str]:
    return {
        "type": "Working paper",
        "number": f"{day.year}/{1 + draw.below(99)}",
        "institution": draw.one_of(
            ("Institute of Water", "Centre for Border Studies", "Norges Bank")
        ),
        "date": f"{day}",
        **_dated(draw, number, day),
    }


def _incollection(draw: _Draw, number: int, day: date) -> dict[str, str]:
    first = 1 + draw.below(300)
    return {
        "booktitle": f"{_title(draw, 'en', number)}: A Handbook",
        "editor": _authors(draw, "en"),
        "pages": f"{first}--{first + 8 + draw.below(20)}",
        **_book(draw, number, day),
    }


# How the rest of each type of entry is made.
KINDS = {
    "online": _online,
    "article": _article,
    "book": _book,
    "report": _report,
    "incollection": _incollection,
}


def isbn(number: int) -> str:
    """Return an ISBN-13 whose check digit is right (ISO 2108), of a range given to publishers."""
    digits = f"97801{number % 10**7:07}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(written(int(sys.argv[1])))
