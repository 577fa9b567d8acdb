"""Draw the cover of the book from its title: lettering above layers of land, all of it vectors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from html import escape
from itertools import pairwise

from msgspec import Struct

from kzru_cite.edition.front import Front
from kzru_cite.edition.lettering import Line, from_right, is_unbroken, set_lines
from kzru_cite.edition.tree import plain

_WIDTH, _HEIGHT = 1600, 2400
_MARGIN = 150
_MEASURE = _WIDTH - 2 * _MARGIN
# The title has the room between these heights, the authors that below the second layer of land.
_TOP, _HORIZON = 380, 1560
_NAMES_AT = 2150
_SIZES = (190, 168, 150, 134, 120, 106, 94, 84, 74, 66, 58)
_SMALL = 62
_NAME_LINES = 2
_LAYERS = 7
_POINTS = 6
_LEADING = 1.18
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Of these some are on nearly every machine, and the last stands for what it has.
_SERIF = "Georgia, 'Noto Serif', 'DejaVu Serif', serif"


class Cover(Struct, frozen=True, kw_only=True):
    """A picture as SVG text, and the words that stand for it."""

    svg: str
    words: str


def draw_cover(front: Front, colours: Mapping[str, str], families: Iterable[str] = ()) -> Cover:
    """Draw with the *colours* of a theme, by name, and its *families* of fonts before our own."""
    named = ", ".join([*(f"'{name}'" for name in families), _SERIF])
    told = " – ".join(filter(None, (front.title, plain(front.subtitle), ", ".join(front.authors))))
    lines = [*_title(front, colours), *_authors(front, colours)]
    svg = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' width="{_WIDTH}" height="{_HEIGHT}" role="img" xml:lang="{escape(front.language)}">\n'
        f"<title>{_xml(told)}</title>\n"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{colours["paper"]}"/>\n'
        f"{_land(front.title, colours)}"
        f'<g font-family="{escape(named)}">\n{"".join(lines)}</g>\n</svg>\n'
    )
    return Cover(svg=svg, words=f"{front.labels.cover}: {_NO_XML.sub('', told)}")


class _Setting(Struct, frozen=True, kw_only=True):
    """A title and what stands under it, each in lines of one size."""

    size: float
    lines: list[Line]
    below: float
    small: list[Line]

    @property
    def height(self) -> float:
        gap = self.below if self.small else 0
        return _high(self.lines, self.size) + gap + _high(self.small, self.below)


def _title(front: Front, colours: Mapping[str, str]) -> list[str]:
    """Set the title as large as the room allows, the subtitle below it."""
    chosen = _chosen(front.title, plain(front.subtitle))
    size, below = chosen.size, chosen.below
    mark = _WIDTH - _MARGIN - 150 if from_right(front.title) else _MARGIN
    start = _TOP + _high(chosen.lines, size) + below * 1.1
    return [
        f'<rect x="{mark}" y="{_TOP - 120}" width="150" height="14" fill="{colours["link"]}"/>\n',
        *_set(chosen.lines, size, _TOP + size * 0.75, colours["text"], "bold"),
        *_set(chosen.small, below, start, colours["quiet"]),
    ]


def _chosen(title: str, under: str) -> _Setting:
    """Take the largest letters with which no word is broken; if there are none, it may be."""
    room = _HORIZON - _TOP
    settings = [_setting(title, under, size) for size in _SIZES]
    fitting = [one for one in settings if one.height <= room]
    whole = [one for one in fitting if is_unbroken(title, _MEASURE / one.size)]
    if chosen := next(iter([*whole, *fitting]), None):
        return chosen
    least = settings[-1]
    small = _cut(least.small, room * 0.25 - least.below, least.below)
    lines = _cut(least.lines, room * 0.75, least.size)
    return _Setting(size=least.size, lines=lines, below=least.below, small=small)


def _setting(title: str, under: str, size: float) -> _Setting:
    below = round(max(size * 0.46, _SMALL))
    return _Setting(
        size=size,
        lines=set_lines(title, _MEASURE / size),
        below=below,
        small=set_lines(under, _MEASURE / below),
    )


def _high(lines: Sequence[Line], size: float) -> float:
    return len(lines) * size * _LEADING


def _cut(lines: list[Line], room: float, size: float) -> list[Line]:
    """Keep as many lines as there is room for; the last one shows that there were more."""
    most = max(1, int(room / (size * _LEADING)))
    if len(lines) <= most:
        return lines
    last = lines[most - 1].rpartition(" ")[0] or lines[most - 1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:.')}…"]


def _authors(front: Front, colours: Mapping[str, str]) -> list[str]:
    """Name as many authors as two lines hold."""
    names = list(front.authors)
    lines = set_lines(", ".join(names), _MEASURE / _SMALL)
    while len(lines) > _NAME_LINES and len(names) > 1:
        names.pop()
        lines = set_lines(f"{', '.join(names)}, …", _MEASURE / _SMALL)
    return _set(lines[:_NAME_LINES], _SMALL, _NAMES_AT, colours["paper"])


def _set(
    lines: Sequence[Line], size: float, top: float, colour: str, weight: str = "normal"
) -> list[str]:
    look = f'fill="{colour}" font-weight="{weight}"'
    return [
        _line(line, round(top + number * size * _LEADING), f'font-size="{size:g}" {look}')
        for number, line in enumerate(lines)
    ]


def _line(line: Line, y: int, look: str) -> str:
    """Write a line; the start of one in Arabic letters is at the right."""
    right = from_right(line)
    x = _WIDTH - _MARGIN if right else _MARGIN
    way = ' direction="rtl"' if right else ""
    return f'<text x="{x}" y="{y}" {look}{way}>{_xml(line)}</text>\n'


def _xml(text: str) -> str:
    """Escape text, and drop the signs that XML has no place for."""
    return escape(_NO_XML.sub("", text))


def _land(title: str, colours: Mapping[str, str]) -> str:
    """Lay hills one before the other; their heights are the digits of the title's sum."""
    digits = sha256(title.encode()).digest()
    layers = []
    for layer in range(_LAYERS):
        depth = layer / (_LAYERS - 1)
        colour = _between(colours["paper"], colours["link"], 0.25 + 0.75 * min(1, depth * 1.5))
        colour = _between(colour, colours["text"], max(0.0, depth - 0.6) * 1.2)
        base = _HORIZON + 70 + layer * 105
        swing = 150 - 16 * layer
        heights = [
            base + swing * (digits[(layer * _POINTS + point) % len(digits)] / 255 - 0.5)
            for point in range(_POINTS)
        ]
        layers.append(f'<path d="{_hills(heights)}" fill="{colour}"/>\n')
    return "".join(layers)


def _hills(heights: list[float]) -> str:
    """Draw a curve that is level at each height, closed along the foot of the page."""
    step = _WIDTH / (len(heights) - 1)
    path = [f"M0 {heights[0]:.0f}"]
    for at, (left, right) in enumerate(pairwise(heights)):
        middle = step * (at + 0.5)
        path.append(
            f"C{middle:.0f} {left:.0f} {middle:.0f} {right:.0f} {step * (at + 1):.0f} {right:.0f}"
        )
    return " ".join([*path, f"V{_HEIGHT} H0 Z"])


def _between(one: str, other: str, share: float) -> str:
    """Mix two colours as ``#rrggbb``; *share* is that of the second."""
    parts = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)
