"""Draw the health of links and the coverage by copies as SVG inside the page, with their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from kzru_cite.model.health import Coverage, Fate, Health, Sample
from kzru_cite.report.page.markup import text
from kzru_cite.report.words import counted

_WIDE, _HIGH, _LEFT, _TOP = 640, 220, 46, 10
_FLOOR = _HIGH - 24
_FATES = {
    Fate.FINE: "fine",
    Fate.DRIFTED: "drifted",
    Fate.SUSPECTED: "suspected",
    Fate.LOST: "lost",
    Fate.UNKNOWN: "unknown",
}
_COVERAGE = {
    Coverage.SOUND: "fine",
    Coverage.UNSEEN: "unseen",
    Coverage.FAULTY: "faulty",
    Coverage.NONE: "none",
}
# A table of more days is longer than anyone reads.
_ROWS = 60


def links(health: Health) -> str:
    """Return the section on links over time."""
    if not health.samples:
        body = "<p>No page was ever looked at: <code>kzru-cite gather</code> does it.</p>"
        return f'<section aria-labelledby="links"><h2 id="links">Links</h2>{body}</section>'
    last = health.samples[-1]
    legend = _legend((kind, fate.value, last.counts.get(fate, 0)) for fate, kind in _FATES.items())
    return (
        '<section aria-labelledby="links"><h2 id="links">Links over time</h2>'
        f"<figure>{_areas(health.samples)}"
        '<figcaption class="quiet">Addresses by what the log showed of them, from'
        f" <time>{health.samples[0].day}</time> to <time>{last.day}</time>.</figcaption></figure>"
        f"{legend}{_table(health.samples)}</section>"
    )


def copies(health: Health) -> str:
    """Return the section on archived copies."""
    counts = [(kind, one.value, health.coverage.get(one, 0)) for one, kind in _COVERAGE.items()]
    named = health.sources - health.coverage.get(Coverage.NONE, 0)
    told = f"{named} of {counted(health.sources, 'source')} of the web name an archived copy."
    bar = _bar(counts, health.sources) if health.sources else ""
    return (
        '<section aria-labelledby="copies"><h2 id="copies">Archived copies</h2>'
        f"<p>{told}</p>{bar}{_legend(counts)}</section>"
    )


def _legend(rows: Iterator[tuple[str, str, int]] | Sequence[tuple[str, str, int]]) -> str:
    lines = (
        f'<li><i class="{kind}"></i><b>{count}</b> {text(words)}</li>'
        for kind, words, count in rows
    )
    return f'<ul class="legend">{"".join(lines)}</ul>'


class _Frame(Struct, frozen=True, kw_only=True):
    """
    Where days and counts lie: *edges* are the left and the right one of each sample.

    *unit* is the height of one address.
    """

    edges: tuple[tuple[float, float], ...]
    unit: float

    def outline(self, below: Sequence[int], above: Sequence[int]) -> str:
        """Return the outline of an area: its upper edge to the right, its lower edge back."""
        there = [
            f"L{left:.1f} {_FLOOR - high * self.unit:.1f}H{right:.1f}"
            for (left, right), high in zip(self.edges, above, strict=True)
        ]
        back = [
            f"L{right:.1f} {_FLOOR - low * self.unit:.1f}H{left:.1f}"
            for (left, right), low in zip(self.edges, below, strict=True)
        ]
        return f"M{''.join([*there, *reversed(back)])[1:]}Z"


def _frame(samples: Sequence[Sample], most: int) -> _Frame:
    first, last = samples[0].day, samples[-1].day
    # The last day is a day too: what was seen on it must show.
    days = (last - first).days + 1
    starts = [(one.day - first).days for one in samples]
    wide = (_WIDE - _LEFT) / days
    edges = zip(starts, [*starts[1:], days], strict=True)
    return _Frame(
        edges=tuple((_LEFT + one * wide, _LEFT + other * wide) for one, other in edges),
        unit=(_FLOOR - _TOP) / most,
    )


def _areas(samples: Sequence[Sample]) -> str:
    """Draw one area above the other, in steps: a state lasts until another was seen."""
    most = max(sum(one.counts.values()) for one in samples)
    frame = _frame(samples, most)
    paths = []
    below = [0] * len(samples)
    for fate, kind in _FATES.items():
        above = [low + one.counts.get(fate, 0) for low, one in zip(below, samples, strict=True)]
        if above != below:
            paths.append(f'<path class="{kind} gap" d="{frame.outline(below, above)}"></path>')
        below = above
    last = samples[-1]
    counts = ((fate.value, last.counts.get(fate, 0)) for fate in _FATES)
    words = "; ".join(f"{count} {name}" for name, count in counts if count)
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img"'
        f' aria-label="Links on {last.day}: {words}">{"".join(paths)}'
        f"{_axes(most, samples[0].day, last.day)}</svg>"
    )


def _axes(most: int, first: date, last: date) -> str:
    marks = [(_LEFT - 6, _TOP + 12, "end", f"{most}"), (_LEFT - 6, _FLOOR, "end", "0")]
    marks.append((_LEFT, _HIGH - 6, "start", f"{first}"))
    if first != last:
        marks.append((_WIDE, _HIGH - 6, "end", f"{last}"))
    words = "".join(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{word}</text>'
        for x, y, anchor, word in marks
    )
    return f'<path class="axis" d="M{_LEFT} {_TOP}V{_FLOOR}H{_WIDE}" fill="none"></path>{words}'


def _bar(counts: Sequence[tuple[str, str, int]], whole: int) -> str:
    parts = []
    at = 0.0
    for kind, _, count in counts:
        wide = _WIDE * count / whole
        if count:
            box = f'x="{at:.1f}" y="0" width="{wide:.1f}" height="26"'
            parts.append(f'<rect class="{kind} gap" {box}></rect>')
        at += wide
    words = "; ".join(f"{count} {words}" for _, words, count in counts if count)
    return (
        f'<svg viewBox="0 0 {_WIDE} 26" role="img" aria-label="{text(words)}">'
        f"{''.join(parts)}</svg>"
    )


def _table(samples: Sequence[Sample]) -> str:
    """Return the same in figures, for those who do not see the picture."""
    heads = "".join(f'<th scope="col" class="number">{text(one.value)}</th>' for one in _FATES)
    rows = "".join(
        f'<tr><th scope="row">{one.day}</th>'
        + "".join(f'<td class="number">{one.counts.get(fate, 0)}</td>' for fate in _FATES)
        + "</tr>"
        for one in samples[-_ROWS:]
    )
    return (
        "<details><summary>The same in figures</summary>"
        '<div class="wide" role="group" tabindex="0" aria-label="Links by day"><table>'
        f'<thead><tr><th scope="col">day</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )
