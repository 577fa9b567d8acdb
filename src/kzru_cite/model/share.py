"""Say how work that falls into numbered parts is handed out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Share(Protocol):
    """Do *work* with each number below *count*, anywhere, and return what came of it in order."""

    def __call__(self, count: int, work: Callable[[int], T]) -> list[T]: ...  # noqa: D102


def alone(count: int, work: Callable[[int], T]) -> list[T]:
    """Do one after the other."""
    return [work(number) for number in range(count)]
