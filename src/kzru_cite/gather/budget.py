"""Remember when each host may be asked again, also between processes and runs."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Protocol

from kzru_cite.databases import refuse_scrap, tables

# A clock that was wrong once must not silence a host for longer than this.
_LONGEST_QUEUE = 600.0
_LONGEST_BLOCK = 86400.0
_TABLES = """
create table if not exists lane (name text primary key, next real not null);
create table if not exists host (name text primary key, until real not null);
"""
_NEXT = "select next from lane where name = ?"
_TAKE = "insert or replace into lane values (?, ?)"
_UNTIL = "select until from host where name = ?"
_BLOCK = (
    "insert into host values (?, ?)"
    " on conflict (name) do update set until = max(until, excluded.until)"
)


class Budget(Protocol):
    """Whoever knows when a lane is free; times are seconds since the epoch."""

    def reserve(self, lane: str, now: float, interval: float) -> float:
        """Take the lane's next free moment, not before *now*, and return it."""
        ...

    def block(self, host: str, until: float) -> None:
        """Note that a host asked to be left alone until then."""
        ...

    def blocked(self, host: str, now: float) -> float:
        """Return until when a host is to be left alone, 0.0 when it may be asked."""
        ...


class MemoryBudget:
    """A budget of one run."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._until: dict[str, float] = {}

    def reserve(self, lane: str, now: float, interval: float) -> float:
        """Take the lane's next free moment, not before *now*, and return it."""
        moment = _moment(self._next.get(lane, 0.0), now)
        self._next[lane] = moment + interval
        return moment

    def block(self, host: str, until: float) -> None:
        """Note that a host asked to be left alone until then."""
        self._until[host] = max(until, self._until.get(host, 0.0))

    def blocked(self, host: str, now: float) -> float:
        """Return until when a host is to be left alone, 0.0 when it may be asked."""
        return _block(self._until.get(host, 0.0), now)


class SharedBudget:
    """
    A budget in a file, shared by the processes of a machine and kept across runs.

    The lock on the file ends with the process that holds it. A file that cannot be used counts
    as empty, and stays as it is if it is somebody else's: *trouble* says why, and the run goes on
    with a budget of its own.
    """

    def __init__(self, path: Path) -> None:
        self.trouble = ""
        self._path = path
        self._own = MemoryBudget()
        self._lock = threading.Lock()
        self._file: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _open(path)
        except (OSError, sqlite3.Error) as error:
            self.trouble = f"{path}: {error}"

    def reserve(self, lane: str, now: float, interval: float) -> float:
        """Take the lane's next free moment, not before *now*, and return it."""
        with self._lock:
            # The run's own books are kept too, so that it stays polite when the file is lost.
            own = self._own.reserve(lane, now, interval)
            file = self._file
            if file is None:
                return own
            try:
                return max(own, _reserve(file, lane, now, interval))
            except sqlite3.Error as error:
                self._give_up(error)
                return own

    def block(self, host: str, until: float) -> None:
        """Note that a host asked to be left alone until then."""
        with self._lock:
            self._own.block(host, until)
            if self._file is not None:
                try:
                    self._file.execute(_BLOCK, (host, until))
                except sqlite3.Error as error:
                    self._give_up(error)

    def blocked(self, host: str, now: float) -> float:
        """Return until when a host is to be left alone, 0.0 when it may be asked."""
        with self._lock:
            own = self._own.blocked(host, now)
            if self._file is None:
                return own
            try:
                return max(own, _block(_read(self._file, _UNTIL, host), now))
            except sqlite3.Error as error:
                self._give_up(error)
                return own

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._let_go()

    def _give_up(self, error: sqlite3.Error) -> None:
        self.trouble = self.trouble or f"{self._path}: {error}"
        self._let_go()

    def _let_go(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def _open(path: Path) -> sqlite3.Connection:
    refuse_scrap(path)
    # Its own lock guards the connection between threads; each statement commits by itself.
    file = sqlite3.connect(path, timeout=2.0, isolation_level=None, check_same_thread=False)
    try:
        if others := tables(file) - {"lane", "host"}:
            raise sqlite3.DatabaseError(f"it has a table {min(others)!r} of something else")
        # Whatever a crash of the machine loses here is known again after a few requests.
        file.execute("pragma synchronous = off")
        file.executescript(_TABLES)
    except sqlite3.Error:
        file.close()
        raise
    return file


def _reserve(file: sqlite3.Connection, lane: str, now: float, interval: float) -> float:
    file.execute("begin immediate")
    try:
        moment = _moment(_read(file, _NEXT, lane), now)
        file.execute(_TAKE, (lane, moment + interval))
    finally:
        # A disk that is full has ended it by itself, and is to be told as what it is.
        if file.in_transaction:
            file.execute("commit")
    return moment


def _read(file: sqlite3.Connection, question: str, name: str) -> float:
    row = file.execute(question, (name,)).fetchone()
    return float(row[0]) if row else 0.0


def _moment(free: float, now: float) -> float:
    return free if now < free <= now + _LONGEST_QUEUE else now


def _block(until: float, now: float) -> float:
    return until if now < until <= now + _LONGEST_BLOCK else 0.0
