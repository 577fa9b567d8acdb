"""Read the theme of a house from TOML, and refuse what readers could not see."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from kzru_cite.errors import SettingsError
from kzru_cite.model.place import SourceText
from kzru_cite.model.theme import LIGHT, Faint, Theme, faint
from kzru_cite.toml_places import span_of
from kzru_cite.toml_table import read_toml

T = TypeVar("T")

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
# What may stand in a name of a font, in quotation marks in CSS: nothing that could end them.
_FAMILY = re.compile(r"[\w][\w .+-]{0,60}")
_SCREEN = re.compile(r"\d{1,4}(?:\.\d{1,3})?(?:rem|em|ch|px|%)")
_PRINT = re.compile(r"\d{1,3}(?:\.\d{1,2})?(?:pt|mm|cm|in)")
PAGES = ("a4", "a5", "b5", "us-letter")
# The fonts that come with Typst and have letters of all the languages that editions speak.
PAPER_FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
_FONTS = ("text", "headings", "code", "paper")
_TABLES = {
    "colours": tuple(LIGHT),
    "dark": tuple(LIGHT),
    "fonts": _FONTS,
    "measure": ("line", "size", "leading"),
    "paper": ("page", "size", "margin"),
}


def read_theme(source: SourceText) -> Theme:
    """
    Return what a house sets.

    Raises SettingsError, which names file, line and column, for TOML that cannot be read, an
    unknown key, a value that is none of its kind, and colours without the contrast of WCAG AA.
    """
    theme = _Reader(source, read_toml(source)).theme()
    for one in faint(theme):
        raise _too_faint(source, theme, one)
    return theme


def _too_faint(source: SourceText, theme: Theme, found: Faint) -> SettingsError:
    given = theme.light if found.scheme == "colours" else theme.dark
    named = found.above if found.above in given else found.below
    return _error(
        source,
        (found.scheme, named),
        f"leaves {found.above!r} on {found.below!r} with a contrast of {found.ratio:.2f}, "
        f"where WCAG 2.2 AA wants {found.least:g}",
        "make one of the two darker or lighter",
    )


def _error(source: SourceText, path: Sequence[str], what: str, hint: str = "") -> SettingsError:
    place = source.locate(*span_of(source.text, path))
    return SettingsError(
        f"{place.path}:{place.line}:{place.column}: {'.'.join(path)!r} {what}", hint=hint
    )


class _Reader:
    """Turn the tables of a theme into values."""

    def __init__(self, source: SourceText, values: Mapping[str, Any]) -> None:
        self._source = source
        self._values = values

    def theme(self) -> Theme:
        self._known((), self._values, tuple(_TABLES))
        for name, keys in _TABLES.items():
            self._known((name,), self._table(name), keys)
        fonts = {name: self._families(name) for name in _FONTS if name != "paper"}
        return Theme(
            light=self._colours("colours"),
            dark=self._colours("dark"),
            fonts={name: families for name, families in fonts.items() if families},
            measure=self._length("measure", "line", _SCREEN, 'a length such as "42rem"'),
            size=self._length("measure", "size", _SCREEN, 'a length such as "106%" or "18px"'),
            leading=self._leading(),
            page=self._one_of("paper", "page", PAGES),
            paper_font=self._one_of("fonts", "paper", PAPER_FONTS),
            paper_size=self._length("paper", "size", _PRINT, 'a length such as "10.5pt"'),
            margin=self._length("paper", "margin", _PRINT, 'a length such as "29mm"'),
        )

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self._values.get(name, {})
        if not isinstance(table, dict):
            raise _error(self._source, (name,), f"must be a table, not {table!r}")
        return table

    def _known(self, path: Sequence[str], there: Mapping[str, Any], known: Sequence[str]) -> None:
        for key in there:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                raise _error(self._source, (*path, key), "is nothing that a theme sets", hint)

    def _given(
        self, table: str, key: str, read: Callable[[object], T | None], kind: str
    ) -> T | None:
        value = self._table(table).get(key)
        if value is None:
            return None
        found = read(value)
        if found is None:
            raise _error(self._source, (table, key), f"must be {kind}, not {value!r}")
        return found

    def _colours(self, table: str) -> dict[str, str]:
        kind = 'a colour such as "#1a4f8b"'
        read = {name: self._given(table, name, _colour, kind) for name in LIGHT}
        return {name: colour for name, colour in read.items() if colour}

    def _families(self, key: str) -> tuple[str, ...]:
        kind = 'a list of names of fonts such as ["Noto Serif", "serif"]'
        return self._given("fonts", key, _families, kind) or ()

    def _length(self, table: str, key: str, form: re.Pattern[str], kind: str) -> str:
        def read(value: object) -> str | None:
            return value if isinstance(value, str) and form.fullmatch(value) else None

        return self._given(table, key, read, kind) or ""

    def _one_of(self, table: str, key: str, known: Sequence[str]) -> str:
        def read(value: object) -> str | None:
            return value if isinstance(value, str) and value in known else None

        return self._given(table, key, read, f"one of {', '.join(known)}") or ""

    def _leading(self) -> float | None:
        return self._given("measure", "leading", _leading, "a number from 1 to 3 such as 1.6")


def _colour(value: object) -> str | None:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        return None
    short = value[1:].lower()
    return f"#{short}" if len(short) == 6 else "#" + "".join(sign * 2 for sign in short)


def _families(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not value:
        return None
    named = [name for name in value if isinstance(name, str) and _FAMILY.fullmatch(name)]
    return tuple(named) if len(named) == len(value) else None


def _leading(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= 3:
        return None
    return float(value)
