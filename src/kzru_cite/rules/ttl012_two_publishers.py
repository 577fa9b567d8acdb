"""
Find pages of the web with two different publishers.

A page has one site. The second name is usually its owner, or an aggregator that took the text from
the first; then the entry should name the paper, and the aggregator's copy is the weaker source.

Bad: `publisher = {The Slate Group}` with `organization = {Foreign Policy}`,
`organization = {Hindustan News Hub. The Moscow Times}`.

Good: the name of the site alone. One name that holds the other (“BBC” and “BBC News”), and
strokes inside a name (“Radio Free Europe/Radio Liberty”), are fine; a bare domain is no second
name (TTL009). Only `@online` and its other names are looked at, since articles have both a journal
and a publisher.

Sure: medium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import SITE_FIELDS, Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._sites import fold, is_domain
from kzru_cite.rules._words import words

_SEMICOLON = re.compile(r"(.+?)\s*;\s*(.+)")
# A stop behind a whole word ends a name, if another begins behind it.
_STOP = re.compile(r"(.*?(?P<word>[^\W\d_]{3,}))\.\s+(?P<next>[^\W\d_].{3,})")
_SHORTENED = words(
    """
    acad amer assoc bros corp dept inc inst intl ltd math mfg natl publ soc univ
    акад гос изд инст лит мин нац обл респ тип унив
    """
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each page of the web that names a site or publisher."""
    for reference in dossier.bibliography.references:
        fields = [field for field in own(reference, SITE_FIELDS) if not is_domain(field.value)]
        if is_web(reference) and fields:
            yield _judge(reference, fields)


def _judge(reference: Reference, fields: list[Field]) -> Outcome:
    first, *others = fields
    two = _two_in_one(first.value)
    other = next((field for field in others if _differ(first.value, field.value)), None)
    if two:
        names, place = two, first.place
    elif other:
        names, place = (first.value, other.value), other.place
    else:
        return OK
    return Suspicious(
        place=place,
        message=f"two publishers of one page: {names[0]!r} and {names[1]!r}",
        hint="keep the name of the site; cite the paper itself, not an aggregator's copy",
        reference=reference.key,
    )


def _two_in_one(text: str) -> tuple[str, str] | None:
    """Part a value that holds two names, set apart by a semicolon or a full stop."""
    if found := _SEMICOLON.fullmatch(text):
        return found[1], found[2]
    found = _STOP.fullmatch(text)
    if found is None or not found["next"][0].isupper():
        return None
    return None if found["word"].casefold() in _SHORTENED else (found[1], found["next"])


def _differ(one: str, other: str) -> bool:
    first, second = fold(one), fold(other)
    return first not in second and second not in first


RULE = Rule(
    code="TTL012",
    name="two-publishers",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="page of the web with two different publishers",
    page=__doc__,
    check=check,
)
