"""Write what changed as Markdown, for an issue or a pull request."""

from __future__ import annotations

from itertools import groupby

from kzru_cite.model.changes import Change, ChangeList
from kzru_cite.report.changes.words import heading, summary, told
from kzru_cite.report.marked import code, marked


def as_markdown(listed: ChangeList) -> str:
    """Return a list for each kind of change, the gravest first."""
    parts = [f"# {marked(heading(listed))}", marked(summary(listed))]
    for kind, changes in groupby(listed.changes, key=lambda one: one.kind):
        parts.append(f"## {kind.value[0].upper()}{kind.value[1:]}")
        parts.append("\n".join(map(_item, changes)))
    return "\n\n".join(parts) + "\n"


def _item(change: Change) -> str:
    title = f" {code(change.title)}" if change.title else ""
    lines = [f"- **{marked(change.reference)}**{title}", *map(_line, told(change))]
    return "  \n  ".join(lines)


def _line(text: str) -> str:
    """Return a sentence whose words of others are code."""
    words, mark, rest = text.partition(": ")
    return f"{marked(words)}{mark}{code(rest)}"
