"""Split running text into sentences, and tell which of them a claim covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sentencex

from kzru_cite.model.article import Sentence, Setting

RUNNING = frozenset({Setting.BODY, Setting.LIST, Setting.QUOTE})
_STOPS = (".", "!", "?", "…", ".”", "!”", "?”", ".’", ".)", "。")
_OPENING = "«„“‘\"'([ "
# So much of what stands before a cut tells whether it is one.
_TAIL = 40
_INITIAL = re.compile(r"(?<!\w)(?P<letter>[^\W\d_])\.\s*$")


def sentences(
    text: str, setting: Setting, language: str, covered: Sequence[tuple[int, int]]
) -> tuple[Sentence, ...]:
    """
    Return the sentences of a paragraph that assert something; none outside running text.

    *covered* holds the offsets of claims in *text*; *language* is a tag such as ``ru`` or
    ``en-GB``, '' for English.
    """
    if setting not in RUNNING or not text:
        return ()
    return tuple(
        Sentence(
            text=text[first:last].strip(),
            covered=any(start < last and first < end for start, end in covered),
        )
        for first, last in boundaries(text, language.partition("-")[0] or "en")
        if _asserts(text[first:last], setting)
    )


def boundaries(text: str, language: str) -> list[tuple[int, int]]:
    """Return where sentences begin and end, those joined that an abbreviation has cut."""
    found: list[dict[str, Any]] = sentencex.get_sentence_boundaries(language, text)
    joined: list[tuple[int, int]] = []
    for one in found:
        first, last = one["start_index"], one["end_index"]
        before = text[max(0, joined[-1][1] - _TAIL) : joined[-1][1]] if joined else ""
        if joined and _goes_on(before, text[first:last]):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a sentence is cut: after an initial, or before a small letter."""
    initial = _INITIAL.search(before)
    return after.lstrip(_OPENING)[:1].islower() or bool(initial and initial["letter"].isupper())


def _asserts(text: str, setting: Setting) -> bool:
    """Tell a sentence from a fragment: items of lists count only with a full stop."""
    text = text.strip()
    if not any(letter.isalpha() for letter in text):
        return False
    return setting is not Setting.LIST or text.endswith(_STOPS)
