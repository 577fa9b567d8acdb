"""Write what changed for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.changes import Change, ChangeList
from kzru_cite.model.visible import visible
from kzru_cite.report.changes.words import subject, summary, told


def as_text(listed: ChangeList) -> str:
    """Return a block for each change, the gravest first, and the sum."""
    blocks = ["\n".join(_block(one)) for one in listed.changes]
    return "\n\n".join([*blocks, summary(listed)]) + "\n"


def _block(change: Change) -> Iterator[str]:
    yield f"{change.kind.value}: {subject(change)}"
    for line in told(change):
        yield f"  {visible(line)}"
