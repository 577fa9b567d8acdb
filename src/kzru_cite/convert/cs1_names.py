"""Read the names of citation templates into name lists of BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kzru_cite.convert.tex import body, names, person

# Each role, and what its parameters are called: family name (or the whole), given name, list.
_ROLES = (
    (
        "author",
        "last surname author author-last author-surname subject host people inventor inventor-last",
        "first given author-first author-given inventor-first",
        ("authors", "vauthors", "credits"),
    ),
    (
        "editor",
        "editor-last editor-surname editor editorlast",
        "editor-first editor-given editorfirst",
        ("editors", "veditors"),
    ),
    (
        "translator",
        "translator-last translator-surname translator",
        "translator-first translator-given",
        ("translators",),
    ),
    (
        "contributor",
        "contributor-last contributor-surname contributor",
        "contributor-first contributor-given",
        (),
    ),
)
_NUMBER = re.compile(r"(?P<stem>[a-z]+(?:-[a-z]+)?)-?(?P<number>\d{1,3})?(?P<tail>-[a-z]+)?")
_ET_AL = re.compile(r"[,;]?\s*\bet al\b\.?\s*$|[,;]?\s+and others\.?$", re.IGNORECASE)
_VANCOUVER = re.compile(r"(?P<family>.+?)\s+(?P<given>[A-Z]{1,3})(?:\s+(?:Jr|Sr|2nd|3rd))?")
# Words that only bodies have in their names.
_BODY = re.compile(
    r"\b(?:agency|association|bank|board|bureau|centre|center|college|commission|committee"
    r"|company|corporation|council|department|foundation|government|inc|institute|limited|ltd"
    r"|ministry|museum|network|news|office|organi[sz]ation|press|programme?|project|school"
    r"|service|society|staff|team|trust|union|university|website|times|editors|correspondent"
    r"|media|group|party|church|library|of|the|for|and)\b|[\d.]\w+\.\w|&",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV)\.?")


class People(Struct, frozen=True, kw_only=True):
    """
    The names of one role: as BibLaTeX writes them, and the family names as given.

    *first* is the family name, or the body, that a key is made of. *used* are the parameters that
    were read.
    """

    written: str
    families: tuple[str, ...]
    first: str
    used: frozenset[str]


def people(parameters: Mapping[str, str]) -> Iterator[tuple[str, People]]:
    """Give the name list of each role; *parameters* have plain values and are not empty."""
    etal = {
        role for role in ("author", "editor", "translator")
        if "etal" in re.sub(r"\W", "", parameters.get(f"display-{role}s", "")).lower()
    }  # fmt: skip
    for role, lasts, firsts, lists in _ROLES:
        found = _numbered(parameters, lasts.split(), firsts.split())
        used = {name for one in found.values() for name, _ in one.values()}
        pairs = [(_value(one, "last"), _value(one, "first")) for _, one in sorted(found.items())]
        others = role in etal
        written: list[str] = []
        families: list[str] = []
        for last, first in pairs:
            whole = _ET_AL.sub("", last)
            others = others or whole != last
            if whole:
                written.append(_written(whole, first))
                families.append(whole.partition(",")[0] if not first else whole)
        for name in lists:
            if name in parameters:
                used.add(name)
                whole = _ET_AL.sub("", parameters[name])
                others = others or whole != parameters[name]
                more = list(_listed(whole, vancouver=name.startswith("v")))
                written += (one for one, _ in more)
                families += (family for _, family in more)
        if written:
            joined = names(dict.fromkeys(written), others=others)
            first = written[0].partition(",")[0].strip("{}")
            yield (
                role,
                People(written=joined, families=tuple(families), first=first, used=frozenset(used)),
            )


def _numbered(
    parameters: Mapping[str, str], lasts: list[str], firsts: list[str]
) -> dict[int, dict[str, tuple[str, str]]]:
    """Sort ``last2``, ``editor2-last``, ``editor-last2`` … by their numbers."""
    found: dict[int, dict[str, tuple[str, str]]] = {}
    for name, text in parameters.items():
        match = _NUMBER.fullmatch(name)
        if match is None:
            continue
        stem = match["stem"] + (match["tail"] or "")
        part = "last" if stem in lasts else "first" if stem in firsts else ""
        if part:
            one = found.setdefault(int(match["number"] or 1), {})
            # Of two names for one part the first one counts; the other is told as left over.
            one.setdefault(part, (name, text))
    return found


def _value(one: Mapping[str, tuple[str, str]], part: str) -> str:
    return one[part][1] if part in one else ""


def _written(last: str, first: str) -> str:
    if first:
        family, _, suffix = (part.strip() for part in last.partition(","))
        if _SUFFIX.fullmatch(suffix):
            return person(family, first, suffix=suffix)
        given, _, suffix = (part.strip() for part in first.partition(","))
        if _SUFFIX.fullmatch(suffix):
            return person(last, given, suffix=suffix)
        return person(last, first)
    return _whole(last)


def _whole(name: str) -> str:
    """
    Write a name given in one piece.

    It is a person's only where a comma shows its parts, or of two or three words in capitals that
    no body has.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given and "," not in given and not _BODY.search(name):
        return person(family, given)
    words = name.split()
    if not comma and 2 <= len(words) <= 3 and all(_is_name(word) for word in words):
        return person(words[-1], " ".join(words[:-1])) if not _BODY.search(name) else body(name)
    return body(name)


def _is_name(word: str) -> bool:
    bare = word.strip(".")
    return word[:1].isupper() and not (len(bare) > 1 and bare.isupper())


def _listed(text: str, *, vancouver: bool) -> Iterator[tuple[str, str]]:
    """Split a free list of names where that is certain: at semicolons, or in Vancouver style."""
    if vancouver:
        yield from _vancouver(text)
        return
    for name in text.split(";"):
        if name.strip():
            yield _whole(name.strip()), name.partition(",")[0].strip()


def _vancouver(text: str) -> Iterator[tuple[str, str]]:
    """Read ``Smith AB, ((World Health Organization)), Lee C``."""
    for part in re.split(r",\s*(?![^(]*\)\))", text):
        name = part.strip()
        match = _VANCOUVER.fullmatch(name)
        bare = match["family"] if match else name.strip(" ()")
        given = " ".join(f"{initial}." for initial in match["given"]) if match else ""
        if bare:
            yield person(bare, given) if given else body(bare), bare
