"""Tell scripts and languages apart."""

from __future__ import annotations

import unicodedata
from collections import Counter

from kzru_cite.model.bibliography import Reference

_LATIN = frozenset({"LATIN"})
# Scripts by language code (ISO 639-1), for languages that are not written in Latin letters alone.
_SCRIPTS = {
    "ar": {"ARABIC"},
    "be": {"CYRILLIC"},
    "bg": {"CYRILLIC"},
    "el": {"GREEK"},
    "fa": {"ARABIC"},
    "he": {"HEBREW"},
    "hi": {"DEVANAGARI"},
    "hy": {"ARMENIAN"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA"},
    "ka": {"GEORGIAN"},
    "kk": {"CYRILLIC", "LATIN"},
    "ko": {"HANGUL", "CJK"},
    "ky": {"CYRILLIC"},
    "mk": {"CYRILLIC"},
    "mn": {"CYRILLIC"},
    "ru": {"CYRILLIC"},
    "sr": {"CYRILLIC", "LATIN"},
    "tg": {"CYRILLIC"},
    "th": {"THAI"},
    "uk": {"CYRILLIC"},
    "ur": {"ARABIC"},
    "zh": {"CJK"},
}
# Names that babel and polyglossia give to languages, and three-letter codes (ISO 639-2).
_NAMES = {
    "ar": "arabic ara",
    "be": "belarusian bel",
    "bg": "bulgarian bul",
    "cs": "czech ces cze",
    "da": "danish dan",
    "de": "german ngerman austrian naustrian nswissgerman swissgerman deu ger deutsch",
    "el": "greek polutonikogreek ell gre",
    "en": "english american british usenglish ukenglish australian canadian newzealand eng",
    "es": "spanish spa",
    "fa": "persian farsi fas per",
    "fi": "finnish fin",
    "fr": "french francais français acadian canadien fra fre",
    "he": "hebrew heb",
    "hu": "hungarian magyar hun",
    "it": "italian ita",
    "ja": "japanese jpn",
    "ka": "georgian kat geo",
    "kk": "kazakh kaz қазақша",
    "ko": "korean kor",
    "ky": "kyrgyz kir",
    "la": "latin lat",
    "mn": "mongolian mon",
    "nl": "dutch nld dut",
    "pl": "polish pol",
    "pt": "portuguese brazilian brazil portuges por",
    "ru": "russian rus русский",
    "sr": "serbian serbianc srp",
    "sv": "swedish swe",
    "tr": "turkish tur",
    "uk": "ukrainian ukr",
    "uz": "uzbek uzb",
    "zh": "chinese zho chi",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}


def script_of(text: str) -> str:
    """Name the script of more than half of the letters, as Unicode calls it, or ''."""
    letters = [letter for letter in text if letter.isalpha()]
    # Some letters have no name in older versions of Python.
    counts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    return next((script for script, count in counts.items() if count * 2 > len(letters)), "")


def scripts_for(language: str) -> frozenset[str]:
    """Give the scripts that *language*, a code such as ``en-GB``, is written in."""
    return frozenset(_SCRIPTS.get(code_of(language), _LATIN))


def code_of(language: str) -> str:
    """Give the two-letter code for a name or a code of a language, or '' when not known."""
    first = language.casefold().replace("_", "-").split("-")[0].strip()
    if len(first) == 2 and first.isascii():
        return first
    return _CODES.get(first, "")


def stated_language(reference: Reference) -> str:
    """Give the code of the language that the entry states, or ''."""
    return next(filter(None, map(code_of, _stated(reference))), "")


def _stated(reference: Reference) -> tuple[str, ...]:
    return tuple(reference.text(name) for name in ("langid", "language", "hyphenation"))
