"""Hold a reference on its way from one form to another, and what could not come along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field


class Entry(Struct, frozen=True, kw_only=True):
    """
    A BibLaTeX entry to be written: *fields* hold values as they stand between the braces.

    *line* is where it was found in the file it comes from, 0 when that has no lines. *wanted* is
    the key that it should get when *key* is no name for people; '' otherwise.
    """

    key: str
    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    wanted: str = ""

    @property
    def content(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Give what two entries of the same work have in common: all but key and place."""
        return self.kind, tuple(sorted(self.fields.items()))


class Loss(Struct, frozen=True, kw_only=True):
    """
    Something that was not carried over, or not as it stood.

    *line* counts from 1 in the file it comes from; 0 stands for the file as a whole. *about* is a
    key or a name, or ''.
    """

    line: int
    what: str
    about: str = ""

    def __str__(self) -> str:
        about = f"{self.about}: " if self.about else ""
        return f"{self.line}: {about}{self.what}" if self.line else f"{about}{self.what}"


class Taken(Struct, frozen=True, kw_only=True):
    """Entries that were read, in reading order, and what could not come along."""

    entries: tuple[Entry, ...] = ()
    losses: tuple[Loss, ...] = ()


_EXCERPT = 160


def excerpt(text: str) -> str:
    """Return *text* in one line that is short enough for a list."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"


def ordered(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Put losses into the order of their lines, each once."""
    return tuple(sorted(dict.fromkeys(losses), key=lambda loss: loss.line))
