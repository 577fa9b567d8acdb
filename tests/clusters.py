"""A cluster of processes on this machine: a scheduler and workers, each ended by its own id."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = "127.0.0.1"


class Machines:
    """A scheduler, and workers of which each has a home and a budget of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._number = 0

    def __enter__(self) -> Self:
        where = ("--host", HERE, "--port", "0", "--dashboard-address", f"{HERE}:0")
        self._scheduler = self._start("scheduler", *where, "--scheduler-file", str(self._file))
        _until(self._file.exists)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in tuple(self._workers):
            self.kill(number)
        if self._scheduler is not None:
            _end(self._scheduler)

    @property
    def address(self) -> str:
        found: str = json.loads(self._file.read_text(encoding="utf-8"))["address"]
        return found

    def add(self, path: str = "", threads: int = 2) -> int:
        """Start a worker, and return its number; *path* is where it looks for modules first."""
        self._number += 1
        where = ("--scheduler-file", str(self._file), "--host", HERE)
        shape = ("--no-nanny", "--nthreads", str(threads), "--dashboard-address", f"{HERE}:0")
        self._workers[self._number] = self._start("worker", *where, *shape, path=path)
        return self._number

    @contextmanager
    def workers(self, number: int, path: str = "") -> Iterator[list[int]]:
        """Have so many workers more, which are gone in the end."""
        numbers = [self.add(path) for _ in range(number)]
        try:
            self.wait()
            yield numbers
        finally:
            for one in numbers:
                self.kill(one)

    def kill(self, number: int) -> None:
        """Kill a worker where it stands, and what it started."""
        process = self._workers.pop(number, None)
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        _end(process)

    def stop_scheduler(self) -> None:
        """Kill the scheduler."""
        if self._scheduler is not None:
            _end(self._scheduler)

    def wait(self) -> None:
        """Wait until the scheduler knows all workers."""
        said = [self._home(number) / "said" for number in self._workers]
        _until(lambda: all(b"Registered to" in path.read_bytes() for path in said))

    def _home(self, number: int) -> Path:
        return self._folder / f"home-{number}"

    def _start(self, *words: str, path: str = "") -> subprocess.Popen[bytes]:
        home = self._home(self._number)
        home.mkdir(exist_ok=True)
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        with (home / "said").open("wb") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                env={**env, **kept, "PYTHONPATH": path},
                cwd=home,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()


def _until(holds: Callable[[], bool], patience: float = 120.0) -> None:
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the cluster does not start")
        time.sleep(0.02)
