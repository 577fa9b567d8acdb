"""Write an entry in its canonical form, with its values and comments as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from kzru_cite.model.entry_form import before_value, head, rank
from kzru_cite.model.written import Kept, Part
from kzru_cite.read.bibtex_blocks import RawEntry, RawField
from kzru_cite.read.bibtex_values import Piece, take_apart

_HEAD = re.compile(r"@\s*\w+\s*\{\s*(?P<key>[^\s,{}()=\"]+)")
_BETWEEN = re.compile(r"\s*,\s*")
_TAIL = re.compile(r"\s*(?:,\s*)?\}")
_EQUALS = re.compile(r"\s*=\s*")
# What some readers take for the end of a group, and others for a sign.
_ESCAPED = re.compile(r"\\[{}]|\\$")


class UnusualError(Exception):
    """An entry that is written in a way that is better left alone; the text says which."""


def written(text: str, entry: RawEntry, remarks: Iterable[tuple[int, int]]) -> Iterator[Part]:
    """
    Give the parts of *entry* in canonical form.

    *remarks* are the comments of the text, as offsets. Raises UnusualError for an entry that
    cannot be written anew without a doubt.
    """
    inside = [(start, end) for start, end in remarks if entry.start <= start < entry.end]
    yield from _Writer(text, entry, inside).parts()


class _Writer(Struct, frozen=True):
    text: str
    entry: RawEntry
    remarks: Sequence[tuple[int, int]]

    def parts(self) -> Iterator[Part]:
        fields = self.entry.fields
        ends = [self._key_end(), *(field.start + len(field.expression) for field in fields)]
        stops = [*(field.name_start for field in fields), self.entry.end]
        forms = [*(_BETWEEN for _ in fields), _TAIL]
        around = [
            self._remarks(start, stop, form)
            for start, stop, form in zip(ends, stops, forms, strict=True)
        ]
        yield head(self.entry.kind, self.entry.key)
        yield from _behind(around[0][0])
        names = [field.name for field in fields]
        lines = [
            (field, above, behind)
            for field, (_, above), (behind, _) in zip(fields, around[:-1], around[1:], strict=True)
        ]
        for field, above, behind in sorted(lines, key=lambda line: rank(line[0].name)):
            yield from _on_lines(above)
            yield "\n" + before_value(field.name, names)
            yield from self._value(field)
            yield ","
            yield from _behind(behind)
        yield from _on_lines(around[-1][1])
        yield "\n}"

    def _key_end(self) -> int:
        """Return where the key ends; the beginning, where nothing fits, for an unusual head."""
        found = _HEAD.match(self.text, self.entry.start, self.entry.end)
        plain = found is not None and found["key"] == self.entry.key
        return found.end() if found and plain else self.entry.start

    def _remarks(
        self, start: int, stop: int, form: re.Pattern[str]
    ) -> tuple[list[Kept], list[Kept]]:
        """
        Return the comments of a stretch between fields, those behind a value and those on lines.

        Raises UnusualError when there is anything else than one comma.
        """
        found = [Kept(start=a, end=b) for a, b in self.remarks if start <= a < stop]
        bare, done = "", start
        for one in found:
            bare, done = bare + self.text[done : one.start], one.end
        if not form.fullmatch(bare + self.text[done:stop]):
            raise UnusualError("it is written in an unusual way")
        behind = [one for one in found if "\n" not in self.text[start : one.start]]
        return behind, found[len(behind) :]

    def _value(self, field: RawField) -> Iterator[Part]:
        named = field.name_start + len(field.name)
        if not _EQUALS.fullmatch(self.text, named, field.start):
            raise UnusualError(f"the field {field.name!r} is written in an unusual way")
        expression = take_apart(field.expression)
        if expression.rest:
            raise UnusualError(f"a comma is missing behind the field {field.name!r}")
        if not self.text.startswith(field.expression, field.start):
            raise UnusualError(f"a comment stands inside the field {field.name!r}")
        if not expression.pieces or _left_open(field.expression, expression.pieces[-1]):
            raise UnusualError(f"the field {field.name!r} has no whole value")
        for number, piece in enumerate(expression.pieces):
            yield " # " if number else ""
            yield from _piece(field, piece)


def _left_open(expression: str, last: Piece) -> bool:
    """Tell whether the brace or quotation mark of the last piece is never closed."""
    opened = expression[: last.start][-1:] in ("{", '"')
    return opened and last.start + len(last.inner) >= len(expression)


def _piece(field: RawField, piece: Piece) -> Iterator[Part]:
    start = field.start + piece.start
    inner = Kept(start=start, end=start + len(piece.inner))
    if piece.macro:
        yield inner
    elif field.expression[: piece.start].endswith('"') and not _fits_braces(piece.inner):
        yield from ('"', inner, '"')
    else:
        yield from ("{", inner, "}")


def _fits_braces(text: str) -> bool:
    """Tell whether a text in quotation marks can stand in braces, for all who read it."""
    if _ESCAPED.search(text):
        return False
    depth = 0
    for sign in re.findall(r"[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _behind(remarks: Iterable[Kept]) -> Iterator[Part]:
    for one in remarks:
        yield from (" ", one)


def _on_lines(remarks: Iterable[Kept]) -> Iterator[Part]:
    for one in remarks:
        yield from ("\n  ", one)
