"""Keep the log of looks: added to line by line under a lock, never rewritten."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from threading import Lock

from kzru_cite.errors import UsageError
from kzru_cite.files import NO_ROOM, append_whole
from kzru_cite.model.evidence import Look
from kzru_cite.read.looks import write_look
from kzru_cite.stores.closing import Closing
from kzru_cite.stores.file_topics import FileTopics


class Log(Closing):
    """
    The file at *path*, open for adding; threads and processes may add at the same time.

    Each look is one write of one line, so that what was answered survives an interrupt at any
    moment. A line that an earlier run left unfinished is ended first, and lost alone. Raises
    UsageError when the file cannot be opened or written. No file is made before the first look.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._within = Lock()
        self._file: int | None = None
        self._finding = Lock()
        self.topics = FileTopics()

    @property
    def name(self) -> str:
        """Return the path of the file."""
        return str(self._path)

    def add(self, look: Look) -> None:
        """Write the line of a look."""
        self._write(write_look(look).encode() + b"\n")

    def put(self, lines: Iterable[bytes]) -> int:
        """Write lines that are not there yet, all at once; return how many those were."""
        there = set(self.lines())
        new = dict.fromkeys(line for one in lines if (line := one.strip()) and line not in there)
        if new:
            self._write(b"".join(line + b"\n" for line in new))
        return len(new)

    def lines(self, about: Collection[str] | None = None) -> Iterator[bytes]:
        """
        Return the lines, each once.

        Asked again for topics, it reads only what was added since, and the lines about them.
        """
        try:
            found = self._read(about)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return iter(())
        except OSError as cause:
            raise UsageError(f"the log {self.name!r} cannot be read: {cause.strerror}") from cause
        return iter(dict.fromkeys(line for one in found if (line := one.strip())))

    def _read(self, about: Collection[str] | None) -> list[bytes]:
        kind = self._path.stat().st_mode
        if not (S_ISREG(kind) or S_ISDIR(kind)):
            # A device can be without end, and a pipe wait for ever.
            raise UsageError(f"the log {self.name!r} is no file", hint="name one by 'looks'")
        if about is None:
            return self._path.read_bytes().split(b"\n")
        with self._finding, self._path.open("rb") as file:
            return self.topics.lines(file, about)

    def _write(self, content: bytes) -> None:
        with self._within:
            try:
                self._file = self._opened() if self._file is None else self._file
                _append(self._file, content)
            except OSError as cause:
                raise self._fault(cause) from cause

    def _fault(self, cause: OSError) -> UsageError:
        return UsageError(
            f"the log {self.name!r} cannot be written: {cause.strerror}",
            hint=f"{NO_ROOM}, or set 'looks'",
        )

    def close(self) -> None:
        """Put what was written onto the disk, and close the file."""
        with self._within:
            file, self._file = self._file, None
            if file is None:
                return
            try:
                os.fsync(file)
            except OSError as cause:
                raise self._fault(cause) from cause
            finally:
                os.close(file)

    def _opened(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        how = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        return os.open(self._path, how, 0o644)


def _append(file: int, lines: bytes) -> None:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        size = os.fstat(file).st_size
        append_whole(file, _ending(file, size) + lines, size)
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _ending(file: int, size: int) -> bytes:
    """Return what ends an unfinished last line of a file of *size* bytes."""
    return b"" if size == 0 or os.pread(file, 1, size - 1) == b"\n" else b"\n"
