"""What was chosen, what was measured of it so far, and how it stands to the goals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

import machine
import table
from figures import UNIT, Cell
from goals import Verdict
from measuring import Part, Work


@dataclass(slots=True, kw_only=True)
class Session:
    """What was chosen, and what was measured so far."""

    parts: tuple[Part, ...]
    runs: int
    began: datetime
    results: dict[str, dict[str, Cell]] = field(default_factory=dict)

    def verdicts(self) -> Iterator[tuple[Work, str, Verdict]]:
        """Yield each goal of the work that was measured."""
        for part in self.parts:
            for work in part.works:
                if work.name in self.results:
                    for program, told in table.verdicts(work, self.results).items():
                        yield from ((work, program, verdict) for verdict in told)

    def failed(self) -> bool:
        """Say whether one of ours failed or a goal was missed."""
        faults = [
            cell.fault for cells in self.results.values() for cell in [next(iter(cells.values()))]
        ]
        return any(faults) or any(verdict.met is False for _, _, verdict in self.verdicts())

    def written(self) -> str:
        """Return all that was measured, with the machine and the goals, in Markdown."""
        sections = [
            table.section(part, self.results, self.runs)
            for part in self.parts
            if any(work.name in self.results for work in part.works)
        ]
        return "\n\n".join([self.about(), *sections, self.summary()])

    def about(self) -> str:
        """Return when and on what it was measured, and how the machine did meanwhile."""
        minutes = (datetime.now(UTC) - self.began).total_seconds() / 60
        return (
            f"Measured on {self.began:%Y-%m-%d}, from {self.began:%H:%M} UTC for {minutes:.0f} "
            f"minutes, with `{machine.command()}`: {machine.state()}.\n\n"
            f"Machine: {machine.about()}.\nPrograms: {machine.versions()}.\n\n"
            f"Medians of {self.runs} runs, the number in brackets where fewer were made; "
            "peaks are the greatest. "
            f"{self._speed()}"
        )

    def _speed(self) -> str:
        speeds = sorted(
            taken.speed
            for cells in self.results.values()
            for cell in cells.values()
            for taken in cell.runs
        )
        if not speeds:
            return ""
        low, high = speeds[len(speeds) // 20], speeds[-1 - len(speeds) // 20]
        return (
            f"The calibration took {median(speeds) * UNIT:.3f} s, nine times in ten between "
            f"{low * UNIT:.3f} and {high * UNIT:.3f} s; {UNIT:g} s are the measure."
        )

    def summary(self) -> str:
        """Return how many goals were met, and those that were not."""
        told = list(self.verdicts())
        met = [one for one in told if one[2].met]
        missed = [one for one in told if one[2].met is False]
        unknown = [one for one in told if one[2].met is None]
        lines = [
            "### Goals",
            "",
            f"{len(met)} met, {len(missed)} missed, {len(unknown)} not measured.",
        ]
        if missed or unknown:
            lines += ["", "| work | program | goal |", "| --- | --- | --- |"]
            lines += [
                f"| {work.title} | {program} | {verdict.shown} |"
                for work, program, verdict in (*missed, *unknown)
            ]
        return "\n".join(lines)
