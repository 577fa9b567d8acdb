"""
Write a report as JSON, version 1.

The record types stand here, apart from those of the model, so that the model may change.
"""

from __future__ import annotations

from typing import TypedDict

from kzru_cite.model.baseline import BaselineUse
from kzru_cite.model.fix import Fix
from kzru_cite.model.report import Counts, Finding, Report
from kzru_cite.report.form import Showing
from kzru_cite.report.jsons import written


class Tool(TypedDict):
    """The program and its version."""

    name: str
    version: str


class Tally(TypedDict):
    """Checks by what became of them."""

    planned: int
    passed: int
    failed: int
    unable: int
    skipped: int


class Suppressed(TypedDict):
    """Why a finding was let pass, and until which day."""

    reason: str
    until: str


class Change(TypedDict):
    """A stretch of a file, places as in findings, and the text that stands there instead."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Mending(TypedDict):
    """What mends a finding; a safe one changes the form and never what is said."""

    title: str
    safe: bool
    edits: list[Change]


class Record(TypedDict):
    """A finding; lines and columns from 1 in code points, ends exclusive."""

    code: str
    name: str
    severity: str
    confidence: str
    message: str
    hint: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    claim: str | None
    reference: str | None
    fingerprint: str
    fix: Mending | None
    suppressed: Suppressed | None
    known: bool


class Skip(TypedDict):
    """A rule that was not asked, and why."""

    code: str
    reason: str


class Stale(TypedDict):
    """An entry of the baseline that is of no use any more, and why."""

    fingerprint: str
    code: str
    path: str
    message: str
    why: str


class Held(TypedDict):
    """What became of the baseline: known findings, entries not asked for, entries of no use."""

    path: str
    known: int
    waiting: int
    stale: list[Stale]


class Document(TypedDict):
    """The whole report; *baseline* is null when the run was held against none."""

    version: int
    tool: Tool
    today: str
    verdict: str
    counts: Tally
    by_rule: dict[str, Tally]
    findings: list[Record]
    skipped: list[Skip]
    baseline: Held | None


def render(report: Report, showing: Showing) -> str:
    """Return the report as indented JSON with a line feed at the end."""
    return written(document(report, showing))


def document(report: Report, showing: Showing) -> Document:
    """Return the report as plain records."""
    return Document(
        version=1,
        tool=Tool(name="kzru-cite", version=showing.version),
        today=report.today.isoformat(),
        verdict=report.verdict.value,
        counts=_tally(report.counts),
        by_rule={code: _tally(counts) for code, counts in report.by_rule.items()},
        findings=[_record(finding, showing.prefix) for finding in report.findings],
        skipped=[Skip(code=skip.code, reason=skip.reason) for skip in report.skipped],
        baseline=_held(report.baseline) if report.baseline else None,
    )


def _held(used: BaselineUse) -> Held:
    return Held(
        path=used.path,
        known=used.known,
        waiting=len(used.waiting),
        stale=[
            Stale(
                fingerprint=one.entry.fingerprint,
                code=one.entry.code,
                path=one.entry.path,
                message=one.entry.message,
                why=one.why.value,
            )
            for one in used.stale
        ],
    )


def _tally(counts: Counts) -> Tally:
    return Tally(
        planned=counts.planned,
        passed=counts.passed,
        failed=counts.failed,
        unable=counts.unable,
        skipped=counts.skipped,
    )


def _record(finding: Finding, prefix: str) -> Record:
    silenced = finding.suppressed
    return Record(
        code=finding.code,
        name=finding.name,
        severity=finding.severity.word,
        confidence=finding.confidence.word,
        message=finding.message,
        hint=finding.hint,
        path=prefix + finding.place.path,
        line=finding.place.line,
        column=finding.place.column,
        end_line=finding.place.end_line,
        end_column=finding.place.end_column,
        claim=finding.claim,
        reference=finding.reference,
        fingerprint=finding.fingerprint,
        fix=_fix(finding.fix, prefix) if finding.fix else None,
        suppressed=Suppressed(reason=silenced.reason, until=silenced.until) if silenced else None,
        known=finding.known,
    )


def _fix(fix: Fix, prefix: str) -> Mending:
    return Mending(
        title=fix.title,
        safe=fix.safe,
        edits=[
            Change(
                path=prefix + edit.place.path,
                line=edit.place.line,
                column=edit.place.column,
                end_line=edit.place.end_line,
                end_column=edit.place.end_column,
                text=edit.text,
            )
            for edit in fix.edits
        ],
    )
