"""Lay out claims and their bonds as rows, for lists of all forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from kzru_cite.model.article import Article
from kzru_cite.model.bonds import Bond, Bound, ClaimMap
from kzru_cite.model.coverage import coverage


class BondRow(TypedDict):
    """A reference of a claim, and how far it bears the claim out."""

    reference: str
    locator: str
    standing: str
    why: str
    quote: str
    address: str
    page: int | None
    decision: str
    by: str
    on: str
    note: str


class Row(TypedDict):
    """A claim: where it stands, what it says, and what it rests on."""

    id: str
    section: str
    path: str
    line: int
    column: int
    text: str
    date: str
    references: list[str]
    locators: list[str]
    basis: str
    needs: list[str]
    note: str
    links: list[BondRow]


class Cover(TypedDict):
    """How many sentences of a section are covered by a claim."""

    section: str
    sentences: int
    covered: int


def rows(claims: ClaimMap) -> list[Row]:
    """Return a row for each claim, in reading order."""
    return [_row(claims.article, one) for one in claims.bound]


def _row(article: Article, bound: Bound) -> Row:
    claim = bound.claim
    return Row(
        id=claim.id,
        section=article.sections[claim.section].title,
        path=claim.place.path,
        line=claim.place.line,
        column=claim.place.column,
        text=claim.text,
        date=claim.attributes.get("date", ""),
        references=[citation.key for citation in claim.citations],
        locators=[citation.suffix for citation in claim.citations],
        basis=claim.attributes.get("basis", ""),
        needs=list(claim.needs),
        note=claim.attributes.get("note", ""),
        links=[_bond(bond) for bond in bound.bonds],
    )


def _bond(bond: Bond) -> BondRow:
    link, decided = bond.link, bond.decided
    return BondRow(
        reference=bond.reference,
        locator=bond.locator,
        standing=bond.standing.name.lower(),
        why=bond.why,
        quote=link.quotation.exact if link and link.quotation else "",
        address=bond.address,
        page=bond.found.page if bond.found else None,
        decision=decided.decision.value if decided else "",
        by=decided.by if decided else "",
        on=decided.on.isoformat() if decided and decided.on else "",
        note=link.note if link else "",
    )


def legible(words: str) -> str:
    """Leave out what cannot be printed, and may not stand in XML."""
    return "".join(letter for letter in words if letter.isprintable())


def covers(article: Article) -> Iterator[Cover]:
    """Yield the coverage of each section that has sentences, in reading order."""
    for one in coverage(article):
        yield Cover(section=one.section.title, sentences=one.sentences, covered=one.covered)
