"""Read the words around a figure: what softens it, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.figures.figure import Bound

_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = tuple(
    (
        bound,
        re.compile(
            rf"(?:(?<!\w)(?:{pattern})(?: (?:a|the|some))?[ \u00a0]|[{signs}] ?)$", re.IGNORECASE
        ),
    )
    for bound, pattern, signs in (
        (
            Bound.AT_LEAST,
            (
                r"(?<!no )(?<!not )more than|over|at least|above|exceeding|exceeded|upwards of"
                r"|no (?:fewer|less) than|not less than|a minimum of|свыше"
                r"|(?<!не )более(?: чем)?|(?<!не )больше|не менее(?: чем)?|кемінде"
                r"|mehr als|über|plus de"
            ),
            ">≥",
        ),
        (
            Bound.AT_MOST,
            (
                r"up to|under|less than|fewer than|below|at most|no more than|not more than"
                r"|a maximum of|менее(?: чем)?|меньше|не более(?: чем)?|weniger als|bis zu|moins de"
            ),
            "<≤",
        ),
        (
            Bound.ABOUT,
            (
                r"about|around|approximately|approx\.|some|roughly|circa|c\.|ca\.|nearly|almost"
                r"|close to|just (?:over|under)|an estimated|estimated"
                r"|около|примерно|приблизительно|порядка|почти|шамамен|etwa|rund|ungefähr|fast|environ"
            ),
            "~≈",
        ),
    )
)
_ASTAM = re.compile(
    r"(?:-[^\W\d_]+)?[ \u00a0](?:[^\W\d_]+[ \u00a0]){0,2}(?P<word>астам|жуық)(?!\w)"
)
_OR_SO = re.compile(r"[ \u00a0](?:or so|or more|and more)\b")
_WORD = re.compile(r"[^\W\d_]{2,}|\d[\d.,]*\d|\d")
_STOP_WORDS = """
the an of in on at to and or for by with from as is are was were be been it its their his her
this that these those than more less about had has have not no which who whom while also into
out up one all any each per over under after before during between against within such so but
he she they we you said says say told according will would could can may might there
и в во на с со к ко за от до по из у о об при для через не что как это его их ее её а но же
года году год годов то был была было были он она они более менее около также
составил составила составило
және мен бен пен үшін бұл
"""
_STOP = frozenset(_STOP_WORDS.split())
# A figure is about what stands in its own sentence.
_SENTENCE = re.compile(r"[.!?…;]+[”\"»)]*\s|\n\s*\n")
_CLAUSE = re.compile(r"[.,;:!?()\[\]{}—–|\n“”\"«»]")
_WINDOW = 8
# Letters in which so many words surely stand.
_REACH = 1000


def bound(text: str, start: int, end: int) -> Bound:
    """Return how the words before *start* or after *end* soften a figure."""
    before = text[max(start - 24, 0) : start]
    for one, pattern in _BOUNDS:
        if pattern.search(before):
            return one
    after = _ASTAM.match(text, end)
    if after:
        return Bound.AT_LEAST if after["word"] == "астам" else Bound.ABOUT
    match = _OR_SO.match(text, end)
    if match is None:
        return Bound.EXACT
    return Bound.ABOUT if match[0].endswith("so") else Bound.AT_LEAST


def stem(word: str) -> str:
    """Return the beginning of a word, so that its common endings make no difference."""
    folded = word.casefold()
    if "а" <= folded[0] <= "ӿ":
        return folded[:5]
    for ending in ("ies", "es", "s", "ed", "ing", "ly"):
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            folded = folded[: -len(ending)]
            break
    return folded[:6]


def _stems(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        if match[0].casefold() not in _STOP:
            yield stem(match[0])


def nouns(text: str, end: int) -> tuple[str, ...]:
    """Return the beginnings of up to three words that follow *end* in the same clause."""
    clause = _CLAUSE.split(text[end : end + 80], maxsplit=1)[0]
    return tuple(_stems(clause))[:3]


def around(text: str, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the beginnings of the words around a figure, those before it and those after it."""
    before = _SENTENCE.split(text[max(start - _REACH, 0) : start])[-1]
    after = _SENTENCE.split(text[end : end + _REACH], maxsplit=1)[0]
    return tuple(_stems(before))[-_WINDOW:], tuple(_stems(after))[:_WINDOW]
