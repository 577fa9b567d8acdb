"""Hold the list of sources as read: references, their fields, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.model.dates import DateReading, is_short, read_date
from kzru_cite.model.place import Location, SourceText

# The fields that can name the site or publisher a source appeared with, best first.
SITE_FIELDS = ("journaltitle", "journal", "organization", "institution", "school", "publisher")


class Name(Struct, frozen=True, kw_only=True):
    """
    A person or a body of a name list.

    *literal* is set, and the other parts empty, for a name in braces: a body or a pen name.
    """

    raw: str
    family: str = ""
    given: str = ""
    prefix: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        if self.literal:
            return self.literal
        return " ".join(p for p in (self.given, self.prefix, self.family, self.suffix) if p)


class Field(Struct, frozen=True, kw_only=True):
    """
    A field of an entry.

    *name* is in lower case; *raw* is the value as it stands between its delimiters,
    *value* the same as plain text: TeX accents resolved, braces gone, spaces folded.
    *place* is where *raw* stands, *start* and *end* its offsets in *source*. For a value joined
    from several pieces (``#``) or taken from another entry, *place* is the whole expression there.
    *name_start* and *name_end* are where the name stands as it is written there.
    """

    name: str
    value: str
    raw: str
    source: SourceText
    start: int
    end: int
    name_start: int
    name_end: int
    inherited_from: str = ""
    joined: bool = False

    # Few are ever asked for, and one takes as much memory as all else of a field.
    @property
    def place(self) -> Location:
        """Say where the value stands."""
        return self.source.locate(self.start, self.end)

    @property
    def name_place(self) -> Location:
        """Say where the name stands."""
        return self.source.locate(self.name_start, self.name_end)

    def locate(self, fragment: str, *, last: bool = False) -> Location:
        """Return where *fragment* first (or *last*) stands in the raw value, else its place."""
        find = self.raw.rfind if last else self.raw.find
        found = -1 if self.joined else find(fragment)
        if found < 0 or not fragment:
            return self.place
        return self.span(found, found + len(fragment))

    def span(self, start: int, end: int) -> Location:
        """Turn offsets into *raw* into a location."""
        if self.joined:
            return self.place
        return self.source.locate(self.start + start, self.start + end)


class Reference(Struct, frozen=True, kw_only=True):
    """
    An entry of the bibliography, with the fields it inherits.

    *kind* is the entry type in lower case. *place* is the whole entry, *key_place* its key.
    *repeats* holds second and later settings of a field that is there already.
    """

    key: str
    kind: str
    fields: Mapping[str, Field]
    names: Mapping[str, tuple[Name, ...]]
    place: Location
    key_place: Location
    kind_place: Location
    repeats: tuple[Field, ...] = ()

    def text(self, *names: str) -> str:
        """Return the plain value of the first of the fields that is there, or ''."""
        return next((self.fields[n].value for n in names if n in self.fields), "")

    def first(self, *names: str) -> Field | None:
        """Return the first of the fields that is there."""
        return next((self.fields[n] for n in names if n in self.fields), None)

    def date(self, name: str) -> DateReading | None:
        """Read the date field *name*; None when the entry has none."""
        return read_date(self.fields[name].value) if name in self.fields else None

    def published(self) -> DateReading | None:
        """Read the date of publication: ``date``, else ``year`` with a numeric ``month``."""
        if "date" in self.fields or "year" not in self.fields:
            return self.date("date")
        month = self.text("month")
        year = self.text("year")
        return read_date(f"{year}-{int(month):02d}" if is_short(month) else year)

    @property
    def site(self) -> str:
        """Name the site, journal or publisher, or '' when the entry names none."""
        return self.text(*SITE_FIELDS)


class BrokenEntry(Struct, frozen=True, kw_only=True):
    """A stretch of the file that is no readable entry; *key* is '' when none can be made out."""

    key: str
    place: Location
    message: str
    raw: str


class MacroUse(Struct, frozen=True, kw_only=True):
    """A ``@string`` abbreviation that is used in *field* of *key* and defined nowhere."""

    macro: str
    key: str
    field: str
    place: Location


class InheritanceFault(Struct, frozen=True, kw_only=True):
    """A ``crossref`` or ``xdata`` that leads to no entry (*loop* empty) or back to itself."""

    key: str
    field: str
    target: str
    place: Location
    loop: tuple[str, ...] = ()


class SecondReading(Struct, frozen=True, kw_only=True):
    """
    What pandoc's own reader made of a file: the plain CSL values of each entry by key.

    *asked* are the keys that it was asked about, None for the whole file; about *left* entries it
    was not asked.
    """

    path: str
    entries: Mapping[str, Mapping[str, str]]
    asked: frozenset[str] | None = None
    left: int = 0


class UnreadableToPandoc(Struct, frozen=True, kw_only=True):
    """A file that pandoc refuses, with its own words and the place it names."""

    place: Location
    message: str


class NotReadTwice(Struct, frozen=True, kw_only=True):
    """A file that pandoc was not asked about, or (*failed*) gave no answer on, and why."""

    path: str
    why: str
    failed: bool = False


Reread: TypeAlias = SecondReading | UnreadableToPandoc | NotReadTwice


class Bibliography(Struct, frozen=True, kw_only=True):
    """
    All sources of a project, in reading order.

    *references* holds every readable entry, those with a key seen before included.
    """

    references: tuple[Reference, ...] = ()
    broken: tuple[BrokenEntry, ...] = ()
    macros: tuple[MacroUse, ...] = ()
    inheritance: tuple[InheritanceFault, ...] = ()
    rereads: tuple[Reread, ...] = ()

    def by_key(self) -> dict[str, Reference]:
        """Map each key to its first entry."""
        return {reference.key: reference for reference in reversed(self.references)}

    def keys(self) -> frozenset[str]:
        """Return all keys, those of entries that could not be read included."""
        broken = {entry.key for entry in self.broken if entry.key}
        return frozenset(broken | {reference.key for reference in self.references})
