"""Say what is asked of us: a share of another's time, seconds at a known speed, memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from figures import Cell

# What was measured: by the name of the work, then by that of the program.
Results: TypeAlias = Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a goal; *met* is None when it was not measured."""

    text: str
    met: bool | None

    @property
    def shown(self) -> str:
        """Return the goal and what became of it."""
        word = {True: "met", False: "**MISSED**", None: "not measured"}[self.met]
        return f"{self.text} {word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """At the most *most* times the seconds of another program, for the same or another work."""

    most: float
    program: str
    work: str = ""

    def judged(self, results: Results, work: str, ours: str) -> Verdict:
        """Hold *ours* against the other."""
        where = self.work or work
        own, other = results[work].get(ours), results.get(where, {}).get(self.program)
        whose = f"{self.program}, {self.work}" if self.work else self.program
        text = f"≤ {self.most:g} × {whose}:"
        if own is None or other is None or own.fault or other.fault:
            return Verdict(text=text, met=None)
        ratio = own.wall / other.wall
        return Verdict(text=f"{text} {ratio:.2f}", met=ratio <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """At the most so many seconds on a machine whose calibration takes `figures.UNIT`."""

    most: float

    def judged(self, results: Results, work: str, ours: str) -> Verdict:
        """Hold *ours*, brought to that speed, against the seconds."""
        own, text = results[work].get(ours), f"≤ {self.most:g} s:"
        if own is None or own.fault:
            return Verdict(text=text, met=None)
        return Verdict(text=f"{text} {own.fair:.2f}", met=own.fair <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Megabytes:
    """At the most so much memory at its peak, in MB (10⁶ bytes)."""

    most: float

    def judged(self, results: Results, work: str, ours: str) -> Verdict:
        """Hold the peak of *ours* against it."""
        own, text = results[work].get(ours), f"≤ {self.most:,.0f} MB:"
        peak = None if own is None or own.fault else own.peak
        if peak is None:
            return Verdict(text=text, met=None)
        return Verdict(text=f"{text} {peak:,.0f}", met=peak <= self.most)


Goal: TypeAlias = Share | Seconds | Megabytes
