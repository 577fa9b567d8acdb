"""Keep looks in a file of SQLite, for many projects or many looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from kzru_cite.databases import refuse_scrap, tables
from kzru_cite.errors import UsageError
from kzru_cite.stores.database import Database, refuse_later, refuse_other
from kzru_cite.stores.rows import Row, batches
from kzru_cite.workspace import NO_ROOM

T = TypeVar("T")
VERSION = 1
_TABLE = """
create table if not exists look (
    number integer primary key, digest blob not null unique, topic text not null, line blob not null
);
create index if not exists look_topic on look (topic);
"""
_SHAPE = [("number", "integer"), ("digest", "blob"), ("topic", "text"), ("line", "blob")]
_ADD = "insert or ignore into look (digest, topic, line) values (?, ?, ?)"
_ALL = "select line from look order by number"
_SOME = "select number, line from look where topic in ({marks})"
# So long a process waits for another that writes.
_PATIENCE = 30.0


class SQLiteStore(Database[sqlite3.Connection]):
    """
    The file at *path*; no file is made before the first look.

    Each look is committed by itself into a log of the database (its WAL), from where it reaches
    the disk when the store is closed: the end of the process loses nothing. See
    https://www.sqlite.org/wal.html and ``pragma synchronous``.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @property
    def name(self) -> str:
        """Return the path of the file after the kind of the store."""
        return f"sqlite:{self._path}"

    def lines(self, about: Collection[str] | None = None) -> Iterator[bytes]:
        """Return the lines in the order in which they came."""
        if not self._path.is_file():
            return iter(())
        try:
            return iter(_read(self._path, self.name, about))
        except sqlite3.Error as cause:
            raise self._fault("read", cause) from cause

    def _hang_up(self, link: sqlite3.Connection) -> None:
        # As the last one it moves the log into the database, and waits for the disk.
        link.close()

    def _write(self, act: Callable[[sqlite3.Connection], T]) -> T:
        with self._within:
            try:
                self._link = self._link or _opened(self._path, self.name)
                return act(self._link)
            except OSError as cause:
                raise self._fault("written", cause.strerror) from cause
            except sqlite3.Error as cause:
                raise self._fault("written", cause) from cause

    @contextmanager
    def _transaction(self, link: sqlite3.Connection) -> Iterator[None]:
        link.execute("begin immediate")
        try:
            yield
        except BaseException:
            link.execute("rollback")
            raise
        link.execute("commit")

    def _keep(self, link: sqlite3.Connection, rows: list[Row]) -> int:
        before = link.total_changes
        link.executemany(_ADD, rows)
        return link.total_changes - before

    def _fault(self, done: str, cause: object) -> UsageError:
        return UsageError(
            f"the store {self.name!r} cannot be {done}: {cause}",
            hint=f"{NO_ROOM}, or set 'looks'",
        )


def _opened(path: Path, name: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    refuse_scrap(path)
    file = _connected(f"{path.absolute().as_uri()}?mode=rwc")
    try:
        # What is somebody else's stays as it is.
        _is_made(file, name)
        _into_wal(file)
        file.execute("pragma synchronous = normal")
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


def _is_made(file: sqlite3.Connection, name: str) -> bool:
    """Say whether the table is there; raises UsageError for a database of something else."""
    found = tables(file)
    shape = [(row[1], row[2].lower()) for row in file.execute("pragma table_info(look)")]
    if "look" in found:
        refuse_other(shape, _SHAPE, "look", name)
    elif found:
        raise UsageError(
            f"the store {name!r} is a database of something else: it has a table {min(found)!r}",
            hint="name another file for looks",
        )
    refuse_later(file.execute("pragma user_version").fetchone()[0], VERSION, name)
    return bool(found)


def _read(path: Path, name: str, about: Collection[str] | None) -> list[bytes]:
    """Read all, or what has these topics, without writing anything."""
    refuse_scrap(path)
    with closing(_readable(path)) as file:
        if not _is_made(file, name):
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
