"""Make reports and findings for tests of what shows them."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from kzru_cite import rules
from kzru_cite.model.baseline import BaselineUse, Entry, Stale, StaleEntry
from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.outcome import Confidence, Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Counts, Finding, Inability, Report, Silenced, Skipped, Verdict
from kzru_cite.report import Showing

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
    known: bool = False,
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
        known=known,
    )


def report(
    *findings: Finding,
    verdict: Verdict = Verdict.FAILED,
    unable: tuple[Inability, ...] = (),
    skipped: tuple[Skipped, ...] = (),
    baseline: BaselineUse | None = None,
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
        baseline=baseline,
    )


HOSTILE = "</script><script>alert(1)</script> ]]> \u202e\x1b[31m \ud800 \ufffe @all #1 `x` 'it''s'"


def everything() -> tuple[Report, Showing]:
    """Return a report with every kind of thing in it, and how it is shown."""
    place = finding().place
    other = replace(place, path="references.bib")
    fix = Fix(title="write <rao2019>", edits=(Edit(place=place, text="@rao2019"),), safe=True)
    wide = Fix(
        title="mend both",
        edits=(Edit(place=place, text=""), Edit(place=other, text="<b>")),
        safe=False,
    )
    found = (
        finding(fix=fix),
        finding("TTL001", Severity.WARNING, message=HOSTILE, hint=HOSTILE, fix=wide),
        finding("NAM011", Severity.NOTE, line=2, column=3, end_column=3, hint=""),
        finding(suppressed=Silenced(reason="it is <so>", until="2027-01-31", in_source=False)),
        finding(suppressed=Silenced(reason="as agreed", until="2027-02-28")),
        finding(known=True, message="known before"),
    )
    named = (replace(one, fingerprint=f"{number:016x}") for number, one in enumerate(found))
    entry = Entry(fingerprint="00ff", code="KEY001", path="a b.md", message="gone <i>", place=place)
    used = BaselineUse(
        path="baseline.json",
        known=1,
        waiting=(entry,),
        stale=(
            StaleEntry(entry=entry, why=Stale.USELESS),
            StaleEntry(entry=replace(entry, place=None), why=Stale.NO_RULE),
        ),
    )
    whole = report(
        *named,
        unable=(Inability(code="LNK001", place=other, reason=f"robot wall: {HOSTILE}"),),
        skipped=(Skipped(code="QUO001", reason="there is no ledger"),),
        baseline=used,
    )
    return whole, Showing(
        version="9.9",
        texts={TEXT.path: TEXT},
        least=Severity.NOTE,
        rules=rules.ALL,
        title="Water & <steam>",
    )
