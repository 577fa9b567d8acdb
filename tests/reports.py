"""Make reports and findings for tests of what shows them."""

from __future__ import annotations

from datetime import date

from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import Confidence, Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Counts, Finding, Inability, Report, Silenced, Skipped, Verdict

TEXT = SourceText(
    path="article/article.md",
    text="Water boils [@rao2019] and freezes [@rao2020].\n\tA tab, a \u202emark and 水.\n",
)


def finding(
    code: str = "KEY001",
    severity: Severity = Severity.ERROR,
    *,
    line: int = 1,
    column: int = 37,
    end_column: int = 45,
    message: str = "no reference has the key 'rao2020'",
    hint: str = "did you mean 'rao2019'?",
    suppressed: Silenced | None = None,
    fix: Fix | None = None,
) -> Finding:
    place = Location(
        path="article/article.md", line=line, column=column, end_line=line, end_column=end_column
    )
    return Finding(
        code=code,
        name="undefined-key",
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        hint=hint,
        place=place,
        claim="boiling",
        reference=None,
        fingerprint="0123456789abcdef",
        suppressed=suppressed,
        fix=fix,
    )


def report(
    *findings: Finding,
    verdict: Verdict = Verdict.FAILED,
    unable: tuple[Inability, ...] = (),
    skipped: tuple[Skipped, ...] = (),
) -> Report:
    silenced = sum(one.suppressed is not None for one in findings)
    counts = Counts(passed=3, failed=len(findings) - silenced, unable=len(unable), skipped=silenced)
    return Report(
        today=date(2026, 11, 23),
        verdict=verdict,
        fail_on=Severity.ERROR,
        findings=findings,
        by_rule={"KEY001": counts},
        unable=unable,
        skipped=skipped,
    )
