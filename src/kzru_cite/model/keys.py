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

# As the press writes Russian, Ukrainian, Kazakh and others, and Latin letters that do not come
# apart into a letter and a mark.
_PAIRS = """
а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts
ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya ё:e ѣ:e і:i ї:yi є:ye ґ:g ў:u ћ:c ј:j
ә:a ғ:g қ:q ң:n ө:o ұ:u ү:u һ:h
ß:ss æ:ae œ:oe ø:o ł:l đ:d ð:d þ:th ı:i
"""
_LETTERS = str.maketrans(dict(pair.split(":") for pair in _PAIRS.split()))
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
    name = folded(family)
    key = f"{name or 'anon'}{year or 'nd'}{word}"
    known = {one.casefold() for one in taken}
    return next(one for one in _numbered(key) if one not in known)


def folded(text: str) -> str:
    """Write a word in small Latin letters and digits; other scripts keep their letters."""
    # Taken apart twice: letters that are one sign in Cyrillic come first.
    latin = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in apart if letter.isalnum())


def _numbered(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    yield from (f"{key}{number}" for number in count(27))
