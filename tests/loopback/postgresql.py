"""Run PostgreSQL for tests: a server of its own in a folder of its own, on a socket alone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

PATIENCE = 60.0
# Debian keeps the server's programs out of the way.
_DEBIAN = "/usr/lib/postgresql"


class LoopbackPostgreSQL:
    """A server that lives as long as the context; *address* is that of its database."""

    def __init__(self) -> None:
        # A socket's path may have about a hundred characters.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Return the URI of the database."""
        return f"postgresql:///postgres?host={self._folder}&user=tests"

    def __enter__(self) -> Self:
        self._run("initdb", "-D", self._data, "-U", "tests", "--auth=trust", "--no-sync")
        self.start()
        return self

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        words = ["-D", self._data, "-k", str(self._folder), "-c", "listen_addresses="]
        log = (self._folder / "log").open("ab")
        self._server = subprocess.Popen(
            [_program("postgres"), *words], stdout=log, stderr=log, user=_who(), group=_who()
        )
        log.close()
        end = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                if time.monotonic() > end or self._server.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop the server at once."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(PATIENCE)
            self._server = None

    def clear(self) -> None:
        """Forget all looks."""
        with psycopg.connect(self.address, autocommit=True) as link:
            link.execute("drop table if exists kzru_cite_look, kzru_cite_version")

    def _run(self, name: str, *words: str) -> None:
        who = _who()
        if who is not None:
            os.chown(self._folder, who, who)
        subprocess.run(
            [_program(name), *words],
            check=True,
            capture_output=True,
            cwd=self._folder,
            user=who,
            group=who,
        )

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _program(name: str) -> str:
    """Find a program of the server, newest version first."""
    found = sorted(Path(_DEBIAN).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which(name)
    assert program, f"{name} is missing: install the Debian package postgresql"
    return program


def _who() -> int | None:
    """Say as whom it runs: it refuses to be root, and nobody will do."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
