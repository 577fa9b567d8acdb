"""
Find sites, journals and publishers that go under several names in one bibliography.

The same source twice under two names looks like two sources, is sorted in two places, and hides
how much of an article rests on it.

Bad: “Eurasianet”, “EurasiaNet.org” and “Eurasia Net”; “Radio Free Europe” beside “Radio Free
Europe/Radio Liberty”.

Good: one spelling everywhere. The finding stands where a rarer spelling is first used.

Sure: medium. Names are the same when only case, blanks, marks, a leading article or the ending of a
domain differ, or when one is a part of the other before or behind a stroke, of two words or more,
and the other names a page of the web: houses that publish a book together are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import is_web, own
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._sites import fold, is_domain

_FIELDS = ("journaltitle", "journal", "organization", "institution", "publisher")
_LEAST_LETTERS = 3


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each name of a site, journal or publisher."""
    named = [
        (reference, field)
        for reference in dossier.bibliography.references
        for field in own(reference, _FIELDS)
        if len(fold(field.value)) >= _LEAST_LETTERS
    ]
    spellings = Counter(field.value for _, field in named)
    first = {field.value: (reference, field) for reference, field in reversed(named)}
    sites = {field.value for reference, field in named if is_web(reference)}
    best = _best_by_spelling(spellings, sites)
    for spelling, times in spellings.items():
        yield _judge(*first[spelling], best[spelling], times)


def _best_by_spelling(spellings: Counter[str], sites: set[str]) -> dict[str, str]:
    """Map each spelling to the one to keep: the most frequent, rather no domain, the first."""
    wholes = {
        fold(part): fold(spelling)
        for spelling in spellings
        if spelling in sites
        for part in spelling.split("/")
        if part != spelling and len(part.split()) > 1
    }
    groups: dict[str, list[str]] = {}
    for spelling in spellings:
        name = fold(spelling)
        groups.setdefault(wholes.get(name, name), []).append(spelling)
    return {
        spelling: max(group, key=lambda text: (spellings[text], not is_domain(text)))
        for group in groups.values()
        for spelling in group
    }


def _judge(reference: Reference, field: Field, best: str, times: int) -> Outcome:
    if field.value == best:
        return OK
    more = f"; this one stands {times} times" if times > 1 else ""
    return Suspicious(
        place=field.place,
        message=f"{field.name} {field.value!r} is called {best!r} elsewhere",
        hint=f"write one name everywhere{more}",
        reference=reference.key,
    )


RULE = Rule(
    code="TTL013",
    name="site-under-several-names",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="site, journal or publisher under several names",
    page=__doc__,
    check=check,
)
