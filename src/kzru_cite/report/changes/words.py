"""Say in words what changed, and what a list of changes rests on."""

from __future__ import annotations

from kzru_cite.model.changes import Change, ChangeList
from kzru_cite.model.visible import visible
from kzru_cite.report.words import counted


def heading(listed: ChangeList) -> str:
    """Return the title of the list."""
    of = f" for “{visible(listed.title)}”" if listed.title else ""
    return f"Changes in the sources{of} since {listed.since:%Y-%m-%d}"


def summary(listed: ChangeList) -> str:
    """Say how much changed, and upon how many looks that rests."""
    if not listed.looks:
        day = f"{listed.since:%Y-%m-%d}"
        return f"nothing was looked at since {day}, so that nothing is known to have changed"
    upon = f"by {counted(listed.looks, 'look')} from {listed.since:%Y-%m-%d} to {listed.until}"
    if not listed.changes:
        return f"nothing changed, {upon}"
    return f"{counted(len(listed.changes), 'change')}, {upon}"


def subject(change: Change) -> str:
    """Name the source, with its title where it has one."""
    title = visible(change.title)
    return f"{change.reference}, “{title}”" if title else change.reference


def told(change: Change) -> list[str]:
    """Return what is known of a change in short sentences, one a line."""
    lines = [f"seen {change.day}: {change.about}"]
    if change.claim:
        lines.append(f"for the claim {change.claim}: “{visible(change.quote)}”")
    return [*lines, f"before: {visible(change.before)}", f"now: {visible(change.now)}"]


def address(change: Change) -> str:
    """Return where a reader can look for himself, '' when there is no such address."""
    about = visible(change.about)
    if about.lower().startswith(("http://", "https://")):
        return about
    return f"https://doi.org/{about}" if about.startswith("10.") else ""
