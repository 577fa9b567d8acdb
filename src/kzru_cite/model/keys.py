"""
Make the key of a new entry: family name, year and a word of the title, as in ``rao2019boiling``.

The family name is that of the first author or editor, of a body its first word, without an author
the first word of the site. Letters are Latin ones in small: accents are left off, Cyrillic is
written as the press does. Without a year it says ``nd``. The word is the first of the title with
four letters or more that is no article or preposition, else the first at all. A key that is taken
gets ``b``, ``c`` and so on. The same record always gives the same key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфцыэ", "abvgdeziyklmnoprstufcye", strict=True)),
        **dict(zip("әғқңөұүіћјёѣ", "agqnouuicjee", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ь": "",
        "ъ": "",
        "һ": "h",
        "є": "ye",
        "ї": "yi",
        "ґ": "g",
        "ў": "u",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "'": "",
        "’": "",
        "ʼ": "",
        "ʹ": "",
    }
)
_STOP = frozenset(
    {
        *("about", "after", "against", "among", "before", "between", "beyond", "during", "from"),
        *("into", "near", "over", "their", "this", "that", "toward", "towards", "under", "upon"),
        *("what", "when", "where", "which", "with", "within", "without", "aber", "eine", "einer"),
        *("fur", "uber", "unter", "dans", "pour", "kak", "dlya", "posle", "pered", "cherez"),
    }
)
_LONG = 4
# What a key may be for pandoc, BibLaTeX and file systems alike.
_KEY = re.compile(r"\w(?:[\w:.+-]*\w)?")


def is_key(text: str) -> bool:
    """Tell whether a key of the user's own can be written everywhere."""
    return _KEY.fullmatch(text) is not None


def make_key(family: str, year: str, title: str, taken: Collection[str]) -> str:
    """Return a key that is not *taken*; *family* is the name that it begins with."""
    words = [folded(word) for word in title.split()]
    long = (word for word in words if len(word) >= _LONG and word not in _STOP)
    word = next(long, next(filter(None, words), ""))
    name = folded(family.split(maxsplit=1)[0] if family.split() else "")
    key = f"{name or 'anon'}{year or 'nd'}{word}"
    known = {one.casefold() for one in taken}
    return next(one for one in _numbered(key) if one not in known)


def folded(text: str) -> str:
    """Write a word in small Latin letters and digits; other scripts keep their letters."""
    # Taken apart twice: letters that are one sign in Cyrillic come first.
    latin = unicodedata.normalize("NFC", text.casefold()).translate(_CYRILLIC)
    apart = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in apart if letter.isalnum())


def _numbered(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    yield from (f"{key}{number}" for number in count(27))
