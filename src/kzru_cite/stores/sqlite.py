"""Keep looks in a file of SQLite, for many projects or many looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from shlex import quote
from time import monotonic, sleep
from typing import TypeVar

from kzru_cite.databases import refuse_scrap, tables
from kzru_cite.errors import UsageError
from kzru_cite.files import NO_ROOM
from kzru_cite.stores.database import Database, refuse_later, refuse_other
from kzru_cite.stores.rows import Row, batches

T = TypeVar("T")
# A row as it was found: its number, the SHA-256 of its line, the line; damage can make it anything.
_Kept = tuple[int, object, object]
VERSION = 1
_TABLE = """
create table if not exists look (
    number integer primary key, digest blob not null unique, topic text not null, line blob not null
);
create index if not exists look_topic on look (topic);
"""
_SHAPE = [("number", "integer"), ("digest", "blob"), ("topic", "text"), ("line", "blob")]
_ADD = "insert or ignore into look (digest, topic, line) values (?, ?, ?)"
_ALL = "select number, digest, line from look order by number"
_SOME = "select number, digest, line from look where topic in ({marks})"
_DELETE = "delete from look where number in ({numbers})"
# So long a process waits for another that writes.
_PATIENCE = 30.0
# What a file is not to blame for; all else that goes wrong tells that it is damaged.
_AROUND = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN),
}
# Of rows that are damaged so many are named.
_NAMED = 20


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
            lines, damaged = _read(self._path, self.name, about)
        except _FAULTS as cause:
            raise self._fault("read", cause) from cause
        if damaged:
            raise self._changed(damaged)
        return iter(lines)

    def _hang_up(self, link: sqlite3.Connection) -> None:
        # As the last one it moves the log into the database, and waits for the disk.
        link.close()

    def _write(self, act: Callable[[sqlite3.Connection], T]) -> T:
        with self._within:
            try:
                self._link = self._link or _opened(self._path, self.name)
                return act(self._link)
            except OSError as cause:
                raise self._fault("written", cause) from cause
            except _FAULTS as cause:
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

    def _fault(self, done: str, cause: Exception) -> UsageError:
        why = cause.strerror if isinstance(cause, OSError) else cause
        if isinstance(cause, UnicodeDecodeError):
            why = "a name in it is damaged"
        hint = f"{NO_ROOM}, or set 'looks'" if _is_around(cause) else self._rescue()
        return UsageError(f"the store {self.name!r} cannot be {done}: {why}", hint=hint)

    def _rescue(self) -> str:
        return (
            "put a copy of the file in its place, or move it away and begin a new one; "
            f"sqlite3 {quote(str(self._path))} .recover shows what is whole"
        )

    def _changed(self, numbers: list[int]) -> UsageError:
        """Name rows that do not hold what was put there."""
        some = ", ".join(map(str, numbers[:_NAMED]))
        rest = " and others" if numbers[_NAMED:] else ""
        delete = f'sqlite3 {quote(str(self._path))} "{_DELETE.format(numbers=some)}"'
        return UsageError(
            f"the store {self.name!r} is damaged: row {some}{rest} holds not what was put there",
            hint=f"put a copy of the file in its place, or let go of what is damaged: {delete}",
        )


# SQLite quotes what it cannot read of a damaged file, as text that Python cannot.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)


def _is_around(cause: Exception) -> bool:
    code = getattr(cause, "sqlite_errorcode", None)
    return isinstance(cause, OSError) or (code is not None and code & 0xFF in _AROUND)


def _opened(path: Path, name: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    refuse_scrap(path)
    file = _connected(f"{path.absolute().as_uri()}?mode=rwc")
    try:
        # What is somebody else's stays as it is, and so does what is damaged.
        _is_made(file, name)
        _refuse_damaged(file)
        _into_wal(file)
        file.execute("pragma synchronous = normal")
        file.executescript(f"begin immediate;{_TABLE}pragma user_version = {VERSION};commit;")
    except BaseException:
        file.close()
        raise
    return file


def _refuse_damaged(file: sqlite3.Connection) -> None:
    """Raise DatabaseError for a file that SQLite finds a fault in; it reads all of it once."""
    for (found,) in file.execute("pragma quick_check(1)"):
        if found != "ok":
            # The first line may only name the database that the others are about.
            raise sqlite3.DatabaseError(
                " ".join(str(found).split()).removeprefix("*** in database main *** ")
            )


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


def _read(path: Path, name: str, about: Collection[str] | None) -> tuple[list[bytes], list[int]]:
    """Read all, or what has these topics, without writing anything; see ``_sound``."""
    refuse_scrap(path)
    with closing(_readable(path)) as file:
        if not _is_made(file, name):
            return [], []
        if about is None:
            return _sound(file.execute(_ALL))
        found: set[_Kept] = set()
        for some in batches(about):
            question = _SOME.format(marks=", ".join("?" * len(some)))
            found.update(file.execute(question, some))
        return _sound(sorted(found, key=itemgetter(0)))


def _sound(rows: Iterable[_Kept]) -> tuple[list[bytes], list[int]]:
    """
    Return the lines, and the numbers of the rows whose line is not the one that was put there.

    SQLite sees damage to its pages, but not to what they hold.
    """
    lines, damaged = [], []
    for number, digest, line in rows:
        if isinstance(line, bytes) and sha256(line).digest() == digest:
            lines.append(line)
        else:
            damaged.append(number)
    return lines, damaged


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
