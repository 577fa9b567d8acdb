"""Count what went into an import and what came out, and say where the difference lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kzru_cite.convert.claims import Annotated
from kzru_cite.convert.entry import Loss
from kzru_cite.convert.marks import Mark
from kzru_cite.convert.page import Counts, Page
from kzru_cite.model.place import SourceText
from kzru_cite.model.visible import visible


def strayed(page: Page, text: Annotated) -> Iterator[Loss]:
    """Name the marks that pandoc lost: their sources are listed all the same."""
    for number, mark in enumerate(page.marks):
        if number not in text.arrived and (mark.refers or mark.needs or mark.locator):
            what = "a reference that found no place in the text; its source is only listed"
            yield Loss(line=mark.line, what=what)


def balance(
    counts: Counts, marks: Sequence[Mark], text: Annotated, entries: int
) -> tuple[str, ...]:
    """Return the account of an import in lines."""
    arrived = [m for n, m in enumerate(marks) if n in text.arrived and m.refers]
    notes = sum(mark.note for mark in arrived)
    wanting = sum(1 for m in arrived if not m.cited and not m.note)
    cited = len(arrived) - notes - wanting
    again = counts.templates + counts.free - entries
    references = f"{cited} cited, {notes} as footnotes, {wanting} that name no source"
    given = f"{counts.templates} citation templates and {counts.free} notes without one"
    return (
        f"references in the text: {counts.marks} in, {len(arrived)} out: {references}",
        f"sources: {given} in, {entries} entries out, {again} said again",
        f"claims: {text.claims}, with {len(text.quoted)} quotations",
        f"sources without a place in the text: {len(text.listed)}",
    )


def listed(source: SourceText, losses: Sequence[Loss]) -> str:
    """Return the list of what was not carried over, a line each, in words fit for a terminal."""
    lines = (f"{source.path}:{loss}" if loss.line else f"{source.path}: {loss}" for loss in losses)
    return "".join(f"{visible(line)}\n" for line in lines)
