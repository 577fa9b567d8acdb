"""Read TOML tables key by key, with errors that name file, line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeVar

from kzru_cite.errors import SettingsError
from kzru_cite.model.place import Location, SourceText
from kzru_cite.toml_places import span_of

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_KINDS: Mapping[type, str] = {
    str: "a string",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}
_SPAN = re.compile(r"(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*(?P<unit>[a-z]+)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}
_MOST_DAYS = 100_000
_DAYS = {"d": 1.0, "w": 7.0}
_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
# A key of so many parts that reading them takes the square of their number; settings have three.
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{500}})", re.MULTILINE
)


def read_toml(source: SourceText) -> dict[str, Any]:
    """Return what a TOML file holds; raises SettingsError, which names the place."""
    _refuse_long_keys(source)
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as cause:
        # Numbers of thousands of digits and deep nesting are errors of other kinds.
        raise _no_toml(source, str(cause)) from cause


def _refuse_long_keys(source: SourceText) -> None:
    found = _LONG_KEY.search(source.text)
    if found:
        place = source.locate(*found.span("key"))
        raise SettingsError(
            f"{source.path}:{place.line}:{place.column}: a key of hundreds of parts is no setting",
            hint="take it out",
        )


def _no_toml(source: SourceText, message: str) -> SettingsError:
    """Return the error for TOML that the standard reader refuses with *message*."""
    at = _AT.search(message)
    end = source.locate(len(source.text), len(source.text))
    line, column = (at["line"], at["column"]) if at and at["line"] else (end.line, end.column)
    return SettingsError(
        f"{source.path}:{line}:{column}: {_AT.sub('', message)}",
        hint="mend the TOML there; strings stand in quotation marks",
    )


class Table:
    """
    A table of a TOML file, whose values are read by their keys as what they are to be.

    Each reading raises SettingsError for a value of another kind.
    """

    def __init__(
        self,
        source: SourceText,
        values: Mapping[str, Any],
        path: tuple[str, ...] = (),
        number: int = 0,
    ) -> None:
        """Stand for *values* at *path*; *number* counts the tables of an array there."""
        self._source = source
        self._values = values
        self._path = path
        self._number = number

    def __iter__(self) -> Iterator[str]:
        """Yield the keys that are there."""
        return iter(self._values)

    def get(self, key: str, default: object) -> object:
        """Return a value of any kind."""
        return self._values.get(key, default)

    def place(self, key: str = "") -> Location:
        """Return where a key stands, or the table."""
        path = (*self._path, key) if key else self._path
        return self._source.locate(*span_of(self._source.text, path, self._number))

    def table(self, key: str) -> Table:
        """Return a table in this one; it is empty when there is none."""
        values: dict[str, Any] = self.value(key, dict, {})
        return Table(self._source, values, (*self._path, key))

    def item(self, key: str, values: Mapping[str, Any], number: int) -> Table:
        """Return *values* as the table of that *number* (from 0) in an array of tables."""
        return Table(self._source, values, (*self._path, key), number)

    def known(self, known: tuple[str, ...], prefix: str) -> None:
        """Raise SettingsError for a key that is not *known*; *prefix* goes before it in words."""
        for key in self._values:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                hint = (
                    f"did you mean '{prefix}{near[0]}'?" if near else f"known: {', '.join(known)}"
                )
                raise self.error(key, "is no known setting", hint)

    def value(self, key: str, kind: type[T], default: T) -> T:
        """Return a value of a *kind*: str, bool, list or dict."""
        value = self._values.get(key, default)
        if not isinstance(value, kind):
            raise self.error(key, f"must be {_KINDS[kind]}, not {value!r}")
        return value

    def words(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.value(key, list, list(default))
        if not all(isinstance(word, str) for word in value):
            raise self.error(key, f"must be a list of strings, not {value!r}")
        return tuple(value)

    def share(self, key: str, default: float) -> float:
        """Return a number from 0 to 1."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self.error(key, f"must be a share from 0 to 1, not {value!r}")
        return float(value)

    def count(self, key: str, default: int) -> int:
        """Return a whole number from 1."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.error(key, f"must be a whole number from 1, not {value!r}")
        return value

    def seconds(self, key: str, default: float) -> float:
        """Return a span of time, such as "20s", in seconds."""
        return self._span(key, default, _SECONDS, 'a time such as "20s", "500ms" or "2m"')

    def days(self, key: str, default: int) -> int:
        """Return a span of time, such as "4w", in days."""
        days = self._span(key, default, _DAYS, 'a number of days such as "180d" or "4w"')
        # So many days before or after today there is still a calendar.
        return int(min(days, _MOST_DAYS))

    def _span(self, key: str, default: float, units: Mapping[str, float], kind: str) -> float:
        value = self._values.get(key)
        if value is None:
            return default
        match = _SPAN.fullmatch(value) if isinstance(value, str) else None
        if match is None or match["unit"] not in units:
            raise self.error(key, f"must be {kind}, not {value!r}")
        return float(match["number"]) * units[match["unit"]]

    def one_of(self, key: str, default: E) -> E:
        """Read one of the values of the kind that *default* is of."""
        known: dict[str, E] = {str(each.value): each for each in type(default)}
        value = self.value(key, str, default.value)
        if value not in known:
            raise self.error(key, f"must be {' or '.join(known)}, not {value!r}")
        return known[value]

    def day(self, key: str) -> date | None:
        """Return a day, None where none is named."""
        value = self._values.get(key, "")
        if value == "":
            return None
        try:
            # A moment is a date as well for Python, but cannot be compared with one.
            return value if type(value) is date else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(key, f"must be a day as YYYY-MM-DD, not {value!r}") from None

    def error(self, key: str, what: str, hint: str = "") -> SettingsError:
        """Return an error about a key, or about the table."""
        place = self.place(key)
        name = key or self._path[-1]
        return SettingsError(
            f"{place.path}:{place.line}:{place.column}: {name!r} {what}", hint=hint
        )
