"""Write what was measured as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from figures import Cell
from goals import Results, Verdict
from measuring import Part, Work

HEAD = (
    "| work | program | seconds | of the processor | peak MB | ours ÷ it | goals |\n"
    "| --- | --- | --: | --: | --: | --: | --- |"
)


def verdicts(work: Work, results: Results) -> dict[str, tuple[Verdict, ...]]:
    """Hold what was measured against the goals of each program."""
    return {
        program: tuple(goal.judged(results, work.name, program) for goal in goals)
        for program, goals in work.goals.items()
    }


def rows(work: Work, results: Results, runs: int) -> Iterator[str]:
    """Yield a line for each program, ours first; the goals stand beside what they are asked of."""
    cells, judged = results[work.name], verdicts(work, results)
    ours = next(iter(cells.values()))
    for place, (name, cell) in enumerate(cells.items()):
        told = "<br>".join(verdict.shown for verdict in judged.get(name, ()))
        figures = _figures(cell, ours if place else None, runs)
        yield f"| {'' if place else work.title} | {name} | {' | '.join(figures)} | {told} |"


def _figures(cell: Cell, ours: Cell | None, runs: int) -> tuple[str, str, str, str]:
    if cell.fault:
        return (cell.fault, "", "", "")
    few = f" ({len(cell.runs)})" if len(cell.runs) < runs else ""
    peak = "" if cell.peak is None else f"{cell.peak:,.0f}"
    # A step of a program, whose peak is not known, is nobody to compare with.
    ratio = f"{ours.wall / cell.wall:.2f}" if ours and not ours.fault and peak else ""
    return (f"{_seconds(cell.wall)}{few}", _seconds(cell.cpu), peak, ratio)


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 0.1 else f"{seconds:.2f}"


def section(part: Part, results: Results, runs: int) -> str:
    """Return the part as far as it was measured, with what was left out."""
    done = [work for work in part.works if work.name in results]
    lines = [f"### {part.title}", "", HEAD]
    lines += [row for work in done for row in rows(work, results, runs)]
    return "\n".join([*lines, *left_out(part)])


def left_out(part: Part) -> list[str]:
    """Return the lines on what was left out of a part, none when nothing was."""
    reasons = [f"- {reason}" for reason in part.left_out]
    return ["", "Left out:", "", *reasons] if reasons else []
