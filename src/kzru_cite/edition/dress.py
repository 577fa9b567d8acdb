"""Dress the editions in the theme of a house: style sheets, and the variables of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kzru_cite.model.theme import Theme

# These are names of kinds of fonts in CSS, and stand without quotation marks.
_KINDS = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-monospace"})
_END = b"</style>"


def dress_page(page: bytes, theme: Theme | None) -> bytes:
    """Return the HTML page with the theme at the end of its style sheet."""
    sheet = page_sheet(theme) if theme else ""
    return page.replace(_END, sheet.encode() + _END, 1) if sheet else page


def page_sheet(theme: Theme) -> str:
    """Write the theme as custom properties; print keeps its own, in black on white."""
    rules = [
        _rule("@media screen", ":root", _colours(theme.light)),
        _rule("@media screen and (prefers-color-scheme: dark)", ":root", _colours(theme.dark)),
        _rule("", ":root", _shape(theme)),
        _rule("@media screen", "html", [f"font-size: {theme.size}"] if theme.size else []),
        _rule("", "h1, h2, h3, h4, h5, h6", _font(theme, "headings")),
    ]
    return "".join(rules)


def _shape(theme: Theme) -> list[str]:
    named = {
        "measure": theme.measure,
        "leading": f"{theme.leading:g}" if theme.leading else "",
        "font-text": _families(theme.fonts.get("text", ())),
        "font-code": _families(theme.fonts.get("code", ())),
    }
    return [f"--{name}: {value}" for name, value in named.items() if value]


def book_sheet(theme: Theme | None) -> bytes:
    """
    Write the theme for the EPUB, '' without one.

    Letters and links are coloured by daylight only: the paper, and the dark, are the reader's.
    """
    if theme is None:
        return b""
    day = "@media (prefers-color-scheme: light)"
    rules = [
        _rule("", "body", _font(theme, "text")),
        _rule("", "html", [f"line-height: {theme.leading:g}"] if theme.leading else []),
        _rule("", "h1, h2, h3, h4, h5, h6", _font(theme, "headings")),
        _rule("", "code, pre", _font(theme, "code")),
        _rule(day, "a", [f"color: {theme.light['link']}"] if "link" in theme.light else []),
    ]
    return "".join(rules).encode()


def paper_theme(theme: Theme | None) -> dict[str, str]:
    """Return what the template of the paper reads, plain data; what is not set is left out."""
    if theme is None:
        return {}
    named = {
        **{f"colour-{name}": colour for name, colour in theme.light.items()},
        "font": theme.paper_font,
        "size": theme.paper_size,
        "page": theme.page,
        "margin": theme.margin,
    }
    return {name: value for name, value in named.items() if value}


def _colours(colours: Mapping[str, str]) -> list[str]:
    return [f"--{name}: {colour}" for name, colour in colours.items()]


def _font(theme: Theme, name: str) -> list[str]:
    families = _families(theme.fonts.get(name, ()))
    return [f"font-family: {families}"] if families else []


def _families(names: Iterable[str]) -> str:
    return ", ".join(name if name in _KINDS else f'"{name}"' for name in names)


def _rule(around: str, what: str, declarations: list[str]) -> str:
    if not declarations:
        return ""
    rule = f"{what} {{ {'; '.join(declarations)}; }}"
    return f"{around} {{ {rule} }}\n" if around else f"{rule}\n"
