"""
Write a report as Markdown, for the summary of a step, an issue or a comment.

GitHub cuts off the summary of a step at 1 MiB ("Workflow commands"), so that a long report ends
with the number of those left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kzru_cite.model.report import Finding, Report
from kzru_cite.report.form import Showing, in_rank, worst_first
from kzru_cite.report.marked import code, marked
from kzru_cite.report.words import totals

# In bytes: of 1 MiB most is for what must be looked at, less for each of the other lists.
_MOST, _FEW = 600_000, 80_000


def render(report: Report, showing: Showing) -> str:
    """Return findings worst first, what is known, let pass or unchecked, and the counts by rule."""
    shown = [one for one in worst_first(report) if one.severity >= showing.least]
    name = f" of {code(showing.prefix.rstrip('/'))}" if showing.prefix else ""
    parts = [f"## Citations{name}: {report.verdict.value}", marked(totals(report))]
    if shown:
        parts.append("\n".join(_listed(shown, showing, _MOST)))
    closing = (
        _folded("Known: in the baseline", _listed(in_rank(report.known), showing, _FEW)),
        _folded("Baseline entries of no use any more", _fitting(_stale(report), _FEW)),
        _folded("Let pass by an editor's word", _let_pass(report, showing)),
        _folded("Could not be checked", _fitting(_unable(report, showing), _FEW)),
        _folded("Not asked", _skipped(report)),
        _folded("By rule", [*_table(report)]),
    )
    return "\n\n".join([*parts, *filter(None, closing)]) + "\n"


def _listed(findings: Iterable[Finding], showing: Showing, room: int) -> list[str]:
    return _fitting([_finding(finding, showing) for finding in findings], room)


def _fitting(lines: list[str], room: int) -> list[str]:
    """Return as many lines as fit into so many bytes, and the number of those left out."""
    for kept, line in enumerate(lines):
        room -= len(line.encode("utf-8", "replace")) + 1
        if room < 0:
            return [*lines[:kept], f"- and {len(lines) - kept:,} more"]
    return lines


def _finding(finding: Finding, showing: Showing) -> str:
    place = finding.place
    where = code(f"{showing.prefix}{place.path}:{place.line}:{place.column}")
    hint = f"  \n  {marked(finding.hint)}" if finding.hint else ""
    return f"- **{finding.severity.word}** {finding.code} {where} {marked(finding.message)}{hint}"


def _folded(title: str, lines: list[str]) -> str:
    """Return a heading that opens its list; '' when there is nothing in it."""
    if not lines:
        return ""
    text = "\n".join(lines)
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def _stale(report: Report) -> list[str]:
    return [
        f"- {code(one.entry.fingerprint)} {marked(one.entry.code)} in {code(one.entry.path)},"
        f" {marked(one.entry.message)}: {one.why.value}"
        for one in (report.baseline.stale if report.baseline else ())
    ]


def _let_pass(report: Report, showing: Showing) -> list[str]:
    # The reason takes the place of the hint: nothing is to be done.
    silenced = (
        replace(one, hint=f"until {one.suppressed.until}: {one.suppressed.reason}")
        for one in report.findings
        if one.suppressed
    )
    return _listed(silenced, showing, _FEW)


def _unable(report: Report, showing: Showing) -> list[str]:
    by_reason: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for item in report.unable:
        where = code(f"{showing.prefix}{item.place.path}:{item.place.line}")
        by_reason[item.code, item.reason].append(where)
    return [
        f"- {rule} {marked(reason)} ({', '.join(places[:5])}{', …' if places[5:] else ''})"
        for (rule, reason), places in by_reason.items()
    ]


def _skipped(report: Report) -> list[str]:
    why: defaultdict[str, list[str]] = defaultdict(list)
    for skip in report.skipped:
        why[skip.reason].append(skip.code)
    return [f"- {marked(reason)}: {', '.join(codes)}" for reason, codes in why.items()]


def _table(report: Report) -> Iterator[str]:
    names = {finding.code: finding.name for finding in report.findings}
    found = Counter(finding.code for finding in report.open)
    if names:
        yield "| rule | planned | passed | failed | unable | let pass | new |"
        yield "| --- | --: | --: | --: | --: | --: | --: |"
    for rule, counts in sorted(report.by_rule.items()):
        if rule in names:
            cells = (counts.planned, counts.passed, counts.failed, counts.unable, counts.skipped)
            figures = " | ".join(f"{cell}" for cell in (*cells, found[rule]))
            yield f"| {rule} {names[rule]} | {figures} |"
