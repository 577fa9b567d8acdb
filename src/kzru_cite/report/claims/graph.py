"""
Draw the map of claims as SVG 1.1: claims on the left by section, references on the right.

A line says how far a bond is borne out, by its colour and by its strokes, so that it can be read
without colours. The picture has no script, asks for nothing, and is dark where its reader is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from kzru_cite.model.bonds import Bond, Bound, ClaimMap, Standing
from kzru_cite.report.claims.rows import legible

_ROW, _TOP, _WIDTH = 20, 64, 1040
_LEFT, _RIGHT = 380, 660
_LONGEST = 48
# Colours with a contrast of 4.5 or more on white and on the dark ground, see the style below.
_KINDS: tuple[tuple[str, str, tuple[Standing, ...]], ...] = (
    ("good", "supported", (Standing.SUPPORTS,)),
    ("part", "supported in part", (Standing.PARTLY,)),
    ("wait", "quotation found, undecided", (Standing.UNDECIDED,)),
    (
        "open",
        "nothing to judge by yet",
        (Standing.UNLINKED, Standing.UNQUOTED, Standing.UNSEARCHED, Standing.INACCESSIBLE),
    ),
    (
        "bad",
        "contradicted, lapsed, or quotation not found",
        (Standing.CONTRADICTS, Standing.LAPSED, Standing.MISSING),
    ),
)
_CLASS = {standing: name for name, _, standings in _KINDS for standing in standings}
_STYLE = """\
text { font: 12px sans-serif; fill: #1f2328; }
.section { font-weight: bold; }
.ground { fill: #ffffff; }
.without { font-style: italic; fill: #59636e; }
path, line { fill: none; stroke-width: 1.5; }
.good { stroke: #1a7f37; }
.part { stroke: #8a5a00; stroke-dasharray: 10 3; }
.wait { stroke: #0a60c2; stroke-dasharray: 6 4; }
.open { stroke: #666c73; stroke-dasharray: 2 4; }
.bad { stroke: #c01f2e; stroke-width: 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .ground { fill: #0d1117; }
  .without { fill: #9198a1; }
  .good { stroke: #56d364; }
  .part { stroke: #e3b341; }
  .wait { stroke: #79c0ff; }
  .open { stroke: #8b949e; }
  .bad { stroke: #ff7b72; }
}
"""


class _Line(Struct, frozen=True, kw_only=True):
    """A line of the left column: a heading of a section, or a claim."""

    y: int
    words: str
    bound: Bound | None = None


def as_graph(claims: ClaimMap) -> str:
    """Return the picture as a document of its own."""
    left = list(_left(claims))
    right = _right(left)
    lowest = max((_TOP, *(line.y for line in left), *right.values()))
    height = lowest + _ROW * (len(_KINDS) + 3)
    counts = claims.standings()
    told = ", ".join(f"{counts[one]} {one.value}" for one in Standing if counts[one])
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _opening(height),
        '<title id="title">Claims and the references they rest on</title>',
        f'<desc id="desc">{len(claims.bound)} claims; links by standing: {told or "none"}.</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{height}"/>',
        *_heads(),
        *_curves(left, right),
        *_words(left, right),
        *_legend(height - _ROW * (len(_KINDS) + 1)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(height: int) -> str:
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    space = 'xmlns="http://www.w3.org/2000/svg"'
    return f'<svg {space} {size} role="img" aria-labelledby="title desc">'


def _left(claims: ClaimMap) -> Iterator[_Line]:
    y, section = _TOP, -1
    for one in claims.bound:
        if one.claim.section != section:
            section = one.claim.section
            title = claims.article.sections[section].title or "(before all headings)"
            yield _Line(y=y, words=title)
            y += _ROW
        yield _Line(y=y, words=one.claim.id or "(no id)", bound=one)
        y += _ROW


def _right(left: Sequence[_Line]) -> dict[str, int]:
    """Place each reference near the middle of its claims, so that few lines cross."""
    places: dict[str, list[int]] = {}
    for line in left:
        for bond in line.bound.bonds if line.bound else ():
            places.setdefault(bond.reference, []).append(line.y)
    ordered = sorted(places, key=lambda key: (sum(places[key]) / len(places[key]), key))
    found: dict[str, int] = {}
    free = _TOP
    for key in ordered:
        found[key] = max(free, sum(places[key]) // len(places[key]))
        free = found[key] + _ROW
    return found


def _heads() -> Iterator[str]:
    yield _text(_LEFT - 8, _TOP - _ROW - 8, "claims", "section", "end")
    yield _text(_RIGHT + 8, _TOP - _ROW - 8, "references", "section", "start")


def _curves(left: Sequence[_Line], right: dict[str, int]) -> Iterator[str]:
    middle = (_LEFT + _RIGHT) // 2
    for line in left:
        for bond in line.bound.bonds if line.bound else ():
            start, end = line.y - 4, right[bond.reference] - 4
            way = f"M{_LEFT} {start} C{middle} {start} {middle} {end} {_RIGHT} {end}"
            said = f"{line.words} – {bond.reference}: {_said(bond)}"
            title = f"<title>{_escaped(said)}</title>"
            yield f'<path class="{_CLASS[bond.standing]}" d="{way}">{title}</path>'


def _said(bond: Bond) -> str:
    return f"{bond.standing.value} ({bond.why})" if bond.why else bond.standing.value


def _words(left: Sequence[_Line], right: dict[str, int]) -> Iterator[str]:
    for line in left:
        kind = "" if line.bound else "section"
        yield _text(_LEFT - 8, line.y, line.words, kind, "end")
        if line.bound and not line.bound.bonds:
            yield _text(_LEFT + 8, line.y, _without(line.bound), "without", "start")
    for key, y in right.items():
        yield _text(_RIGHT + 8, y, key, "", "start")


def _without(bound: Bound) -> str:
    """Say of a claim without references why that is."""
    given = bound.claim.attributes
    if given.get("needs"):
        return f"needs {given['needs'].replace(' ', ', ')}"
    return f"basis: {given['basis']}" if given.get("basis") else "rests on nothing"


def _legend(y: int) -> Iterator[str]:
    for number, (name, words, _) in enumerate(_KINDS):
        at = y + number * _ROW
        yield f'<line class="{name}" x1="{_LEFT}" y1="{at - 4}" x2="{_LEFT + 60}" y2="{at - 4}"/>'
        yield _text(_LEFT + 72, at, words, "", "start")


def _text(x: int, y: int, words: str, kind: str, anchor: str) -> str:
    short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{named}>{_escaped(short)}</text>'


def _escaped(words: str) -> str:
    return escape(legible(words))
