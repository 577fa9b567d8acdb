"""Write names and titles as they sound, so that all spellings of a Cyrillic name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Pairs of letters: Russian, Ukrainian and Belarusian, then Kazakh and Kyrgyz ones, then Latin ones
# that do not come apart into a letter and a mark.
_PAIRS = """
аa бb вv гg дd еe зz иi йj кk лl мm нn оo пp рr сs тt уu фf цc ыi ёe жz хh чc шs щs эe юu яa ѣe
ґg єe іi їi ўu ћc јi
әa ғg қk ңn өo ұu үu һh
ıi ŋn əa øo łl đd
"""
_LETTERS = str.maketrans(
    {
        **{pair[0]: pair[1] for pair in _PAIRS.split()},
        "ь": "",
        "ъ": "",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
# They stand inside a word, and for the soft sign.
_APOSTROPHES = frozenset("'’ʼʹ`")
# The spellings of one sound in the usual systems (ISO 9, BGN/PCGN, ALA-LC, the press).
_SPELLINGS = (
    (re.compile(r"shch|szcz|sch|sh|sz"), "s"),
    (re.compile(r"tch|ch|cz|ts|tz"), "c"),
    (re.compile(r"dzh|dj|zh"), "z"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[yij]+(?=[aeou])"), ""),
    (re.compile(r"[yij]+"), "i"),
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Fold case, marks above letters, and all that is no letter or digit."""
    # Letters such as "㎐" are taken apart into capitals, so that case is folded once more; as the
    # compatibility caseless match of Unicode (3.13, D146).
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = (c for c in apart if not unicodedata.combining(c) and c not in _APOSTROPHES)
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """Give *text* as it sounds, roughly; only for comparing with other text treated the same."""
    composed = unicodedata.normalize("NFC", text.casefold())
    words = plain(composed.translate(_LETTERS))
    for spelling, letter in _SPELLINGS:
        words = spelling.sub(letter, words)
    return words
