"""
Find titles in another language than the article's, without a translation.

Readers of the article may not read the source. A translated title tells them what it is about,
and shows them what to look for.

Bad: `title = {Торговля между Россией и Казахстаном}` with `langid = {russian}`, in an English
article.

Good: the same with `titleaddon = {[Trade between Russia and Kazakhstan]}`. A translation in
square brackets at the end of the title, or in `note`, counts too.

Sure: high, but a matter of style. Nothing is asked when the article states no language.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._scripts import code_of, script_of, scripts_for, stated_language

_TRANSLATIONS = ("titletranslation", "translatedtitle", "transtitle")
_MAY_HOLD_ONE = ("titleaddon", "title", "note", "addendum")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each title in another language."""
    language = code_of(dossier.article.language)
    if not language:
        return
    for reference in dossier.bibliography.references:
        for field in own(reference, ("title",)):
            if _is_foreign(reference, field, language):
                yield _judge(reference, field)


def _is_foreign(reference: Reference, field: Field, language: str) -> bool:
    stated = stated_language(reference)
    if stated:
        return stated != language
    script = script_of(field.value)
    return bool(script) and script not in scripts_for(language)


def _judge(reference: Reference, field: Field) -> Outcome:
    brackets = any("[" in reference.text(name) for name in _MAY_HOLD_ONE)
    if brackets or reference.text(*_TRANSLATIONS):
        return OK
    return Contradicted(
        place=field.place,
        message=f"title {field.value!r} has no translation",
        hint="add titleaddon = {[…]} with the title in the language of the article",
        reference=reference.key,
    )


RULE = Rule(
    code="TTL008",
    name="no-translated-title",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="title in another language without a translation",
    page=__doc__,
    check=check,
)
