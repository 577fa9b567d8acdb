"""Take apart what stands between the entries of a .bib file, which stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from kzru_cite.model.written import Kept, Part

_BLANK = " \t\n"
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_BEHIND = re.compile(r"[ \t]*%[^\n]*")


class Gap(Struct, frozen=True, kw_only=True):
    """
    What stands before an entry: what is *held*, and comments *right above* the entry.

    Both may be empty. *beside*: what is held begins on the line that the entry before ends on.
    *blank*: a blank line parts it from what follows.
    """

    held: Kept
    right_above: Kept
    beside: bool
    blank: bool


class Block(Struct, frozen=True, kw_only=True):
    """What stands before an entry, and the entry as it is to be written; *key* to sort it by."""

    gap: Gap
    entry: tuple[Part, ...]
    key: str


def gap_before(text: str, start: int, end: int) -> Gap:
    """Take apart what stands between the end of an entry and the beginning of the next."""
    closing = closing_gap(text, start, end)
    held, beside = closing.held, closing.beside
    lines = text[held.start : held.end].split("\n")
    count = 0
    if text.count("\n", held.end, end) <= 1:
        # Lines of comments that nothing parts from the entry belong to it, as does the comment
        # that it stands in: it will be put on a line of its own.
        while count < len(lines) - beside and lines[-1 - count].lstrip(" \t").startswith("%"):
            count += 1
    above = held.end - len("\n".join(lines[len(lines) - count :])) if count else held.end
    rest = text[held.start : above].rstrip(_BLANK)
    stop = held.start + len(rest)
    return Gap(
        held=Kept(start=held.start, end=stop),
        right_above=Kept(start=above, end=held.end),
        beside=beside,
        blank=text.count("\n", stop, above if count else end) > 1,
    )


def closing_gap(text: str, start: int, end: int) -> Gap:
    """Take what stands behind the last entry, blank lines at its edges left out."""
    found = _BLANK_LINES.match(text, start, end)
    top = found.end() if found else start
    bottom = top + len(text[top:end].rstrip(_BLANK))
    return Gap(
        held=Kept(start=top, end=bottom),
        right_above=Kept(start=bottom, end=bottom),
        beside=top == start > 0,
        blank=False,
    )


def end_of_line(text: str, end: int) -> int:
    """Return where an entry ends with the comment that stands behind it on its last line."""
    found = _BEHIND.match(text, end)
    return found.end() if found else end


def put_together(blocks: Sequence[Block], closing: Gap, *, by_key: bool = False) -> Iterator[Part]:
    """
    Give the parts of a file, with one blank line between entries.

    With *by_key* entries are put into the order of their keys, between what is held.
    """
    for number, run in enumerate(_runs(blocks)):
        ordered = sorted(run, key=lambda one: (one.key.casefold(), one.key)) if by_key else run
        yield from _before(run[0].gap, first=number == 0)
        for place, one in enumerate(ordered):
            yield "\n\n" if place else ""
            if _holds(one.gap.right_above):
                yield from (one.gap.right_above, "\n")
            yield from one.entry
    if _holds(closing.held):
        yield "" if closing.beside else "\n\n"
        yield closing.held
    yield "\n"


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Give the blocks that nothing held parts from each other."""
    number = 0
    numbers = []
    for one in blocks:
        number += _holds(one.gap.held)
        numbers.append(number)
    for _, run in groupby(zip(numbers, blocks, strict=True), key=lambda pair: pair[0]):
        yield [block for _, block in run]


def _before(gap: Gap, *, first: bool) -> Iterator[Part]:
    """Give what is held before a run, or else the blank line between it and the one before."""
    if not first and not gap.beside:
        yield "\n\n"
    if _holds(gap.held):
        yield gap.held
        yield "\n\n" if gap.blank else "\n"


def _holds(stretch: Kept) -> bool:
    return stretch.start < stretch.end
