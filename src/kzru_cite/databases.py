"""Tell files that SQLite may take for its own from those of somebody else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

# The smallest page of a database: SQLite takes a shorter file for an empty one, and writes over it.
_SMALLEST = 512
_TABLES = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"


def refuse_scrap(path: Path) -> None:
    """Raise DatabaseError for a file that is too short to be a database, and not empty."""
    if path.exists() and 0 < path.stat().st_size < _SMALLEST:
        raise sqlite3.DatabaseError("file is not a database")


def tables(file: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the tables of a database, without those of SQLite itself."""
    return frozenset(name for (name,) in file.execute(_TABLES))
