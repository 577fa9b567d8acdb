"""Write what was mended, or show it as a patch, and say what was not."""

from __future__ import annotations

from kzru_cite.mending import Mended
from kzru_cite.model.report import Finding
from kzru_cite.model.visible import visible
from kzru_cite.report.patch import patch as report_patch
from kzru_cite.report.words import counted
from kzru_cite.workspace import Workspace, exchange


def patch(done: Mended) -> str:
    """Return all changes as one patch that ``git apply`` takes in the project's folder."""
    parts = (report_patch(old.path, old.content, new.content) for old, new in done.changed)
    return b"".join(parts).decode()


def written(workspace: Workspace, done: Mended) -> str:
    """
    Write the files that changed, and say in lines what was mended.

    Raises LedgerError for a file that somebody else changed in the meantime.
    """
    for old, new in done.changed:
        exchange(workspace.folder / old.path, old.content, new.content)
    return "".join(f"{_line(finding)}\n" for finding in done.made)


def notes(done: Mended, *, unsafe: bool) -> tuple[str, ...]:
    """Say what was not mended and why, and what could be."""
    left = [f"{_where(one.finding)} was left as it is: {one.why}" for one in done.left]
    could = sum(bool(one.fix and not one.fix.safe) for one in done.report.open)
    if could and not unsafe:
        left.append(f"{counted(could, 'more finding')} can be mended with --unsafe --diff")
    if not done.made and not left:
        left.append("nothing here can be mended by the program")
    return tuple(left)


def _line(finding: Finding) -> str:
    title = finding.fix.title if finding.fix else ""
    return f"{_where(finding)} {finding.name}: {visible(title)}"


def _where(finding: Finding) -> str:
    return f"{finding.place.path}:{finding.place.line}:{finding.place.column} {finding.code}"
