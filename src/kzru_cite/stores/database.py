"""Keep looks as rows of a database; what its kinds have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from threading import Lock
from typing import Generic, TypeVar

from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Look
from kzru_cite.stores.closing import Closing
from kzru_cite.stores.rows import Row, row_of, rows_of

T = TypeVar("T")
Link = TypeVar("Link")
# The names of columns of a table, each with its type.
Shape = Sequence[tuple[str, str]]


class Database(Closing, Generic[Link]):
    """A store that threads use over one connection, made when it is first wanted."""

    def __init__(self) -> None:
        self._within = Lock()
        self._link: Link | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """Return what the store is called in messages."""

    @abstractmethod
    def _write(self, act: Callable[[Link], T]) -> T:
        """Let *act* write, one thread at a time; raises UsageError when that fails."""

    @abstractmethod
    def _transaction(self, link: Link) -> AbstractContextManager[object]:
        """Return the context of what is done as a whole or not at all."""

    @abstractmethod
    def _keep(self, link: Link, rows: list[Row]) -> int:
        """Keep rows that are not there yet; return how many those were."""

    @abstractmethod
    def _hang_up(self, link: Link) -> None:
        """Close the connection."""

    def add(self, look: Look) -> None:
        """Keep a look."""
        self._write(lambda link: self._keep(link, [row_of(look)]))

    def put(self, lines: Iterable[bytes]) -> int:
        """Keep lines that are not there yet, all or none; return how many those were."""
        batches = rows_of(lines)
        # For nothing no table is made.
        first = next(batches, None)
        if first is None:
            return 0

        def put(link: Link) -> int:
            with self._transaction(link):
                return sum(self._keep(link, rows) for rows in chain([first], batches))

        return self._write(put)

    def close(self) -> None:
        """Let go of the connection."""
        with self._within:
            link, self._link = self._link, None
        if link is not None:
            self._hang_up(link)


def refuse_later(found: object, known: int, name: str) -> None:
    """Raise UsageError when a store is of a later version than is *known*."""
    if isinstance(found, int) and found > known:
        raise UsageError(
            f"the store {name!r} is of version {found}, and {known} is known here",
            hint="bring kzru-cite up to date",
        )


def refuse_other(found: Shape, wanted: Shape, table: str, name: str) -> None:
    """Raise UsageError when a table of our name is somebody else's, as its columns tell."""
    if list(found) != list(wanted):
        raise UsageError(
            f"the store {name!r} has a table {table!r} that is none of kzru-cite",
            hint="name another database for looks",
        )
