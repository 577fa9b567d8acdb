"""Write the map of claims for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kzru_cite.model.bonds import SETTLED, ClaimMap, Standing
from kzru_cite.model.visible import visible
from kzru_cite.report.claims.rows import BondRow, Row, covers, rows


class _Line(Struct, frozen=True, kw_only=True):
    place: str
    id: str
    rests_on: str
    standing: str


def as_table(claims: ClaimMap) -> str:
    """Return a line for each claim and reference, the coverage by section, and the open work."""
    lines = [line for row in rows(claims) for line in _lines(row)]
    where = max((len(line.place) for line in lines), default=0)
    name = max((len(line.id) for line in lines), default=0)
    cited = max((len(line.rests_on) for line in lines if line.standing), default=0)
    parts = [_shown(line, where, name, cited) for line in lines]
    return "\n".join([*parts, *_coverage(claims), *_work(claims)]) + "\n"


def _shown(line: _Line, where: int, name: int, cited: int) -> str:
    start = f"{line.place:<{where}}  {line.id:<{name}}  "
    if not line.standing:
        return start + line.rests_on
    return f"{start}{line.rests_on:<{cited}}  {line.standing}"


def _lines(row: Row) -> Iterator[_Line]:
    place = f"{visible(row['path'])}:{row['line']}:{row['column']}"
    id_ = row["id"] or "(no id)"
    words = [f"basis: {row['basis']}"] if row["basis"] else []
    words += [f"needs: {', '.join(row['needs'])}"] if row["needs"] else []
    for link in row["links"]:
        rests_on = ", ".join(filter(None, (link["reference"], link["locator"])))
        # What the claim itself still needs stands beside its first reference.
        standing = " | ".join([_standing(link), *words])
        yield _Line(place=place, id=id_, rests_on=rests_on, standing=standing)
        words = []
    if not row["links"]:
        nothing = " | ".join(words) or "rests on nothing"
        yield _Line(place=place, id=id_, rests_on=nothing, standing="")


def _standing(link: BondRow) -> str:
    standing = Standing[link["standing"].upper()]
    who = " ".join(filter(None, (link["by"], link["on"])))
    said = f"{standing.value} ({who})" if who and standing is not Standing.LAPSED else ""
    return ": ".join(filter(None, (said or standing.value, link["why"])))


def _coverage(claims: ClaimMap) -> Iterator[str]:
    yield ""
    yield "sentences covered by claims"
    for cover in covers(claims.article):
        share = cover["covered"] / cover["sentences"]
        title = cover["section"] or "(before all headings)"
        yield f"{share:>5.0%}  {cover['covered']:>3} of {cover['sentences']:<3}  {title}"


def _work(claims: ClaimMap) -> Iterator[str]:
    counts = claims.standings()
    needs = [need for row in rows(claims) for need in row["needs"]]
    if not counts and not needs:
        return
    yield ""
    yield "links of claims to references"
    for standing in Standing:
        if counts[standing]:
            mark = "done" if standing in SETTLED else "open"
            yield f"{counts[standing]:>5}  {mark}  {standing.value}"
    if needs:
        yield ""
        yield "claims that need"
        for need in dict.fromkeys(needs):
            yield f"{needs.count(need):>5}  {need}"
