"""Hold the look of a house: colours, fonts and measures that differ from the program's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct, field

# The program's own colours, as its style sheet has them.
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "text": "#1d1d1f",
        "quiet": "#55565c",
        "paper": "#fdfdfb",
        "raised": "#f3f2ec",
        "line": "#cfccc2",
        "link": "#1a4f8b",
        "focus": "#b04a00",
        "target": "#fff1bf",
        "supported": "#1b6e47",
        "partly": "#7d5f00",
        "against": "#a8323a",
        "open": "#4d5f73",
        "unsourced": "#96510d",
        "free": "#6c6b66",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "text": "#e6e4df",
        "quiet": "#b3b0a8",
        "paper": "#16181b",
        "raised": "#202327",
        "line": "#43474d",
        "link": "#9cc4f2",
        "focus": "#ffb26b",
        "target": "#4a3f14",
        "supported": "#6fcf9b",
        "partly": "#e0bf54",
        "against": "#ff9a96",
        "open": "#a9bace",
        "unsourced": "#f0ab6a",
        "free": "#a5a29a",
    }
)
WHITE = "#ffffff"
# WCAG 2.2, 1.4.3: text; 1.4.11: what shows where the keyboard is.
_TEXT, _SIGN = 4.5, 3.0
_PAIRS = (
    *(
        (above, below, _TEXT)
        for below in ("paper", "raised")
        for above in ("text", "quiet", "link")
    ),
    ("text", "target", _TEXT),
    ("link", "target", _TEXT),
    ("focus", "paper", _SIGN),
    *(
        (above, below, _TEXT)
        for below in ("paper", "raised")
        for above in ("supported", "partly", "against", "open", "unsourced")
    ),
    ("free", "paper", _SIGN),
)


class Theme(Struct, frozen=True, kw_only=True):
    """
    What a house sets; what it does not set is missing, or '' or None.

    *light* and *dark* are colours as ``#rrggbb`` by the names of ``LIGHT``. *fonts* are lists of
    families for ``text``, ``headings`` and ``code``, *paper_font* is the one of the PDF. *measure*
    and *size* are lengths of CSS, *leading* is the height of a line in sizes of its letters.
    *page*, *paper_size* and *margin* are for the PDF.
    """

    light: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measure: str = ""
    size: str = ""
    leading: float | None = None
    page: str = ""
    paper_font: str = ""
    paper_size: str = ""
    margin: str = ""


class Faint(Struct, frozen=True, kw_only=True):
    """Two colours too near to each other: *above* is seen on *below*, both by name."""

    scheme: str
    above: str
    below: str
    ratio: float
    least: float


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours as ``#rrggbb``, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (_linear(part) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # The definition says 0.03928; for the 256 steps there are, 0.04045 of sRGB gives the same.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def faint(theme: Theme) -> Iterator[Faint]:
    """Yield what a reader could hardly see: on the screen, in the dark, and on white paper."""
    schemes = (("colours", LIGHT, theme.light), ("dark", DARK, theme.dark))
    for scheme, own, given in schemes:
        colours = {**own, **given}
        for above, below, least in _PAIRS:
            ratio = contrast(colours[above], colours[below])
            if ratio < least and {above, below} & given.keys():
                yield Faint(scheme=scheme, above=above, below=below, ratio=ratio, least=least)
    for above in ("text", "quiet", "link"):
        colour = theme.light.get(above, "#000000")
        if (ratio := contrast(colour, WHITE)) < _TEXT:
            yield Faint(scheme="colours", above=above, below="white", ratio=ratio, least=_TEXT)
