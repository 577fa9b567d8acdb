"""
Run one program, and tell what it and all that it started took.

Usage: ``runner.py RESULT LIMIT COMMAND...``. Writes to the file RESULT, as JSON: *wall* and *cpu*
seconds, *peak* bytes, the *code* that the program ended with, and *late*: whether it was ended
after LIMIT seconds. The seconds of the processor are those of user and system. The peak is the
larger of two figures: the greatest sum over the tree of processes, in which memory that several
share counts once (PSS, looked at many times a second), and what the greatest single process ever
held (RSS, which the system keeps). Nothing that the program started outlives this. Linux only.

It is a process of its own, so that what it waited for is this one run, and a small one, since the
system counts the memory of what starts a program as the program's.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
# The least pause between two looks at memory; a look that takes long is followed by a longer one,
# so that looking costs a fiftieth of one core at the most.
_PAUSE, _SHARE = 0.01, 50


def main(result: str, limit: float, command: list[str]) -> None:
    """Run *command*, and write what it took."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    # Processes whose parent ended become ours, so that they are seen, ended and waited for; and
    # when who measures is gone, nobody wants the rest.
    system = ctypes.CDLL(None)
    if system.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise SystemExit("runner: processes that are left behind cannot be waited for here")
    system.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    watch = _Watch(limit)
    try:
        watch.start()
        start = time.perf_counter()
        # No limit here: waiting with one looks only every twentieth of a second.
        code = subprocess.Popen(command).wait()
        wall = time.perf_counter() - start
    finally:
        watch.stop()
        _end_all()
        used = _reap()
    told = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        # ru_maxrss is in KiB.
        "peak": max(watch.peak, used.ru_maxrss * 1024),
        "code": code,
        "late": watch.late,
    }
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123  pathlib doubles the start
        json.dump(told, file)


class _Watch(threading.Thread):
    """Looks at the memory of all that we started; ends it when the time is up."""

    def __init__(self, limit: float) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.late = False
        self._end = time.monotonic() + limit
        self._ended = threading.Event()

    def run(self) -> None:
        pause = _PAUSE
        while not self._ended.wait(pause):
            if time.monotonic() > self._end:
                self.late = True
                _end_all()
            start = time.thread_time()
            self.peak = max(self.peak, sum(_held(process) for process in _below(os.getpid())))
            pause = max(_PAUSE, _SHARE * (time.thread_time() - start))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _below(process: int) -> Iterator[int]:
    """Yield the processes that one started, and those that they did."""
    try:
        for task in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208
            for child in _read(f"/proc/{process}/task/{task}/children").split():
                yield int(child)
                yield from _below(int(child))
    except OSError:
        return


def _held(process: int) -> int:
    """Return the bytes that a process holds, with its share of what it shares; 0: it ended."""
    try:
        lines = _read(f"/proc/{process}/smaps_rollup").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _read(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:  # noqa: PTH123
        return file.read()


def _end_all() -> None:
    """End all that we started; what starts more meanwhile is met by another turn."""
    while processes := list(_below(os.getpid())):
        alive = [process for process in processes if not _is_ended(process)]
        if not alive:
            return
        for process in alive:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(_PAUSE)


def _is_ended(process: int) -> bool:
    """Say whether a process only waits to be asked how it ended."""
    try:
        return _read(f"/proc/{process}/stat").rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def _reap() -> resource.struct_rusage:
    """Wait for all that is left, and return what all of it used."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return resource.getrusage(resource.RUSAGE_CHILDREN)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
