r"""
Find entries that pandoc's reader sees otherwise than ours, and files that it refuses.

Editions are made by pandoc. Each of the two readers misses faults that the other sees, so a
difference is a sign of a slip in the file, and a refusal stops the build.

Bad: a file with `url = {https://example.org/} urldate = {2020-01-01}`: one reader takes both for
the address, the other stops.

Good: both readers see the same entries, titles, years, numbers of authors and identifiers.

Sure: high for a refusal, and for a missing entry, title or other field: a dollar sign that is not
written `\$` costs the whole field in all editions, authors included. Other differences are
reported as a warning.
A file with a broken entry (SYN001) is not reported again.

Of a file of more than half a megabyte pandoc is asked about what the article cites by name, and
about as much of the rest as makes up that size; the number of entries left out counts as unchecked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import assert_never
from urllib.parse import unquote

from kzru_cite.model.bibliography import (
    Field,
    NotReadTwice,
    Reference,
    SecondReading,
    UnreadableToPandoc,
)
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own
from kzru_cite.model.outcome import (
    OK,
    Confidence,
    Contradicted,
    Outcome,
    Severity,
    Suspicious,
    Unable,
)
from kzru_cite.model.place import Location
from kzru_cite.model.rule import Rule

_COMPARED = {"DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "URL": "url"}
# What pandoc makes of fields of words; the title is always compared.
_WORDS = {
    "author": "authors",
    "editor": "editors",
    "journaltitle": "container-title",
    "journal": "container-title",
    "booktitle": "container-title",
    "series": "collection-title",
    "publisher": "publisher",
    "institution": "publisher",
    "organization": "publisher",
    "location": "publisher-place",
    "address": "publisher-place",
    "note": "note",
}
# A sign that opens or closes a formula.
_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")
_NO_LETTER = re.compile(r"<[^>]*>|[\W_]")
# Accents stand on letters with dots and on those without: \'{i}, \'{\i}.
_DOTTED = str.maketrans("ıȷ", "ij")
# Letters of formulas and signs are written in as many ways as there are readers.
_FORMULA = re.compile(r"\\(ensuremath|text(trademark|degree|registered|super|sub|less|greater))")
# Escapes, braces and blanks of all kinds are no part of an address or a number.
_NO_PART = re.compile(r"[\\{}\s]")
_NOT_PRINTED = frozenset({"xdata", "set", "bibnote"})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each file, and at each entry of those that pandoc can read."""
    broken = {entry.place.path for entry in dossier.bibliography.broken}
    for reread in dossier.bibliography.rereads:
        match reread:
            case NotReadTwice(path=path, why=why):
                place = dossier.text(path).locate(0, 0)
                yield Unable(place=place, reason=f"pandoc was not asked: {why}")
            case UnreadableToPandoc(place=place, message=message):
                if place.path not in broken and dossier.text(place.path).not_utf8 is None:
                    yield _refusal(place, message)
            case SecondReading():
                yield from _entries(dossier, reread)
                yield from _left_out(dossier, reread)
            case _:
                assert_never(reread)


def _refusal(place: Location, message: str) -> Contradicted:
    return Contradicted(
        place=place,
        message=f"pandoc cannot read this bibliography: {message}",
        hint="look at the braces, commas and quotation marks just above this place",
    )


def _left_out(dossier: Dossier, reread: SecondReading) -> Iterator[Unable]:
    if reread.left:
        place = dossier.text(reread.path).locate(0, 0)
        why = f"the file is long: pandoc was not asked about {reread.left} of its entries"
        yield Unable(place=place, reason=why)


def _entries(dossier: Dossier, reread: SecondReading) -> Iterator[Outcome]:
    often = Counter(reference.key for reference in dossier.bibliography.references)
    for reference in dossier.bibliography.references:
        if reference.place.path != reread.path or reference.kind in _NOT_PRINTED:
            continue
        if often[reference.key] > 1:
            # Pandoc shows one of the entries with this key; that there are two is KEY003.
            continue
        if reread.asked is not None and reference.key not in reread.asked:
            continue
        theirs = reread.entries.get(reference.key)
        if theirs is None:
            if reference.key:
                yield _missing(reference)
            continue
        yield from _differences(reference, theirs)


def _missing(reference: Reference) -> Contradicted:
    return Contradicted(
        place=reference.key_place,
        message=f"pandoc does not see the entry {reference.key!r}",
        hint="look at the braces and commas above it, and at the letters of its key",
        reference=reference.key,
    )


def _differences(reference: Reference, theirs: Mapping[str, str]) -> Iterator[Outcome]:
    for variable, name in _COMPARED.items():
        field = reference.fields.get(name)
        if field is None or field.joined or variable not in theirs:
            continue
        if not field.value or _folded(field.value) == _folded(theirs[variable]):
            yield OK
        else:
            yield _difference(reference, field, theirs[variable])
    title = reference.fields.get("title")
    if title is not None and not title.joined:
        yield _title(reference, title, theirs.get("title"))
    yield from _authors(reference, theirs)
    yield from _lost(reference, theirs)


def _title(reference: Reference, title: Field, theirs: str | None) -> Outcome:
    if not title.value:
        return OK
    if theirs is None:
        # The two do not let the same types inherit a title.
        return OK if title.inherited_from else _unread(reference, title)
    return OK if _same(reference, title, theirs) else _difference(reference, title, theirs)


def _same(reference: Reference, title: Field, theirs: str) -> bool:
    if "$" in title.raw or _FORMULA.search(title.raw):
        return True
    # Pandoc puts the title of the whole in place of that of the part.
    ours = (title.value, reference.text("maintitle"), reference.text("issuetitle"))
    return any(_letters(one) in _letters(theirs) for one in ours if one)


def _authors(reference: Reference, theirs: Mapping[str, str]) -> Iterator[Outcome]:
    field = reference.fields.get("author")
    if field is None or "authors" not in theirs:
        return
    others = field.raw.split()[-2:] == ["and", "others"]
    count = len(reference.names["author"]) + others
    if str(count) == theirs["authors"]:
        yield OK
    else:
        yield _difference(reference, field, f"{theirs['authors']} names")


def _lost(reference: Reference, theirs: Mapping[str, str]) -> Iterator[Outcome]:
    """Look at fields with a formula that has no end."""
    for name, variable in _WORDS.items():
        for field in own(reference, name):
            if len(_DOLLAR.findall(field.raw)) % 2:
                yield OK if variable in theirs else _unread(reference, field)


def _unread(reference: Reference, field: Field) -> Contradicted:
    return Contradicted(
        place=field.place,
        message=f"pandoc cannot read the field {field.name!r}, and leaves it out",
        hint="write \\$ for a dollar sign, and look at TeX commands",
        reference=reference.key,
    )


def _difference(reference: Reference, field: Field, theirs: str) -> Suspicious:
    return Suspicious(
        place=field.place,
        message=f"pandoc reads the field {field.name!r} otherwise: {theirs!r}",
        hint=f"it was read as {field.value!r} here; look for stray braces and TeX commands",
        reference=reference.key,
    )


def _folded(value: str) -> str:
    return _NO_PART.sub("", unquote(value).casefold())


def _letters(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value).casefold()
    return _NO_LETTER.sub("", plain).translate(_DOTTED)


RULE = Rule(
    code="SYN007",
    name="readers-disagree",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="bibliography that pandoc reads otherwise",
    page=__doc__,
    check=check,
)
