"""Find the lines of a log by what they are about, and read no part of it twice."""

from __future__ import annotations

import os
from array import array
from collections.abc import Collection
from typing import BinaryIO

from kzru_cite.stores.rows import topic_of, topics_asked


class FileTopics:
    """
    Where the lines about each topic stand in a log that is only ever added to.

    What was added since is read on from where reading ended. A file that was put in the place of
    the log, or that was shortened, is read from its beginning. *read* counts the bytes of lines
    that were read to find out what they are about.
    """

    def __init__(self) -> None:
        self.read = 0
        self._file = (0, 0)
        self._begin()

    def lines(self, file: BinaryIO, about: Collection[str]) -> list[bytes]:
        """Return the lines of an open file that are about these topics, or that tell none."""
        unfinished = self._read_on(file)
        asked = topics_asked(about)
        numbers = sorted(number for one in asked for number in self._numbers.get(one, ()))
        return [*(self._line(file, number) for number in numbers), unfinished]

    def _begin(self) -> None:
        self._numbers: dict[str, array[int]] = {}
        # Where each line begins, and at last where the next one will.
        self._starts = array("Q", [0])
        self._last = b""

    def _line(self, file: BinaryIO, number: int) -> bytes:
        start = self._starts[number]
        return os.pread(file.fileno(), self._starts[number + 1] - start, start)

    def _read_on(self, file: BinaryIO) -> bytes:
        """Take in the lines that were added; return what has no end yet."""
        state = os.fstat(file.fileno())
        if (state.st_dev, state.st_ino) != self._file or not self._goes_on(file):
            self._begin()
        self._file = state.st_dev, state.st_ino
        file.seek(self._starts[-1])
        for line in file:
            if not line.endswith(b"\n"):
                return line
            self._take(line)
        return b""

    def _take(self, line: bytes) -> None:
        number = len(self._starts) - 1
        self._starts.append(self._starts[-1] + len(line))
        self._last = line
        self.read += len(line)
        if text := line.strip():
            self._numbers.setdefault(topic_of(text), array("Q")).append(number)

    def _goes_on(self, file: BinaryIO) -> bool:
        """Say whether what was read last still stands in its place."""
        if len(self._starts) == 1:
            return True
        return self._line(file, len(self._starts) - 2) == self._last
