"""Say what a target of the fuzzers is, and take inputs apart for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    One reader under test.

    *check* takes any bytes and raises when the reader breaks a promise. *seeds* are what the
    search begins with, *longest* the length in bytes at which it stops to grow an input.
    *modules* names the libraries that are measured beside the program itself.
    """

    name: str
    check: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    longest: int = 4096
    modules: tuple[str, ...] = ()


def text_of(data: bytes) -> str:
    """Return bytes as the text of a file: UTF-8, and line feeds as line ends."""
    text = data.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parts_of(data: bytes, count: int) -> list[str]:
    """Cut an input at NUL bytes into *count* texts; those that are missing are empty."""
    parts = [text_of(part) for part in data.split(b"\0", count - 1)]
    return [*parts, *[""] * (count - len(parts))]


def files(*patterns: str) -> Iterable[bytes]:
    """Yield the contents of files of the tests, those of nothing but a few kilobytes first."""
    found = {path for pattern in patterns for path in TESTS.glob(pattern) if path.is_file()}
    for path in sorted(found, key=lambda path: (path.stat().st_size, path.name)):
        yield path.read_bytes()


def blocks(kind: str) -> Iterable[bytes]:
    """Yield the code blocks of one kind from the case files of the rules."""
    fence = f"```{kind}\n"
    for path in sorted((TESTS / "rules").glob("*.md")):
        for part in path.read_text(encoding="utf-8").split(fence)[1:]:
            yield part.partition("\n```")[0].encode() + b"\n"


class Choices:
    """Turn bytes into choices, for inputs that are built rather than read; 0 when none is left."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._next = 0

    def below(self, count: int) -> int:
        """Return a number from 0 to *count* - 1."""
        if self._next >= len(self._data):
            return 0
        self._next += 1
        return self._data[self._next - 1] % count

    @property
    def left(self) -> int:
        """Return how many bytes are left."""
        return len(self._data) - self._next
