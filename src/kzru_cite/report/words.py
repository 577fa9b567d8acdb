"""Say the sums of a report in words."""

from __future__ import annotations

from collections import Counter

from kzru_cite.model.outcome import Severity
from kzru_cite.model.report import Report

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def counted(number: int, word: str, plural: str = "") -> str:
    """Return a number with its noun, in the plural where it needs one."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {plural or f'{word}s'}"


def severities(report: Report) -> str:
    """Return the open findings by severity."""
    found = Counter(finding.severity for finding in report.open)
    parts = [counted(found[kind], word) for kind, word in _WORDS.items() if found[kind]]
    return ", ".join(parts) or "nothing found"


def totals(report: Report) -> str:
    """Return the verdict with all counts; planned is always the sum of the others."""
    counts = report.counts
    known = f", {report.baseline.known:,} known" if report.baseline else ""
    return (
        f"{report.verdict.value}: {severities(report)}{known}"
        f" ({counted(counts.planned, 'check')} planned = {counts.passed:,} passed"
        f" + {counts.failed:,} failed + {counts.unable:,} unable + {counts.skipped:,} let pass)"
    )
