"""Say what can be written where a cursor stands: keys, ids of claims, names of fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier


class Kind(Enum):
    """Name what a proposal is."""

    REFERENCE = "reference"
    CLAIM = "claim"
    FIELD = "field"
    RULE = "rule"


class Proposal(Struct, frozen=True, kw_only=True):
    """Words to put in the place of those from offset *start* to the cursor; *about* tells of it."""

    kind: Kind
    text: str
    start: int
    about: str = ""


# As a citation key of pandoc begins and goes on (manual, "Citation syntax").
_KEY = re.compile(r"(?<![^\W_])(?<!\\)@\{?(?P<begun>\w?[\w:.#$%&\-+?<>~/]*)$")
_ALLOW = re.compile(r"<!--\s*kzru-cite:\s*allow\s+(?P<begun>\w*)$")
_FIELD = re.compile(r"^\s*(?P<begun>[A-Za-z][\w-]*|)$")
_ENTRY = re.compile(r"^[ \t]*@(?P<kind>\w+)\s*[{(]", re.MULTILINE)
_SET = re.compile(r"^\s*(?P<name>[A-Za-z][\w-]*)\s*=", re.MULTILINE)
_CLAIM = re.compile(r"^(?P<begun>[^\s#:\-][^\s:]*|)$")
_REF = re.compile(r"^\s+(?:-\s+)?ref:\s*[\"']?(?P<begun>[^\s\"']*)$")
_ABOVE = re.compile(r"^(?P<id>[^\s#\-][^:\n]*):", re.MULTILINE)
_NO_FIELDS = frozenset({"comment", "preamble", "string"})


def in_article(
    dossier: Dossier, text: str, at: int, codes: Iterable[tuple[str, str]]
) -> Iterator[Proposal]:
    """Propose keys after ``@``, and rules after ``allow``; *codes* are rules with their names."""
    line = _before(text, at)
    if found := _KEY.search(line):
        yield from _keys(dossier.bibliography.references, at - len(found["begun"]))
    elif found := _ALLOW.search(line):
        start = at - len(found["begun"])
        for code, name in codes:
            yield Proposal(kind=Kind.RULE, text=code, start=start, about=name)


def in_ledger(dossier: Dossier, text: str, at: int) -> Iterator[Proposal]:
    """Propose ids of claims where an entry begins, and keys after ``ref:``, cited ones first."""
    line = _before(text, at)
    if found := _REF.search(line):
        above = [match["id"].strip("\"'") for match in _ABOVE.finditer(text, 0, at)]
        cited = _cited(dossier.article.claims, above[-1] if above else "")
        start = at - len(found["begun"])
        references = dossier.bibliography.references
        yield from _keys((one for one in references if one.key in cited), start)
        yield from _keys((one for one in references if one.key not in cited), start)
    elif found := _CLAIM.search(line):
        there = dossier.ledger.claims if dossier.ledger else {}
        start = at - len(found["begun"])
        for claim in dossier.article.claims:
            if claim.id and claim.id not in there:
                yield Proposal(kind=Kind.CLAIM, text=claim.id, start=start, about=claim.text)


def in_bibliography(text: str, at: int, fields: Iterable[str]) -> Iterator[Proposal]:
    """Propose names of fields where one can begin inside an entry; those there are left out."""
    found = _FIELD.search(_before(text, at))
    if found is None:
        return
    heads = list(_ENTRY.finditer(text, 0, at))
    head = heads[-1] if heads else None
    if head is None or head["kind"].lower() in _NO_FIELDS or not _inside(text[head.end() : at]):
        return
    there = _set_in(text, head.end())
    for name in fields:
        if name not in there:
            yield Proposal(kind=Kind.FIELD, text=name, start=at - len(found["begun"]))


def _before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _keys(references: Iterable[Reference], start: int) -> Iterator[Proposal]:
    for reference in references:
        yield Proposal(
            kind=Kind.REFERENCE, text=reference.key, start=start, about=_about(reference)
        )


def _about(reference: Reference) -> str:
    names = [str(name) for name in reference.names.get("author", ())]
    year = reference.text("date", "year")[:4]
    who = f"{names[0]} et al." if len(names) > 1 else "".join(names)
    return ", ".join(filter(None, (who, year, reference.text("title"))))


def _cited(claims: Iterable[Claim], name: str) -> frozenset[str]:
    return frozenset(
        citation.key for claim in claims if claim.id == name for citation in claim.citations
    )


def _inside(text: str) -> bool:
    """Tell whether the end of *text*, which begins inside an entry, is outside of any value."""
    depth = 1
    for sign in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if not depth:
            return False
    return depth == 1 and "," in text


def _set_in(text: str, start: int) -> frozenset[str]:
    """Return the names of fields set from *start* to the next entry."""
    next_entry = _ENTRY.search(text, start)
    body = text[start : next_entry.start() if next_entry else len(text)]
    return frozenset(
        name.lower() for name in re.findall(r"^\s*([A-Za-z][\w-]*)\s*=", body, re.MULTILINE)
    )
