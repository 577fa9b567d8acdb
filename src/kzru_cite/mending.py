"""
Make fixes, and look at what they did before anything is written.

The texts are judged anew with the fixes in them. What does not mend its finding, or makes the files
read worse, is taken back and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from kzru_cite.model.mending import Chosen, choose, faults, sound
from kzru_cite.model.report import Finding, Report
from kzru_cite.patching import File

# A fix can lay another open; more rounds than this are a circle.
_ROUNDS = 10

Files: TypeAlias = Mapping[str, File]
Judge: TypeAlias = Callable[[Files], Report]


class Left(Struct, frozen=True, kw_only=True):
    """A finding that could be mended and was not, and why."""

    finding: Finding
    why: str


class Mended(Struct, frozen=True, kw_only=True):
    """
    What became of the files of a project.

    *made* are the findings mended, in the order in which that was done. *report* is that on the
    files as they would be.
    """

    before: Files
    after: Files
    report: Report
    made: tuple[Finding, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def changed(self) -> tuple[tuple[File, File], ...]:
        """Return the files that differ, as they were and as they would be."""
        pairs = ((file, self.after[path]) for path, file in self.before.items())
        return tuple((old, new) for old, new in pairs if old.raw != new.raw)


def mend(files: Files, judge: Judge, wanted: Callable[[Finding], bool]) -> Mended:
    """Make the fixes of the findings that are *wanted*, as long as there are any."""
    work = _Work(files=files, judge=judge, report=judge(files))
    for _ in range(_ROUNDS):
        taken = choose(work.candidates(wanted)).taken
        if not taken:
            break
        work.make([finding.fingerprint for finding in taken])
    return Mended(
        before=files,
        after=work.files,
        report=work.report,
        made=tuple(work.made),
        left=tuple(work.left(wanted)),
    )


class _Work(Struct, kw_only=True):
    """The files as far as they are mended, and the report on them."""

    files: Files
    judge: Judge
    report: Report
    made: list[Finding] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def candidates(self, wanted: Callable[[Finding], bool]) -> list[Finding]:
        return [
            finding
            for finding in self.report.open
            if finding.fix and finding.fingerprint not in self.refused and wanted(finding)
        ]

    def make(self, names: list[str]) -> None:
        """Make the fixes of these findings together; if that does not go well, in halves."""
        # Places are those of the newest report: what was made before has moved them.
        chosen = choose(one for one in self.report.open if one.fingerprint in names)
        if not chosen.taken or self._made(chosen) or len(chosen.taken) == 1:
            return
        half = len(names) // 2
        self.make(names[:half])
        self.make(names[half:])

    def _made(self, chosen: Chosen) -> bool:
        unknown = next((path for path in chosen.edits if path not in self.files), None)
        if unknown is None and all(sound(edits) for edits in chosen.edits.values()):
            after = dict(self.files)
            for path, edits in chosen.edits.items():
                after[path] = after[path].edited(edits)
            report = self.judge(after)
            wrong = faults(self.report, report, chosen.taken)
        else:
            wrong = (f"{unknown} is not UTF-8" if unknown else "its edits meet each other",)
        if not wrong:
            self.files, self.report = after, report
            self.made += chosen.taken
            return True
        if len(chosen.taken) == 1:
            self.refused[chosen.taken[0].fingerprint] = "; ".join(wrong)
        return False

    def left(self, wanted: Callable[[Finding], bool]) -> list[Left]:
        again = [
            Left(finding=finding, why="it keeps coming back") for finding in self.candidates(wanted)
        ]
        return again + [
            Left(finding=finding, why=self.refused[finding.fingerprint])
            for finding in self.report.open
            if finding.fingerprint in self.refused
        ]
