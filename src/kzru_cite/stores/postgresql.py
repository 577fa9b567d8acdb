"""Keep looks on a server of PostgreSQL, for projects on many machines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from kzru_cite.errors import UsageError
from kzru_cite.model.evidence import Look
from kzru_cite.model.storage import plain_name
from kzru_cite.stores.rows import batches, row, row_of

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
    "insert into kzru_cite_look (digest, topic, line) values (%s, %s, %s)"
    " on conflict (digest) do nothing"
)
_ALL = "select line from kzru_cite_look order by number"
_SOME = "select number, line from kzru_cite_look where topic = any(%s)"
_THERE = "select to_regclass('kzru_cite_look') is not null"
_PATIENCE = 10


class PostgreSQLStore:
    """
    The database at *address*, a URI of libpq; no table is made before the first look.

    Each look is a transaction: when it is kept it is on the server's disk, unless the server was
    told otherwise (``synchronous_commit``). A password is best left to ``~/.pgpass`` or
    ``PGPASSWORD``; see https://www.postgresql.org/docs/current/libpq-connect.html.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._within = Lock()
        self._link: Connection | None = None
        self._made = False

    @property
    def name(self) -> str:
        """Return the address without its user and what else it holds."""
        return plain_name(self._address)

    def add(self, look: Look) -> None:
        """Keep a look."""
        self._write(lambda link: link.execute(_ADD, row_of(look)))

    def put(self, lines: Iterable[bytes]) -> int:
        """Keep lines that are not there yet, all or none; return how many those were."""
        rows = [row(line) for one in lines if (line := one.strip())]

        def put(link: Connection) -> int:
            with link.transaction(), link.cursor() as cursor:
                cursor.executemany(_ADD, rows)
                return cursor.rowcount

        return self._write(put) if rows else 0

    def lines(self, about: Collection[str] | None = None) -> Iterator[bytes]:
        """Return the lines in the order in which they came."""
        return iter(self._asked(lambda link: _read(link, about), "read"))

    def close(self) -> None:
        """Hang up."""
        with self._within:
            link, self._link = self._link, None
        if link is not None:
            link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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
        _refuse_later(link, name)
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


def _refuse_later(link: Connection, name: str) -> None:
    if not _one(link, "select to_regclass('kzru_cite_version') is not null"):
        return
    found = _one(link, "select max(version) from kzru_cite_version")
    if isinstance(found, int) and found > VERSION:
        raise UsageError(
            f"the store {name!r} is of version {found}, and {VERSION} is known here",
            hint="bring kzru-cite up to date",
        )


def _make(link: Connection) -> None:
    if _one(link, _THERE):
        return
    with link.transaction():
        link.execute("select pg_advisory_xact_lock(%s)", (_MAKING,))
        link.execute(sql.SQL(_TABLES).format(version=sql.Literal(VERSION)))


def _one(link: Connection, question: sql.SQL | str) -> object:
    found = link.execute(
        question if isinstance(question, sql.SQL) else sql.SQL(question)
    ).fetchone()
    return found[0] if found else None


def _read(link: Connection, about: Collection[str] | None) -> list[bytes]:
    """Read all, or what has these topics."""
    if not _one(link, _THERE):
        return []
    if about is None:
        return [bytes(line) for (line,) in link.execute(_ALL)]
    found: dict[int, bytes] = {}
    for some in batches(about):
        found.update((number, bytes(line)) for number, line in link.execute(_SOME, (some,)))
    return [found[number] for number in sorted(found)]
