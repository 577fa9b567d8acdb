"""
Measure programs side by side: seconds, seconds of the processor, peak memory.

Those that do the same work run in turn, so that a slow minute of the machine meets them all.
Between the runs a fixed piece of work in Python is timed: it stands for the speed of the machine at
that moment, and what is asked of us in seconds is asked in its terms.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from figures import UNIT, Cell, Taken
from goals import Goal

_RUNNER = Path(__file__).parent / "runner.py"
# No proxy stands between a program and loopback, and all keep what they compiled, as when they
# were installed.
ENVIRONMENT = {
    name: text
    for name, text in os.environ.items()
    if "proxy" not in name.lower() and name != "PYTHONDONTWRITEBYTECODE"
} | {"NO_COLOR": "1"}
_SAID = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: its exit code, its folder, and what it wrote to stdout and stderr."""

    code: int
    folder: Path
    output: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """
    A program that does a piece of work.

    *ready* fills an empty folder, in which the program runs, and returns the command.
    *fault* says what makes a run worthless, "" when nothing does; by default any exit code but 0.
    *parts* reads from a good run what it measured itself, by name; their peak is not known.
    *most_runs* and *limit* (seconds) keep a slow one from taking the whole hour.
    """

    name: str
    ready: Callable[[Path], Sequence[str]]
    fault: Callable[[Ended], str] = lambda ended: ends_with(ended, 0)
    parts: Callable[[Ended], Mapping[str, Taken]] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    most_runs: int | None = None
    limit: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """
    A piece of work that several programs do.

    *programs* opens what they need as long as they run, such as a server; the first is ours.
    *warm* adds one run of each that does not count. *goals* are what is asked of a program, by
    its name. *slow* work is left out of a quick look.
    """

    name: str
    title: str
    programs: Callable[[], AbstractContextManager[Sequence[Program]]]
    goals: Mapping[str, tuple[Goal, ...]] = field(default_factory=dict)
    most_runs: int | None = None
    warm: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pieces of work that belong together, and what was left out of them, with the reason."""

    name: str
    title: str
    works: tuple[Work, ...]
    left_out: tuple[str, ...] = ()


def ends_with(ended: Ended, *codes: int) -> str:
    """Return what is wrong when a run ended with none of the codes."""
    return "" if ended.code in codes else f"ended with {ended.code}"


def ran(*programs: Program) -> AbstractContextManager[Sequence[Program]]:
    """Return programs that need nothing to be opened."""
    return contextlib.nullcontext(programs)


def calibration() -> float:
    """Return the seconds of a fixed piece of work: texts, a table, whole numbers."""
    words = [f"w{number * 7919 % 1000:03}" for number in range(1000)]
    counts: dict[str, int] = {}
    total = 0
    start = time.perf_counter()
    for turn in range(1340):
        for word in words:
            counts[word] = counts.get(word, 0) + 1
            total += len(word) * turn % 7
    return time.perf_counter() - start


def measure(work: Work, runs: int, tell: Callable[[str], None]) -> dict[str, Cell]:
    """Run the programs in turn; return what each took, with parts as "name: part"."""
    faults: dict[str, str] = {}
    with work.programs() as programs:
        # All have a place from the first, so that ours leads whatever becomes of it.
        taken: dict[str, list[Taken]] = {program.name: [] for program in programs}
        before = calibration()
        for turn in range(-1 if work.warm else 0, runs):
            for program in programs:
                most = min(runs, program.most_runs or runs, work.most_runs or runs)
                if program.name in faults or turn >= most:
                    continue
                tell(f"{work.name}: {program.name} {turn + 1}/{most}")
                found, fault = run(program)
                after = calibration()
                speed, before = (before + after) / 2 / UNIT, after
                if fault:
                    faults[program.name] = fault
                elif turn >= 0:
                    for part, one in found.items():
                        name = f"{program.name}: {part}" if part else program.name
                        taken.setdefault(name, []).append(_at(one, speed))
    cells = {name: Cell(runs=tuple(several)) for name, several in taken.items()}
    return cells | {name: Cell(fault=fault) for name, fault in faults.items()}


def _at(taken: Taken, speed: float) -> Taken:
    return Taken(wall=taken.wall, cpu=taken.cpu, peak=taken.peak, speed=speed)


def run(program: Program) -> tuple[dict[str, Taken], str]:
    """Run a program once in a new folder; return what it ("") and its parts took, and a fault."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "work"
        folder.mkdir()
        # LinkChecker becomes another user when it is started by root.
        Path(name).chmod(0o755)
        result, output = Path(name) / "result.json", Path(name) / "output"
        command = program.ready(folder)
        words = [sys.executable, "-I", "-S", str(_RUNNER), str(result), str(program.limit)]
        with output.open("wb") as file:
            _wait(
                subprocess.Popen(
                    [*words, *command],
                    cwd=folder,
                    env={**ENVIRONMENT, **program.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                )
            )
        said = output.read_text(encoding="utf-8", errors="replace")
        if not result.exists():
            return {}, _told(program, "could not be started", said)
        told = json.loads(result.read_text(encoding="utf-8"))
        if told["late"]:
            return {}, f"over {program.limit:g} s"
        ended = Ended(code=told["code"], folder=folder, output=said)
        if fault := program.fault(ended):
            return {}, _told(program, fault, said)
        whole = Taken(wall=told["wall"], cpu=told["cpu"], peak=told["peak"])
        return {"": whole, **(program.parts(ended) if program.parts else {})}, ""


def _wait(runner: subprocess.Popen[bytes]) -> None:
    """Wait for a run; an interrupt ends it with all that it started."""
    try:
        runner.wait()
    finally:
        if runner.poll() is None:
            runner.terminate()
            runner.wait()


def _told(program: Program, fault: str, said: str) -> str:
    print(f"{program.name}: {fault}\n{said[-_SAID:]}", file=sys.stderr)
    return fault
