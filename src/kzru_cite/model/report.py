"""Hold the result of judging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from msgspec import Struct, field

from kzru_cite.model.baseline import BaselineUse
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import Confidence, Severity
from kzru_cite.model.place import Location


class Verdict(Enum):
    """Say how a run ended; findings win over incomplete."""

    PASSED = "passed"
    FAILED = "failed"
    INCOMPLETE = "incomplete"


class Silenced(Struct, frozen=True, kw_only=True):
    """
    Why a finding does not count: the editor's reason, and until when (ISO day).

    *in_source* tells that the word stands beside what it is about, and not in the settings.
    """

    reason: str
    until: str
    in_source: bool = True


class Finding(Struct, frozen=True, kw_only=True):
    """
    Something to mend, or let pass with a reason.

    *fingerprint* stays the same when lines move. *suppressed* is set when a suppression covers it,
    *known* when it is in the baseline of the run.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    hint: str
    place: Location
    claim: str | None
    reference: str | None
    fingerprint: str
    suppressed: Silenced | None = None
    fix: Fix | None = None
    known: bool = False


class Inability(Struct, frozen=True, kw_only=True):
    """A check that could not be made."""

    code: str
    place: Location
    reason: str


class Skipped(Struct, frozen=True, kw_only=True):
    """A rule that was not asked, and why."""

    code: str
    reason: str


class Counts(Struct, frozen=True, kw_only=True):
    """
    Checks by what became of them: planned = passed + failed + unable + skipped.

    Failed ones have a finding, at any severity; skipped ones were silenced by a suppression.
    """

    passed: int = 0
    failed: int = 0
    unable: int = 0
    skipped: int = 0

    @property
    def planned(self) -> int:
        """Return how many checks there were in all."""
        return self.passed + self.failed + self.unable + self.skipped

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            passed=self.passed + other.passed,
            failed=self.failed + other.failed,
            unable=self.unable + other.unable,
            skipped=self.skipped + other.skipped,
        )


class Report(Struct, frozen=True, kw_only=True):
    """
    The whole result, findings in reading order, silenced and known ones included.

    *baseline* is None when the run was held against none.
    """

    today: date
    verdict: Verdict
    fail_on: Severity
    findings: tuple[Finding, ...] = ()
    by_rule: Mapping[str, Counts] = field(default_factory=dict)
    unable: tuple[Inability, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    baseline: BaselineUse | None = None

    @property
    def counts(self) -> Counts:
        """Add up the counts of all rules."""
        return sum(self.by_rule.values(), Counts())

    @property
    def open(self) -> tuple[Finding, ...]:
        """Return the findings that no suppression covers and no baseline knows."""
        return tuple(one for one in self.findings if one.suppressed is None and not one.known)

    @property
    def new(self) -> tuple[Finding, ...]:
        """Return the findings that no baseline knows, silenced ones included."""
        return tuple(one for one in self.findings if not one.known)

    @property
    def known(self) -> tuple[Finding, ...]:
        """Return the findings that are in the baseline, and are let pass by nothing else."""
        return tuple(one for one in self.findings if one.suppressed is None and one.known)
