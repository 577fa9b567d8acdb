"""
Give a .bib file its canonical form, without changing a value.

Only entries are written anew, each by itself. All that stands between them (comments, free text,
``@string``, ``@preamble``, ``@comment``, and what cannot be read) is kept as it stands, but for
blank lines at the edges.
"""

from __future__ import annotations

from collections import Counter
from typing import assert_never

from msgspec import Struct

from kzru_cite.model.written import Kept, Part, plain_text
from kzru_cite.read.bibtex_blocks import RawEntry, RawFault, RawString, split
from kzru_cite.read.bibtex_comments import comments
from kzru_cite.read.bibtex_entry_form import UnusualError, written
from kzru_cite.read.bibtex_gaps import Block, closing_gap, end_of_line, gap_before, put_together
from kzru_cite.read.bibtex_values import take_apart


class LeftAlone(Struct, frozen=True, kw_only=True):
    """Something that was left as it stands, with the line where it begins and the reason."""

    line: int
    key: str
    why: str


class Form(Struct, frozen=True, kw_only=True):
    """The parts of a file in canonical form, and what of it could not be given that form."""

    parts: tuple[Part, ...]
    left_alone: tuple[LeftAlone, ...] = ()


def canonical(text: str, *, by_key: bool = False) -> Form:
    """
    Return the canonical form of a file.

    With *by_key* entries are put into the order of their keys, as far as nothing but comments
    right above them stands between them. Where the new form would be read in any other way than
    the old one, the whole file is left alone.
    """
    whole = Kept(start=0, end=len(text))
    blocks, left_alone = _blocks(text)
    if not blocks:
        return Form(parts=(whole,), left_alone=left_alone)
    [*_, last] = blocks[-1].entry
    end = last.end if isinstance(last, Kept) else len(text)
    parts = tuple(put_together(blocks, closing_gap(text, end, len(text)), by_key=by_key))
    if _meaning(text) != _meaning(plain_text(text, parts)):
        why = "nothing was changed: in its new form the file would be read in another way"
        return Form(parts=(whole,), left_alone=(LeftAlone(line=1, key="", why=why),))
    return Form(parts=parts, left_alone=left_alone)


def _blocks(text: str) -> tuple[list[Block], tuple[LeftAlone, ...]]:
    remarks = list(comments(text))
    left_alone: list[LeftAlone] = []
    blocks: list[Block] = []
    end = 0
    for raw in split(text):
        if isinstance(raw, RawString):
            continue
        line = text.count("\n", 0, raw.start) + 1
        if isinstance(raw, RawFault):
            left_alone.append(LeftAlone(line=line, key=raw.key, why=raw.message))
            continue
        try:
            entry = tuple(written(text, raw, remarks))
        except UnusualError as cause:
            left_alone.append(LeftAlone(line=line, key=raw.key, why=str(cause)))
            entry = (Kept(start=raw.start, end=raw.end),)
        gap = gap_before(text, end, raw.start)
        end = end_of_line(text, raw.end)
        blocks.append(Block(gap=gap, entry=(*entry, Kept(start=raw.end, end=end)), key=raw.key))
    return blocks, tuple(left_alone)


def _meaning(text: str) -> tuple[Counter[object], tuple[object, ...]]:
    """Return what a reader makes of a file: entries and comments in any order, the rest in its."""
    entries: list[object] = [text[start:end].rstrip() for start, end in comments(text)]
    rest: list[object] = []
    for raw in split(text):
        match raw:
            case RawEntry():
                entries.append((raw.kind, raw.key, _values(raw)))
            case RawString():
                rest.append((raw.name, raw.expression))
            case RawFault():
                rest.append((raw.key, raw.message, text[raw.start : raw.end].rstrip()))
            case _:
                assert_never(raw)
    return Counter(entries), tuple(rest)


def _values(entry: RawEntry) -> tuple[object, ...]:
    fields: dict[str, list[object]] = {}
    for field in entry.fields:
        expression = take_apart(field.expression)
        value = tuple((piece.inner, piece.macro) for piece in expression.pieces)
        fields.setdefault(field.name, []).append((value, expression.rest))
    return tuple(sorted((name, tuple(values)) for name, values in fields.items()))
