"""
Put projects beside one another: one dossier of several, in which no name stands for two things.

Files, keys, ids, hosts and DOIs of each but the last get names of their own, so that what is found
in the last can be told apart and must be what is found in it alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.article import Article, Citation
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence, in_order
from kzru_cite.model.kept import Audit
from kzru_cite.model.ledger import Ledger

T = TypeVar("T")
_PREFIX = re.compile(r"\b10\.\d{4}/")


def may_stand_together(one: Dossier, other: Dossier) -> bool:
    """Tell whether two projects are judged alike, and nothing said of one is about the other."""
    by_host = any(each.host for each in (*one.suppressions, *other.suppressions))
    shared = _overlap(_seen(one), _named(other)) or _overlap(_seen(other), _named(one))
    return _terms(one) == _terms(other) and not by_host and not shared


def together(projects: Sequence[Dossier]) -> Dossier:
    """Return one dossier of all projects; the last says for which day and by which policy."""
    return reduce(_beside, projects)


def renamed(project: Dossier, number: int) -> Dossier:
    """
    Give files, keys, ids, hosts and DOIs of a project other names, wherever they are named.

    Hosts are those whose name holds ``example``, DOIs those with a prefix of four digits; no text
    changes its length for them.
    """
    names = {one.key for one in project.bibliography.references}
    names |= {one.key for one in project.bibliography.broken}
    names |= {one.key for one in project.article.citations} | project.article.nocite - {"*"}
    names |= {one.id for one in project.article.claims}
    names |= {one.name for one in project.article.facts}
    if project.ledger:
        names |= {*project.ledger.claims, *(link.reference for link in project.ledger.links)}
    # Rules tell by the first letters of a key what it is, by the last of a file.
    new = {name: f"{name}-{number}" for name in names if name}
    new |= {path: f"{number}-{path}" for path in paths(project)}
    return replace(_with(project, new, f"{number % 100:02d}"), policy=project.policy)


def paths(project: Dossier) -> frozenset[str]:
    """Return the files of a project."""
    texts = (*project.articles, *project.bibliographies, *project.ledgers)
    return frozenset(one.path for one in texts)


def _with(value: T, names: Mapping[str, str], own: str) -> T:
    """Return a value with *names* instead of the texts that they stand for, wherever these are."""
    found: Any = value
    if isinstance(value, str):
        found = names.get(value) or _own(value, own)
    elif isinstance(value, tuple):
        found = tuple(_with(one, names, own) for one in value)
    elif isinstance(value, frozenset):
        found = frozenset(_with(one, names, own) for one in value)
    elif isinstance(value, Mapping):
        found = {_with(key, names, own): _with(one, names, own) for key, one in value.items()}
        found = MappingProxyType(found) if isinstance(value, MappingProxyType) else found
    elif isinstance(value, Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        found = type(value)(**{name: _with(part, names, own) for name, part in parts.items()})
    return found  # type: ignore[no-any-return]


def _own(text: str, own: str) -> str:
    return _PREFIX.sub(f"10.90{own}/", text.replace("example", f"examp{own}"))


def _beside(one: Dossier, other: Dossier) -> Dossier:
    return replace(
        other,
        article=_articles(one.article, other.article),
        bibliography=_bibliographies(one.bibliography, other.bibliography),
        articles=one.articles + other.articles,
        bibliographies=one.bibliographies + other.bibliographies,
        ledgers=one.ledgers + other.ledgers,
        suppressions=one.suppressions + other.suppressions,
        evidence=_looks(one.evidence, other.evidence),
        ledger=_ledgers(one.ledger, other.ledger),
        audit=_audits(one.audit, other.audit),
    )


def _articles(one: Article, other: Article) -> Article:
    sections, claims = len(one.sections), len(one.claims)

    def later(citation: Citation) -> Citation:
        claim = None if citation.claim is None else citation.claim + claims
        return replace(citation, section=citation.section + sections, claim=claim)

    return replace(
        other,
        sections=one.sections + other.sections,
        paragraphs=one.paragraphs
        + tuple(replace(each, section=each.section + sections) for each in other.paragraphs),
        claims=one.claims
        + tuple(
            replace(
                each,
                section=each.section + sections,
                citations=tuple(map(later, each.citations)),
            )
            for each in other.claims
        ),
        citations=one.citations + tuple(map(later, other.citations)),
        facts=one.facts
        + tuple(replace(each, section=each.section + sections) for each in other.facts),
        nocite=one.nocite | other.nocite,
        broken=one.broken + other.broken,
        unreadable=one.unreadable + other.unreadable,
        unproven=one.unproven + other.unproven,
    )


def _bibliographies(one: Bibliography, other: Bibliography) -> Bibliography:
    return Bibliography(
        references=one.references + other.references,
        broken=one.broken + other.broken,
        macros=one.macros + other.macros,
        inheritance=one.inheritance + other.inheritance,
        rereads=one.rereads + other.rereads,
    )


def _looks(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    return Evidence(looks=in_order(one.looks + other.looks)) if one and other else other


def _ledgers(one: Ledger | None, other: Ledger | None) -> Ledger | None:
    if one is None or other is None:
        return other
    return replace(
        other,
        links=one.links + other.links,
        claims={**one.claims, **other.claims},
        faults=one.faults + other.faults,
    )


def _audits(one: Audit | None, other: Audit | None) -> Audit | None:
    if one is None or other is None:
        return other
    return replace(
        other,
        lines=one.lines + other.lines,
        damages=one.damages + other.damages,
        captures=one.captures + other.captures,
    )


def _terms(project: Dossier) -> tuple[object, ...]:
    """Return what is said of a project as a whole, or is asked only where there is any."""
    article = project.article
    there = (
        project.ledger is None,
        project.evidence is None,
        project.audit is None,
        bool(article.claims),
        "*" in article.nocite,
    )
    return (project.policy, project.today, article.language, *there)


def _seen(project: Dossier) -> set[str]:
    """Return the addresses and numbers that were looked at, without the kind of number."""
    looks = project.evidence.looks if project.evidence else ()
    abouts = {look.about for look in looks}
    return {about if "//" in about else about.partition(":")[2] for about in abouts}


def _named(project: Dossier) -> set[str]:
    """Return the addresses and other values that the entries of a project give."""
    references = project.bibliography.references
    given = {field.value for one in references for field in one.fields.values()}
    return given | _seen(project)


def _overlap(seen: set[str], named: set[str]) -> bool:
    return any(one.casefold() in other.casefold() for one in seen for other in named)
