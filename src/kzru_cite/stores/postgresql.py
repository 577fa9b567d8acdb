"""Keep looks on a server of PostgreSQL, for projects on many machines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from kzru_cite.errors import UsageError
from kzru_cite.model.storage import plain_name
from kzru_cite.stores.database import Database, refuse_later, refuse_other
from kzru_cite.stores.rows import Row, batches

try:
    import psycopg
    from psycopg import Connection, sql
except ImportError as missing:  # pragma: no cover - the tests have it
    raise UsageError(
        "looks in PostgreSQL need the package psycopg",
        hint="pip install 'kzru-cite[postgresql]'",
    ) from missing

T = TypeVar("T")
VERSION = 1
# One lock of the server keeps two programs from making the tables at once; any number does.
_MAKING = 6_812_004_711
_TABLES = """
create table if not exists kzru_cite_look (
    number bigint generated always as identity primary key,
    digest bytea not null unique, topic text not null, line bytea not null
);
create index if not exists kzru_cite_look_topic on kzru_cite_look using hash (topic);
create table if not exists kzru_cite_version (version integer not null);
insert into kzru_cite_version select {version} where not exists (select from kzru_cite_version);
"""
_ADD = (
    "insert into kzru_cite_look (digest, topic, line)"
    " select digest, topic, line from unnest(%b::bytea[], %b::text[], %b::bytea[])"
    " with ordinality as given (digest, topic, line, place) order by place"
    " on conflict (digest) do nothing"
)
_ALL = "select line from kzru_cite_look order by number"
_SOME = "select number, line from kzru_cite_look where topic = any(%s)"
_COLUMNS = (
    "select attname, format_type(atttypid, null) from pg_attribute"
    " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum"
)
_SHAPES = {
    "kzru_cite_look": [
        *(("number", "bigint"), ("digest", "bytea"), ("topic", "text"), ("line", "bytea"))
    ],
    "kzru_cite_version": [("version", "integer")],
}
_PATIENCE = 10


class PostgreSQLStore(Database[Connection]):
    """
    The database at *address*, a URI of libpq; no table is made before the first look.

    Each look is a transaction: when it is kept it is on the server's disk, unless the server was
    told otherwise (``synchronous_commit``). A password is best left to ``~/.pgpass`` or
    ``PGPASSWORD``; see https://www.postgresql.org/docs/current/libpq-connect.html.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._made = False

    @property
    def name(self) -> str:
        """Return the address without its user and what else it holds."""
        return plain_name(self._address)

    def lines(self, about: Collection[str] | None = None) -> Iterator[bytes]:
        """Return the lines in the order in which they came."""
        return iter(self._asked(lambda link: _read(link, about), "read"))

    def _hang_up(self, link: Connection) -> None:
        link.close()

    def _transaction(self, link: Connection) -> AbstractContextManager[object]:
        return link.transaction()

    def _keep(self, link: Connection, rows: list[Row]) -> int:
        return link.execute(_ADD, [list(column) for column in zip(*rows, strict=True)]).rowcount

    def _write(self, act: Callable[[Connection], T]) -> T:
        def made(link: Connection) -> T:
            if not self._made:
                _make(link)
                self._made = True
            return act(link)

        return self._asked(made, "written")

    def _asked(self, act: Callable[[Connection], T], done: str) -> T:
        with self._within:
            try:
                self._link = self._link or _connected(self._address, self.name)
                return act(self._link)
            except psycopg.Error as cause:
                # The next look may find the server there again.
                if self._link is not None and self._link.broken:
                    self._link = None
                raise UsageError(
                    f"the store {self.name!r} cannot be {done}: {self._plain(cause)}",
                    hint="look whether the server runs and lets you in, or set 'looks'",
                ) from None

    def _plain(self, cause: psycopg.Error) -> str:
        """Return what the server or its library says, in one line that tells no password."""
        said = " ".join(str(cause).split())
        for secret in _secrets(self._address):
            said = said.replace(secret, "…")
        return said


def _connected(address: str, name: str) -> Connection:
    link = psycopg.connect(address, autocommit=True, connect_timeout=_PATIENCE)
    try:
        _refuse_others(link, name)
    except BaseException:
        link.close()
        raise
    return link


def _secrets(address: str) -> list[str]:
    """Return the passwords in an address, as written and as read."""
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query).get("password", [])
        found = [parts.password or "", unquote(parts.password or ""), *asked]
    except ValueError:
        return [address]
    return [each for each in found if each]


def _refuse_others(link: Connection, name: str) -> None:
    """Raise UsageError for tables of our names that are not ours, or of a later version."""
    for table, shape in _SHAPES.items():
        if found := _shape(link, table):
            refuse_other(found, shape, table, name)
    if _shape(link, "kzru_cite_version"):
        found_version = link.execute("select max(version) from kzru_cite_version").fetchone()
        refuse_later(found_version and found_version[0], VERSION, name)


def _shape(link: Connection, table: str) -> list[tuple[str, str]]:
    """Return the columns of a table with their types, none when it is not there."""
    return link.execute(_COLUMNS, (table,)).fetchall()


def _make(link: Connection) -> None:
    if _shape(link, "kzru_cite_look"):
        return
    with link.transaction():
        link.execute("select pg_advisory_xact_lock(%s)", (_MAKING,))
        link.execute(sql.SQL(_TABLES).format(version=sql.Literal(VERSION)))


def _read(link: Connection, about: Collection[str] | None) -> list[bytes]:
    """Read all, or what has these topics."""
    if not _shape(link, "kzru_cite_look"):
        return []
    if about is None:
        return [bytes(line) for (line,) in link.execute(_ALL)]
    found: dict[int, bytes] = {}
    for some in batches(about):
        found.update((number, bytes(line)) for number, line in link.execute(_SOME, (some,)))
    return [found[number] for number in sorted(found)]
