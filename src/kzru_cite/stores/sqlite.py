"""Keep looks in a file of SQLite, for many projects or many looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from types import TracebackType
from typing import Self, TypeVar

from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Look
from kzru_cite.stores.rows import batches, row, row_of

T = TypeVar("T")
VERSION = 1
_TABLE = """
create table if not exists look (
    number integer primary key, digest blob not null unique, topic text not null, line blob not null
);
create index if not exists look_topic on look (topic);
"""
_ADD = "insert or ignore into look (digest, topic, line) values (?, ?, ?)"
_ALL = "select line from look order by number"
_SOME = "select number, line from look where topic in ({marks})"
# So long a process waits for another that writes.
_PATIENCE = 30.0
# The smallest page of a database: SQLite takes a shorter file for an empty one, and writes over it.
_SMALLEST = 512


class SQLiteStore:
    """
    The file at *path*; no file is made before the first look.

    Each look is committed by itself into a log of the database (its WAL), from where it reaches
    the disk when the store is closed: the end of the process loses nothing. See
    https://www.sqlite.org/wal.html and ``pragma synchronous``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._within = Lock()
        self._file: sqlite3.Connection | None = None

    @property
    def name(self) -> str:
        """Return the path of the file after the kind of the store."""
        return f"sqlite:{self._path}"

    def add(self, look: Look) -> None:
        """Keep a look."""
        self._write(lambda file: file.execute(_ADD, row_of(look)))

    def put(self, lines: Iterable[bytes]) -> int:
        """Keep lines that are not there yet, all or none; return how many those were."""
        rows = [row(line) for one in lines if (line := one.strip())]
        return self._write(lambda file: _put(file, rows)) if rows else 0

    def lines(self, about: Collection[str] | None = None) -> Iterator[bytes]:
        """Return the lines in the order in which they came."""
        if not self._path.is_file():
            return iter(())
        try:
            return iter(_read(self._path, about))
        except sqlite3.Error as cause:
            raise self._fault("read", cause) from cause

    def close(self) -> None:
        """Put what was added onto the disk, and close the file."""
        with self._within:
            file, self._file = self._file, None
        if file is not None:
            # As the last one it moves the log into the database, and waits for the disk.
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self, act: Callable[[sqlite3.Connection], T]) -> T:
        with self._within:
            try:
                self._file = self._file or _opened(self._path)
                return act(self._file)
            except OSError as cause:
                raise self._fault("written", cause.strerror) from cause
            except sqlite3.Error as cause:
                raise self._fault("written", cause) from cause

    def _fault(self, done: str, cause: object) -> UsageError:
        return UsageError(
            f"the store {self.name!r} cannot be {done}: {cause}",
            hint="look at the folder's permissions and the free space, or set 'looks'",
        )


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_scrap(path)
    file = _connected(f"{path.absolute().as_uri()}?mode=rwc")
    try:
        _into_wal(file)
        file.execute("pragma synchronous = normal")
        _refuse_later(file, path)
        file.executescript(f"begin immediate;{_TABLE}pragma user_version = {VERSION};commit;")
    except BaseException:
        file.close()
        raise
    return file


def _into_wal(file: sqlite3.Connection) -> None:
    """Write a log from now on; while another process begins the same file, wait for it."""
    end = monotonic() + _PATIENCE
    while True:
        try:
            file.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as cause:
            # Here SQLite gives up at once where two change the mode, whatever its patience.
            if cause.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(0.01)
        else:
            return


def _connected(address: str) -> sqlite3.Connection:
    # A lock of ours keeps threads apart; each statement commits by itself.
    return sqlite3.connect(
        address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )


def _refuse_scrap(path: Path) -> None:
    if path.exists() and 0 < path.stat().st_size < _SMALLEST:
        raise sqlite3.DatabaseError("file is not a database")


def _refuse_later(file: sqlite3.Connection, path: Path) -> None:
    found = file.execute("pragma user_version").fetchone()[0]
    if found > VERSION:
        raise UsageError(
            f"the store 'sqlite:{path}' is of version {found}, and {VERSION} is known here",
            hint="bring kzru-cite up to date",
        )


def _put(file: sqlite3.Connection, rows: Sequence[tuple[bytes, str, bytes]]) -> int:
    file.execute("begin immediate")
    try:
        before = file.total_changes
        file.executemany(_ADD, rows)
        count = file.total_changes - before
    except BaseException:
        file.execute("rollback")
        raise
    file.execute("commit")
    return count


def _read(path: Path, about: Collection[str] | None) -> list[bytes]:
    """Read all, or what has these topics, without writing anything."""
    _refuse_scrap(path)
    with closing(_readable(path)) as file:
        _refuse_later(file, path)
        if not file.execute("select 1 from sqlite_master where name = 'look'").fetchone():
            return []
        if about is None:
            return _sound(line for (line,) in file.execute(_ALL))
        found: dict[int, object] = {}
        for some in batches(about):
            question = _SOME.format(marks=", ".join("?" * len(some)))
            found.update(file.execute(question, some))
        return _sound(found[number] for number in sorted(found))


def _sound(lines: Iterable[object]) -> list[bytes]:
    """Return the lines; a damaged file can hold nothing where one should be."""
    found = []
    for line in lines:
        if not isinstance(line, bytes):
            raise sqlite3.DatabaseError("database disk image is malformed")
        found.append(line)
    return found


def _readable(path: Path) -> sqlite3.Connection:
    """
    Open a file for reading, also where nothing may be written.

    Readers of a WAL write beside it. Where they must not, and nobody has left a WAL, the file is
    whole by itself; an attempt to read can leave an empty one.
    """
    address = path.absolute().as_uri()
    file = _connected(f"{address}?mode=ro")
    try:
        file.execute("select 1 from sqlite_master").fetchone()
    except sqlite3.OperationalError:
        file.close()
        wal = path.with_name(f"{path.name}-wal")
        if wal.exists() and wal.stat().st_size:
            raise
        return _connected(f"{address}?immutable=1")
    except BaseException:
        file.close()
        raise
    return file
