"""
Find titles in another script whose language is not stated.

Without `langid` the title is hyphenated by the wrong rules, read out by the wrong voice, and put
into capitals by English custom. The reader is not told either which language to expect.

Bad: `title = {Торговля между Россией и Казахстаном}` without `langid`, in an English article.

Good: `langid = {russian}` beside it. A title in the script of the article needs no mark here.

Sure: high. Only the script is looked at, since the language itself can't be told for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._scripts import script_of, scripts_for

_MARKS = ("langid", "language", "hyphenation")
# A language of each script, as babel calls it.
_EXAMPLES = {
    "ARABIC": "arabic",
    "ARMENIAN": "armenian",
    "CJK": "chinese",
    "DEVANAGARI": "hindi",
    "GEORGIAN": "georgian",
    "GREEK": "greek",
    "HANGUL": "korean",
    "HEBREW": "hebrew",
    "HIRAGANA": "japanese",
    "KATAKANA": "japanese",
    "LATIN": "english",
    "THAI": "thai",
}
_BEFORE = "{ "
# Commands of polyglossia and babel that name the language in the text itself.
_IN_TEXT = re.compile(
    r"\\(?:foreignlanguage|textlang|text(?:arabic|armenian|belarusian|bulgarian|chinese|georgian"
    r"|greek|hebrew|hindi|japanese|kazakh|korean|persian|russian|serbian|thai|ukrainian))\b"
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each title in a script that the article's language is not written in."""
    at_home = scripts_for(dossier.article.language)
    for reference in dossier.bibliography.references:
        for field in own(reference, ("title",)):
            script = script_of(field.value)
            if script and script not in at_home:
                yield _judge(reference, field, script)


def _judge(reference: Reference, field: Field, script: str) -> Outcome:
    if reference.text(*_MARKS) or _IN_TEXT.match(field.raw.lstrip(_BEFORE)):
        return OK
    return Contradicted(
        place=field.place,
        message=f"title {field.value!r} is in {_spelt(script)} script, without a language",
        hint=f"add langid, for example langid = {{{_EXAMPLES.get(script, 'russian')}}}",
        reference=reference.key,
    )


def _spelt(script: str) -> str:
    return script if script == "CJK" else script.capitalize()


RULE = Rule(
    code="TTL007",
    name="language-not-marked",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="title in another script whose language is not stated",
    page=__doc__,
    check=check,
)
