"""
Editions built: ours against plain pandoc, Sphinx, MyST and pandoc with XeLaTeX, on the same text.

All build the article in turn, each edition warm (what it reads was read before) and cold (the
files of the program are put out of memory first). We check all claims and sources first, mark
them, and tell the state of the check; the others set the text alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from edition_tools import (
    EDITIONS,
    OURS,
    OURS_NAME,
    PACKAGES,
    PEERS,
    SIX,
    THREE,
    XELATEX,
    Tool,
)
from goals import Goal, Seconds, Share
from measuring import Ended, Part, Program, Work, ends_with, ran

# Seconds are a third above what was measured when they were set.
_GOALS: dict[str, tuple[Goal, ...]] = {
    "html": (Seconds(most=1.3),),
    "epub": (Seconds(most=1.6),),
    "pdf": (Seconds(most=1.7),),
    "docx": (Seconds(most=1.3),),
    "jats": (Seconds(most=1.3),),
    "markdown": (Seconds(most=1.3),),
    THREE: (Share(most=0.25, program=XELATEX.name, work="pdf"), Seconds(most=2.4)),
    SIX: (Seconds(most=2.8),),
}


def part() -> Part:
    """Return the work, with the peers that are here."""
    problems = tuple(filter(None, (PACKAGES.missing(), *map(_problem, PEERS))))
    tools = (OURS, *(tool for tool in PEERS if not _problem(tool) and _there(tool)))
    return Part(
        name="editions",
        title="Editions built",
        works=(
            *(_work(edition, tools, cold=False) for edition in EDITIONS),
            *(_work(edition, tools, cold=True) for edition in EDITIONS),
        ),
        left_out=problems,
    )


def _problem(tool: Tool) -> str:
    return tool.problem()


def _there(tool: Tool) -> bool:
    return all(home.exists() for home in tool.homes)


def _work(edition: str, tools: tuple[Tool, ...], *, cold: bool) -> Work:
    able = [tool for tool in tools if edition in tool.commands]
    programs = [_program(tool, edition, cold=cold) for tool in able]
    return Work(
        name=f"{edition}, cold" if cold else edition,
        title=f"{edition}, cold" if cold else edition,
        programs=lambda: ran(*programs),
        goals={} if cold else {OURS_NAME: _GOALS.get(edition, ())},
        most_runs=2 if cold else None,
        warm=not cold,
        slow=cold,
    )


def _program(tool: Tool, edition: str, *, cold: bool) -> Program:
    def ready(folder: Path) -> list[str]:
        tool.ready(folder)
        # What the program makes is newer than what it was given.
        (folder / _MARK).touch()
        if cold:
            for home in tool.homes:
                _forget(home)
        return tool.commands[edition]

    return Program(name=tool.name, ready=ready, fault=_fault, limit=120.0)


_MARK = ".ready"


def _fault(ended: Ended) -> str:
    return ends_with(ended, 0) or ("" if any(_made(ended.folder)) else "nothing built")


def _made(folder: Path) -> Iterator[Path]:
    """Yield the files written since the folder was made ready."""
    given = (folder / _MARK).stat().st_mtime_ns
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_mtime_ns > given:
            yield path


def _forget(home: Path) -> None:
    """Put files out of the memory of the system; those that another program uses stay there."""
    for path in home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
