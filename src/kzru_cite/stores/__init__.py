"""
Keep what was seen on the web: in a file, in SQLite or in PostgreSQL, by one setting.

All hold the same thing, lines of JSON as ``read.looks`` writes them, and give them back in the
order in which they came. Whoever reads cannot tell the kinds apart, and lines go from one into
another without loss.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Look
from kzru_cite.model.storage import HINT, kind_of, path_of, plain_name
from kzru_cite.read.looks import LogReading, read_looks


class LookStore(Protocol):
    """
    Where looks are kept; threads and processes may add at the same time.

    What was added survives the end of the process at any moment, and once the store is closed
    that of the machine. Adding and reading raise UsageError when the store cannot be used.
    *name* says which it is, without a password.
    """

    @property
    def name(self) -> str:
        """Return what the store is called in messages."""
        ...

    def add(self, look: Look) -> None:
        """Keep a look."""
        ...

    def put(self, lines: Iterable[bytes]) -> int:
        """Keep lines that are not there yet, whatever they hold; return how many those were."""
        ...

    def lines(self, about: Collection[str] | None = None) -> Iterator[bytes]:
        """
        Return the lines, each once and without its end, in the order in which they came.

        With *about*, topics as ``model.topics.topic`` names them, other lines may be left out.
        """
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self:
        """Return the store itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        ...


def open_store(setting: str, folder: Path) -> LookStore:
    """
    Return the store that a setting names; paths are relative to *folder*.

    Nothing is made before the first look. Raises UsageError for what names none, and when the
    package for PostgreSQL is missing.
    """
    match kind_of(setting):
        case "file":
            from kzru_cite.stores.file_log import Log  # noqa: PLC0415 - each when it is wanted

            return Log(folder / setting)
        case "sqlite":
            from kzru_cite.stores.sqlite import SQLiteStore  # noqa: PLC0415

            return SQLiteStore(folder / path_of(setting))
        case "postgresql":
            from kzru_cite.stores.postgresql import PostgreSQLStore  # noqa: PLC0415

            return PostgreSQLStore(setting)
        case _:
            raise UsageError(f"{plain_name(setting)!r} names no store of looks", hint=HINT)


def reading(store: LookStore, about: Collection[str] | None = None) -> LogReading:
    """Read a store; lines that are no looks are numbered and passed over."""
    return read_looks(text_of(store, about))


def text_of(store: LookStore, about: Collection[str] | None = None) -> str:
    """Return the lines of a store as one text, whatever is wrong with them."""
    return b"\n".join(store.lines(about)).decode("utf-8", "replace")
