"""What programs took, as values."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

# What the calibration takes on the machine that goals in seconds are meant for, when it is idle.
UNIT = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """
    What one run took.

    *wall* and *cpu* are seconds, *peak* is in bytes, of the program and all that it started
    (`runner.py`); None where it is a step of a program. *speed* is how many times longer than
    `UNIT` the calibration took around it.
    """

    wall: float
    cpu: float
    peak: int | None
    speed: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a program took for a piece of work: each run, and a fault if there was one."""

    runs: tuple[Taken, ...] = ()
    fault: str = ""

    @property
    def wall(self) -> float:
        """Return the median of the seconds."""
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Return the median of the seconds of the processor."""
        return median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float | None:
        """Return the greatest peak of all runs, in MB (10⁶ bytes); None: it is not known."""
        peaks = [run.peak for run in self.runs if run.peak is not None]
        return max(peaks) / 1e6 if peaks else None

    @property
    def fair(self) -> float:
        """Return the median of the seconds that runs would have taken at the speed of `UNIT`."""
        return median(run.wall / run.speed for run in self.runs)
