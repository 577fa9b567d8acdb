"""Compare what an entry says with what a page or a registry says: agree, differ, cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import Enum

from kzru_cite.model.bibliography import Name, Reference
from kzru_cite.model.dates import Period, read_date
from kzru_cite.rules._generic_names import GENERIC
from kzru_cite.rules._likeness import held_in, likeness, words_alike
from kzru_cite.rules._scripts import script_of
from kzru_cite.rules._sounds import plain, sound


class Match(Enum):
    """Say what a comparison came to."""

    AGREE = "agree"
    DIFFER = "differ"
    UNCLEAR = "cannot tell"


# Above the first, titles are one; below the second, they are two. Between them lie translations,
# headlines that were changed, and abridged titles.
_ALIKE, _UNLIKE = 85.0, 60.0
# Names are spelled in more ways than sounds can fold.
_SAME_NAME, _NEAR_NAME = 90.0, 80.0
# A shorter title is found in many texts by chance.
_TELLING = 12
_SUFFIX = re.compile(r"\s+(?:[|·•»«:]+|[-–—]+|::)\s+")
_DAY = timedelta(days=1)
_MARKUP = re.compile(r"<[^<>]{1,60}>|&(?:amp|lt|gt|nbsp|quot|#\d+);")
_NAME_LISTS = ("author", "editor", "translator", "bookauthor")


def titles(cited: Iterable[str], others: Iterable[str]) -> Match:
    """
    Compare the titles of an entry with those of a page or record; any two that agree will do.

    Titles in two scripts differ only by proof: they may be translations of each other.
    """
    ours = [text for text in cited if plain(text)]
    theirs = [piece for text in others for piece in _pieces(_MARKUP.sub(" ", text)) if plain(piece)]
    if not ours or not theirs:
        return Match.UNCLEAR
    scores = [_score(one, other) for one in ours for other in theirs]
    if max(scores) >= _ALIKE:
        return Match.AGREE
    scripts = {script_of(one) for one in ours} & {script_of(other) for other in theirs}
    return Match.DIFFER if scripts and max(scores) < _UNLIKE else Match.UNCLEAR


def holds(text: str, cited: Iterable[str]) -> bool:
    """Tell whether one of the titles stands in a text."""
    whole = plain(text)
    long = [plain(title) for title in cited if len(plain(title)) >= _TELLING]
    return any(held_in(title, whole) >= _ALIKE for title in long)


def _score(one: str, other: str) -> float:
    first, second = plain(one), plain(other)
    best = max(likeness(first, second), likeness(sound(one), sound(other)))
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= _TELLING and len(shorter.split()) > 1:
        # A headline with the name of the site, a title without its subtitle.
        best = max(best, held_in(shorter, longer), words_alike(first, second))
    return best


def _pieces(title: str) -> set[str]:
    """Return a title as a whole, and its parts between the signs that set off a site's name."""
    return {title, *_SUFFIX.split(title)}


def cited_titles(reference: Reference) -> tuple[str, ...]:
    """Return the titles of the work, alone and with the subtitle."""
    names = ("title", "shorttitle", "origtitle", "titleaddon", "usera", "indextitle")
    single = [reference.text(name) for name in names]
    joined = f"{reference.text('title')}: {reference.text('subtitle')}"
    return tuple(filter(None, (*single, joined if reference.text("subtitle") else "")))


def book_titles(reference: Reference) -> tuple[str, ...]:
    """Return the titles of the book that the work is or stands in."""
    names = ("booktitle", "booksubtitle", "maintitle", "series", "subtitle")
    return (*cited_titles(reference), *filter(None, (reference.text(name) for name in names)))


def cited_names(reference: Reference, *lists: str) -> tuple[Name, ...]:
    """Return the names of the entry, those of all lists when none is named."""
    return tuple(
        name
        for one in lists or _NAME_LISTS
        for name in reference.names.get(one, ())
        if str(name).casefold() != "others" and plain(str(name)) not in GENERIC
    )


def names(cited: Sequence[Name], others: Sequence[str]) -> Match:
    """
    Compare the names of an entry with those of a page or record, whatever their order.

    One name that both have is enough: lists are cut, and put into the order of the alphabet.
    """
    return families([name.literal or name.family or name.given for name in cited], others)


def families(ours: Sequence[str], others: Sequence[str]) -> Match:
    """Compare family names with full names or family names, as ``names`` does."""
    mine = [words for one in ours if (words := sound(one))]
    theirs = [words for other in others if (words := sound(other)) and plain(other) not in GENERIC]
    if not mine or not theirs:
        return Match.UNCLEAR
    met = any(_named(one, other) for one in mine for other in theirs)
    return Match.AGREE if met else Match.DIFFER


def _named(family: str, whole: str) -> bool:
    if len(family) > 3 and held_in(family, whole) >= _SAME_NAME:
        return True
    last = family.rpartition(" ")[2]
    return any(likeness(last, word) >= _NEAR_NAME for word in whole.split())


def days(published: Period, others: Iterable[str]) -> Match:
    """Compare the day of publication with those a page gives, a day's difference allowed for."""
    first, last = published.earliest(), published.latest()
    found = [reading for text in others if isinstance(reading := read_date(text[:10]), Period)]
    if not found or first.year <= 1 or last.year >= 9999:
        return Match.UNCLEAR
    met = any(one.earliest() <= last + _DAY and first - _DAY <= one.latest() for one in found)
    return Match.AGREE if met else Match.DIFFER


def years(published: Period, others: Sequence[int]) -> Match:
    """Compare the year with those a record gives; print and online issue may be a year apart."""
    first, last = published.earliest().year, published.latest().year
    if not others or first <= 1 or last >= 9999:
        return Match.UNCLEAR
    met = any(first - 1 <= year <= last + 1 for year in others)
    return Match.AGREE if met else Match.DIFFER
