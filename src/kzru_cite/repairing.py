"""Write what was mended, or show it as a patch, and say what was not."""

from __future__ import annotations

from kzru_cite.errors import LedgerError
from kzru_cite.files import exchange, read_bytes
from kzru_cite.mending import Mended
from kzru_cite.model.report import Finding
from kzru_cite.model.visible import visible
from kzru_cite.report.patch import patch as report_patch
from kzru_cite.report.words import counted
from kzru_cite.workspace import Workspace


def patch(done: Mended) -> str:
    """Return all changes as one patch that ``git apply`` takes in the project's folder."""
    parts = (report_patch(old.path, old.content, new.content) for old, new in done.changed)
    return b"".join(parts).decode()


def written(workspace: Workspace, done: Mended) -> str:
    """
    Write the files that changed, and say in lines what was mended.

    Raises LedgerError for a file that somebody else changed in the meantime: before anything is
    written where that can be seen by then, else with the names of what was written before it.
    """
    for old, _ in done.changed:
        if read_bytes(workspace.folder / old.path) != old.content:
            raise LedgerError(
                f"{old.path} was changed by somebody else; nothing was written",
                hint="look at it, and call 'kzru-cite fix' again",
            )
    names: list[str] = []
    for old, new in done.changed:
        try:
            exchange(workspace.folder / old.path, old.content, new.content)
        except LedgerError as cause:
            there = f"; written before it: {', '.join(names)}" if names else "; nothing was written"
            raise LedgerError(f"{cause}{there}", hint=cause.hint) from cause
        names.append(old.path)
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
