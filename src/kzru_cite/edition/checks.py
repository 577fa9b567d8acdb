"""Write the section on sources and checks: claims by state, bonds by standing, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from kzru_cite.edition.labels import Labels
from kzru_cite.edition.proofs import Proof
from kzru_cite.edition.tree import Node, Nodes, header, link, para, raw, table, words
from kzru_cite.model.bonds import ClaimMap, Standing
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.coverage import Covered, coverage

CHECKS = "edition-checks"
# Draws the share of a section that is covered.
Bar: TypeAlias = Callable[[Covered, Labels], Nodes]
# In the units of the picture, which is a bar across a line.
_WIDTH, _HEIGHT = 120, 10


def checks(
    proofs: Sequence[Proof],
    claims: ClaimMap | None,
    headings: Collection[str],
    labels: Labels,
    bar: Bar,
) -> Nodes:
    """Return the section, empty without claims; *headings* are the ids it may lead to."""
    if not proofs:
        return []
    told = labels.evidence
    states = Counter(proof.state for proof in proofs)
    standings = Counter(bond.standing for proof in proofs for bond in proof.bonds)
    return [
        header(1, CHECKS, told.checks, "unnumbered"),
        para(words(told.checks_why)),
        _counted(told.claims, told.state, _by_state(states, labels), labels),
        *_bonds(standings, labels),
        *_coverage(tuple(coverage(claims.article)) if claims else (), headings, labels, bar),
    ]


def _by_state(states: Counter[ClaimState], labels: Labels) -> list[tuple[str, int]]:
    return [(labels.evidence.states[one], states[one]) for one in ClaimState if states[one]]


def _bonds(standings: Counter[Standing], labels: Labels) -> Nodes:
    told = labels.evidence
    rows = [(_capital(told.standings[one]), standings[one]) for one in Standing if standings[one]]
    return [_counted(told.bonds, told.standing, rows, labels)] if rows else []


def _counted(caption: str, left: str, rows: Iterable[tuple[str, int]], labels: Labels) -> Node:
    cells = [(words(name), words(str(number))) for name, number in rows]
    return table(caption, (words(left), words(labels.number)), cells)


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _coverage(
    sections: Sequence[Covered], headings: Collection[str], labels: Labels, bar: Bar
) -> Nodes:
    if not sections:
        return []
    told = labels.evidence
    head = (words(told.section), words(told.covered))
    rows = [
        (_section(one, headings, labels), [*_share(one, labels), *bar(one, labels)])
        for one in sections
    ]
    return [table(told.coverage, head, rows)]


def _section(one: Covered, headings: Collection[str], labels: Labels) -> Nodes:
    name = words(one.section.title or labels.evidence.lead)
    return [link(name, f"#{one.section.id}")] if one.section.id in headings else name


def _share(one: Covered, labels: Labels) -> Nodes:
    share = labels.evidence.covered_of.format(covered=one.covered, all=one.sentences)
    return words(f"{share}\u00a0")


def html_bar(one: Covered, _labels: Labels) -> Nodes:
    """Draw the share beside its figures; who cannot see the bar misses nothing."""
    part = round(_WIDTH * one.covered / one.sentences, 1)
    picture = (
        f'<svg class="bar" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' aria-hidden="true" focusable="false"><rect class="whole" width="{_WIDTH}"'
        f' height="{_HEIGHT}"></rect><rect class="part" width="{part:g}" height="{_HEIGHT}">'
        "</rect></svg>"
    )
    return [raw("html", picture)]


def paper_bar(one: Covered, labels: Labels) -> Nodes:
    """Draw the same by the template of the paper; its text is the share in percent."""
    part = round(100 * one.covered / one.sentences)
    told = labels.evidence.percent.format(number=part)
    return [raw("typst", f'#bar({part}, "{told}")')]
