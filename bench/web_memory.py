"""Run a program and see how much memory it and all that it starts hold together."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

_PAUSE = 0.05


def run(
    command: list[str], folder: Path, environment: Mapping[str, str], patience: float
) -> tuple[int, float]:
    """
    Return the exit code, and the most megabytes that were resident at once.

    What it writes goes into the file ``output``. Raises subprocess.TimeoutExpired.
    """
    end = time.monotonic() + patience
    most = 0
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            most = max(most, sum(map(_resident, _tree(process.pid))))
            if time.monotonic() > end:
                process.kill()
                process.wait()
                raise subprocess.TimeoutExpired(command, patience)
            time.sleep(_PAUSE)
    return process.returncode, most / 1024


def _tree(process: int) -> list[int]:
    found = [process]
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _tree(int(child))
    except OSError:
        # It has ended in the meantime.
        return found
    return found


def _resident(process: int) -> int:
    """Return the kilobytes of a process, 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
