"""Make keys for references: the same for the same work on every run, and each but once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

# A key of ours: letters, digits and underscores, which pandoc, BibTeX and file names all take.
LEGAL = re.compile(r"[^\W_][\w]*(?:[-:.+/](?=\w)\w*)*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = frozenset({"the", "a", "an", "of", "and", "der", "die", "das", "le", "la", "les"})
_SMALL |= {"www", "http", "https", "com", "org", "net"}
_LONGEST = 40
# They tell nothing of what a sentence is about.
_EMPTY = frozenset(
    {
        *("she", "his", "her", "its", "was", "were", "has", "had", "have", "for", "with", "from"),
        *("this", "that", "these", "they", "their", "which", "who", "when", "are", "been", "also"),
        *("into", "him", "not", "but", "than", "then", "there", "about", "where", "while", "did"),
    }
)


def base(name: str, title: str, date: str) -> str:
    """Build a key from the family name or body, else from the title, and the year."""
    of_name = [word for word in _words(name.replace("-", "")) if word not in _SMALL]
    of_title = [word for word in _words(title) if word not in _SMALL]
    word = "".join(of_name[:2])[:_LONGEST] or (of_title[0] if of_title else "source")
    year = re.search(r"\d{4}", date)
    return f"{word}{year[0] if year else ''}"


def _words(text: str) -> list[str]:
    """Return the words in small letters; Latin ones lose their accents, others stay."""
    spread = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("’", "").replace("'", "")
    )
    bare = "".join(
        sign
        for at, sign in enumerate(spread)
        if not (unicodedata.combining(sign) and spread[max(at - 1, 0)].isascii())
    )
    joined = unicodedata.normalize("NFC", bare)
    return [word.lower()[:_LONGEST] for word in _WORD.findall(joined)]


def slug(text: str) -> str:
    """Return up to four words of *text*, joined to a name for a claim; '' without words."""
    words = [word for word in _words(text[:400]) if len(word) > 2 and word not in _SMALL | _EMPTY]
    return "-".join(words[:4])[: 2 * _LONGEST].rstrip("-")


class Keys:
    """Give out keys, each but once; those *taken* never."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        # The first number that may still be free, of each key that ran out of letters.
        self._numbers: dict[str, int] = {}

    def take(self, key: str) -> None:
        """Give this one to nobody any more."""
        self._taken.add(key)

    def give(self, wanted: str) -> str:
        """Give *wanted*, or with the first letter or number after it that makes it new."""
        key = wanted if wanted not in self._taken else self._marked(wanted)
        self._taken.add(key)
        return key

    def _marked(self, wanted: str) -> str:
        mark = "" if wanted[-1:].isdigit() else "-"
        if wanted not in self._numbers:
            for letter in "bcdefghijklmnopqrstuvwxyz":
                if f"{wanted}{mark}{letter}" not in self._taken:
                    return f"{wanted}{mark}{letter}"
        first = self._numbers.get(wanted, 27)
        number = next(n for n in count(first) if f"{wanted}-{n}" not in self._taken)
        self._numbers[wanted] = number + 1
        return f"{wanted}-{number}"


def legal(key: str) -> str:
    """Return *key* when it can stand as it is, else its letters and digits alone, or ''."""
    key = unicodedata.normalize("NFC", key.strip())
    if LEGAL.fullmatch(key) and len(key) <= 2 * _LONGEST:
        return key
    bare = re.sub(r"[^\w]+", "-", key).strip("-_")[: 2 * _LONGEST].strip("-_")
    return bare if LEGAL.fullmatch(bare) else ""
