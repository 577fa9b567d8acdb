"""
Share work among copies of this process (``fork``), one for each processor that may be used.

What the work reads is there in each copy and need not be sent; what comes of it is pickled. Only
a process in which nothing else goes on may be copied so: a command, never an editor's server.
A pool of the standard library would hold one process more, which counts where memory is what
limits, and would leave its processes behind when the program is killed.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

T = TypeVar("T")
# More copies than this share little more, and each takes memory.
_MOST = 4
_BYTES = 2
# A pipe holds 64 KiB without anybody reading.
MOST_NUMBERS = (64 << 10) // _BYTES


def processors() -> int:
    """Return how many processes may work at once: 1 where they cannot be copied safely."""
    # Frameworks of macOS do not outlive a fork.
    if not sys.platform.startswith("linux"):
        return 1
    return min(_MOST, len(os.sched_getaffinity(0)))


def share(count: int, work: Callable[[int], T], *, processes: int | None = None) -> list[T]:
    """
    Do *work* with each number below *count*, and return what came of it in order.

    Each process takes the next number when it has done with one. What a copy could not do, since
    it ended, met an error or could not be made, is done here: errors are those of *work*. Raises
    ValueError for more than MOST_NUMBERS.
    """
    if count > MOST_NUMBERS:
        raise ValueError(count)
    wanted = min(processors() if processes is None else processes, count)
    done: dict[int, T] = {}
    with ExitStack() as stack:
        numbers = stack.enter_context(_queue(count))
        # What there is now is never let go; looking through it would copy every page of it.
        gc.collect()
        gc.freeze()
        stack.callback(gc.unfreeze)
        copies: list[int] = []
        # Where there is no room for one more process, or no file, there are fewer.
        with suppress(OSError):
            for _ in range(wanted - 1):
                copies.append(stack.enter_context(_copy(numbers, work)))  # noqa: PERF401 as made
        done.update(_taken(numbers, work))
        for told in copies:
            done.update(_received(told))
    return [done[number] if number in done else work(number) for number in range(count)]


@contextmanager
def _queue(count: int) -> Iterator[int]:
    """Give the end of a pipe that holds the numbers; whoever reads one has it alone."""
    source, sink = os.pipe()
    try:
        os.write(sink, b"".join(number.to_bytes(_BYTES, "big") for number in range(count)))
    finally:
        os.close(sink)
    try:
        yield source
    finally:
        os.close(source)


def _taken(numbers: int, work: Callable[[int], T]) -> Iterator[tuple[int, T]]:
    while number := os.read(numbers, _BYTES):
        which = int.from_bytes(number, "big")
        yield which, work(which)


@contextmanager
def _copy(numbers: int, work: Callable[[int], object]) -> Iterator[int]:
    """Copy the process; give the end of a pipe on which the copy tells what it has done."""
    source, sink = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(source)
        os.close(sink)
        raise
    if child == 0:  # pragma: no cover - the measuring of coverage does not outlive os._exit
        _serve(numbers, sink, work)
    os.close(sink)
    try:
        yield source
    finally:
        os.close(source)
        # It has ended, or what it does is no longer wanted.
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _serve(numbers: int, sink: int, work: Callable[[int], object]) -> None:  # pragma: no cover
    """Work, tell, and end at once: what the process would do at its end is the other's task."""
    try:
        gc.disable()
        told = pickle.dumps(dict(_taken(numbers, work)), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(sink, "wb") as file:
            file.write(told)
    except BaseException:  # noqa: BLE001 - an interrupt too: the other tells of it
        os._exit(1)
    os._exit(0)


def _received(source: int) -> dict[int, T]:
    """Return what a copy tells, nothing if it did not come to its end."""
    with os.fdopen(os.dup(source), "rb") as file:
        told = file.read()
    try:
        found: dict[int, T] = pickle.loads(told)  # noqa: S301 - it comes from our own process
    except (EOFError, pickle.UnpicklingError):
        return {}
    return found
