"""Read pages in processes of their own, so that reading them holds up nobody who asks."""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from queue import LifoQueue
from threading import Lock
from typing import BinaryIO

from kzru_cite.model.evidence import PageFacts

# Fewer pages are read sooner than a process has started; two keep up with 64 requests at once.
_FEW, _MANY = 8, 20
# The folder of a project is no place to load modules from.
_COMMAND = ("-P", "-c", "from kzru_cite.gather import readers; readers.serve()")
_LAST = 2.0


class Readers:
    """
    The processes that read pages; for many threads.

    A process that cannot be started, or that ends, is made up for by reading in the thread that
    asked, so that nothing is lost with it.
    """

    def __init__(self, python: str = sys.executable) -> None:
        self._python = python
        self._lock = Lock()
        self._all: list[_Reader] = []
        # None stands for a process that is no more.
        self._idle: LifoQueue[_Reader | None] = LifoQueue()

    def prepare(self, pages: int) -> None:
        """Start what so many pages need, ahead of the first; they load while replies come in."""
        wanted = (pages > _FEW) + (pages > _MANY)
        with self._lock:
            for _ in range(wanted - len(self._all)):
                reader = _Reader(self._python)
                self._all.append(reader)
                self._idle.put(reader)

    def read(self, body: bytes, content_type: str, address: str) -> PageFacts | None:
        """Return the facts of a page, as ``read_page`` does."""
        if not self._all:
            return _read_here(body, content_type, address)
        reader = self._idle.get()
        try:
            if reader is None:
                return _read_here(body, content_type, address)
            return reader.read(body, content_type, address)
        except (OSError, EOFError, pickle.UnpicklingError):
            reader = None
            return _read_here(body, content_type, address)
        finally:
            self._idle.put(reader)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            for reader in self._all:
                reader.hang_up()
            for reader in self._all:
                reader.end()


class _Reader:
    """One process, which answers each page with its facts."""

    def __init__(self, python: str) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        try:
            # An interrupt from the keyboard is for the program alone.
            self._process = subprocess.Popen(
                (python, *_COMMAND),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError:
            return

    def read(self, body: bytes, content_type: str, address: str) -> PageFacts | None:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        pickle.dump((body, content_type, address), self._process.stdin)
        self._process.stdin.flush()
        found: PageFacts | None = pickle.load(self._process.stdout)  # noqa: S301 - it is ours
        return found

    def hang_up(self) -> None:
        """Let the process see that nothing more comes."""
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                # It has ended before, in the middle of a page.
                return

    def end(self) -> None:
        if self._process is None or self._process.stdout is None:
            return
        try:
            self._process.wait(_LAST)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def serve(asked: BinaryIO | None = None, told: BinaryIO | None = None) -> None:
    """Read the pages that come in, until no more come."""
    from kzru_cite.read.page import read_page  # noqa: PLC0415 - only who reads loads what it takes

    # Little of what a page leaves behind holds itself; to look for it takes a tenth of the time.
    gc.set_threshold(100_000, 20, 20)
    asked, told = asked or sys.stdin.buffer, told or sys.stdout.buffer
    while True:
        try:
            page: tuple[bytes, str, str] = pickle.load(asked)  # noqa: S301 - the program sent it
        except EOFError:
            return
        pickle.dump(read_page(*page), told)
        told.flush()


def _read_here(body: bytes, content_type: str, address: str) -> PageFacts | None:
    from kzru_cite.read.page import read_page  # noqa: PLC0415 - as above

    return read_page(body, content_type, address)
