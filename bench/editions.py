"""
Measure how fast editions are built: ours against plain pandoc, Sphinx and MyST on the same text.

All build the article in turn, each edition warm (what it reads was read before) and cold (the
files of the program are put out of memory first); each cell tells both medians, that of the time
of the processor in a warm run, which other work on the machine changes less, and how often the
warm one of ours fits into it. We check all claims and sources first, mark them, and tell
the state of the check; the others set the text alone. Run it as `python bench/editions.py`.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from edition_tools import EDITIONS, OURS, OURS_NAME, PACKAGES, PEERS, SIX, THREE, Tool

PATIENCE = 120.0
# No peer may ask the network for what it lacks.
ENVIRONMENT = {**os.environ, "NO_COLOR": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a tool took for an edition: medians in seconds, or why there are none."""

    warm: float = 0.0
    cold: float = 0.0
    busy: float = 0.0
    fault: str = ""

    def shown(self, ours: Cell | None) -> str:
        """Return the text of the cell."""
        if self.fault:
            return self.fault
        ratio = f" = {self.warm / ours.warm:.1f}×" if ours and not ours.fault else ""
        return f"{self.warm:.2f} / {self.cold:.2f} / {self.busy:.2f}{ratio}"


def main() -> int:
    """Measure, print, and return 1 when one of ours failed."""
    options = _options()
    PACKAGES.install()
    tools = (OURS, *(tool for tool in PEERS if tool.name in options.peers))
    about = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{about}, median of {options.runs}")
    print("seconds warm / cold / of the processor = warm in times of ours\n")
    print("| edition | " + " | ".join(tool.name for tool in tools) + " |")
    print("|" + " --- |" * (len(tools) + 1), flush=True)
    rows = {edition: _row(edition, tools, options.runs) for edition in EDITIONS}
    _sums(rows)
    return int(any(row[OURS_NAME].fault for row in rows.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    names = [tool.name for tool in PEERS]
    parser.add_argument("--peers", nargs="*", choices=names, default=names)
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (5)")
    return parser.parse_args()


def _row(edition: str, tools: tuple[Tool, ...], runs: int) -> dict[str, Cell]:
    """Measure an edition with each tool that knows it, and print the row."""
    seconds: dict[tuple[str, bool], list[float]] = {}
    busy: dict[str, list[float]] = {}
    faults: dict[str, str] = {}
    able = [tool for tool in tools if edition in tool.commands]
    for cold in (False, True):
        # One run that does not count; then in turn, so that a slow minute meets all.
        for run in range(0 if cold else -1, runs):
            for tool in able:
                if tool.name not in faults:
                    took, used, fault = _run(tool, edition, cold=cold)
                    faults |= {tool.name: fault} if fault else {}
                    if run >= 0:
                        seconds.setdefault((tool.name, cold), []).append(took)
                    if run >= 0 and not cold:
                        busy.setdefault(tool.name, []).append(used)
    cells = {
        tool.name: Cell(fault=faults[tool.name])
        if tool.name in faults
        else Cell(
            warm=median(seconds[tool.name, False]),
            cold=median(seconds[tool.name, True]),
            busy=median(busy[tool.name]),
        )
        for tool in able
    }
    shown = [
        cells[tool.name].shown(None if tool is OURS else cells[OURS_NAME])
        if tool.name in cells
        else ""
        for tool in tools
    ]
    print(f"| {edition} | {' | '.join(shown)} |", flush=True)
    return cells


def _processor() -> float:
    """Return the seconds that programs started here, and what they started, have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sums(rows: dict[str, dict[str, Cell]]) -> None:
    """Hold what we compute for several editions against the sum of pandoc's for each."""
    for edition in (THREE, SIX):
        ours = rows[edition][OURS_NAME]
        single = [cell for each in edition.split() if (cell := rows[each].get("pandoc"))]
        if not ours.fault and single and not any(cell.fault for cell in single):
            pandoc = sum(cell.busy for cell in single)
            print(f"\n{edition}: {ours.busy / pandoc:.2f}× what pandoc computes, {pandoc:.2f} s")


def _run(tool: Tool, edition: str, *, cold: bool) -> tuple[float, float, str]:
    """Build once in a new folder; return seconds, those of the processor, and what went wrong."""
    with TemporaryDirectory(prefix="bench-editions-") as name:
        folder = Path(name)
        tool.ready(folder)
        before = set(folder.rglob("*"))
        if cold:
            for home in tool.homes:
                _forget(home)
        used, start = _processor(), time.perf_counter()
        try:
            done = subprocess.run(
                tool.commands[edition],
                cwd=folder,
                env=ENVIRONMENT,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return PATIENCE, 0.0, f"over {PATIENCE:g} s"
        took, used = time.perf_counter() - start, _processor() - used
        if done.returncode:
            print(done.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
            return took, used, f"ended with {done.returncode}"
        made = [path for path in set(folder.rglob("*")) - before if path.is_file()]
        return took, used, "" if made else "nothing built"


def _forget(home: Path) -> None:
    """Put files out of the memory of the system; those that another program uses stay there."""
    for path in home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)


if __name__ == "__main__":
    sys.exit(main())
