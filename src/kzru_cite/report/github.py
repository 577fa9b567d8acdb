"""
Write a report as workflow commands of GitHub Actions.

A step shows at most ten annotations of each kind, and drops the rest without a word
(docs.github.com, "Workflow commands"); so the worst come first, ten of each kind at most over all
projects of the step, and a line in the log says what was left out. All of it stands in the summary
of the step, which is the report in Markdown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location
from kzru_cite.model.report import Finding, Report
from kzru_cite.report.form import Showing, told, worst_first
from kzru_cite.report.words import totals

_MOST = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_Command = tuple[str, str]


def render(report: Report, showing: Showing) -> str:
    """Return one command a line, and the totals as a line of the log."""
    return render_all([(report, showing)])


def render_all(shown: Sequence[tuple[Report, Showing]]) -> str:
    """Return the commands for several projects that are checked in one step."""
    found = [
        (finding, showing.prefix)
        for report, showing in shown
        for finding in worst_first(report)
        if finding.severity >= showing.least
    ]
    found.sort(key=lambda pair: (-pair[0].severity, -pair[0].confidence))
    commands = [_finding(finding, prefix) for finding, prefix in found]
    commands += [command for report, _ in shown for command in _stale(report)]
    counts: Counter[str] = Counter()
    lines = []
    for kind, line in commands:
        counts[kind] += 1
        if counts[kind] <= _MOST:
            lines.append(line)
    left = len(commands) - len(lines)
    if left:
        lines.append(f"{left} more findings: run 'kzru-cite verify' to see them all")
    lines += [totals(report) for report, _ in shown]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, prefix: str) -> _Command:
    kind = _KINDS[finding.severity]
    title = f"{finding.code} {finding.name}"
    return kind, _command(kind, finding.place, prefix, title, told(finding))


def _stale(report: Report) -> Iterator[_Command]:
    """Yield the entries of the baseline that are of no use any more, as notices."""
    for one in report.baseline.stale if report.baseline else ():
        if one.entry.place:
            text = f"{one.entry.code} in {one.entry.path}: {one.why.value}"
            title = "baseline entry of no use"
            yield "notice", _command("notice", one.entry.place, "", title, text)


def _command(kind: str, place: Location, prefix: str, title: str, text: str) -> str:
    values = {
        "file": prefix + place.path,
        "line": str(place.line),
        "endLine": str(place.end_line),
        "title": title,
    }
    if place.line == place.end_line:
        # Columns are refused for a stretch of several lines.
        values["col"] = str(place.column)
        values["endColumn"] = str(place.end_column)
    joined = ",".join(f"{name}={_escaped(value)}" for name, value in values.items())
    return f"::{kind} {joined}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
