"""
Write a report as rdjson, the JSON of the Reviewdog Diagnostic Format (``DiagnosticResult``).

Its columns count the bytes of UTF-8 from 1, and ends are exclusive (reviewdog,
``proto/rdf/reviewdog.proto``). A fix that is one edit of the file it stands in is a suggestion.
"""

from __future__ import annotations

from collections.abc import Mapping

from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Finding, Report
from kzru_cite.report.form import Showing, told, worst_first
from kzru_cite.report.jsons import written

_LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report, showing: Showing) -> str:
    """Return the diagnostics, worst first; what was let pass or is known is left out."""
    shown = [one for one in worst_first(report) if one.severity >= showing.least]
    document: dict[str, object] = {
        "source": {"name": "kzru-cite"},
        "diagnostics": [_diagnostic(finding, showing) for finding in shown],
    }
    if shown:
        document["severity"] = _LEVELS[shown[0].severity]
    return written(document)


def _diagnostic(finding: Finding, showing: Showing) -> dict[str, object]:
    place = finding.place
    record: dict[str, object] = {
        "message": told(finding),
        "location": {
            "path": showing.prefix + place.path,
            "range": _range(place, showing.texts),
        },
        "severity": _LEVELS[finding.severity],
        "code": {"value": finding.code},
    }
    if finding.fix and (suggested := _suggestion(finding.fix, place.path, showing.texts)):
        record["suggestions"] = [suggested]
    return record


def _suggestion(fix: Fix, path: str, texts: Mapping[str, SourceText]) -> dict[str, object] | None:
    """Return what can be shown as one change at the finding; None for other fixes."""
    if len(fix.edits) != 1 or fix.edits[0].place.path != path or path not in texts:
        return None
    edit = fix.edits[0]
    return {"range": _range(edit.place, texts), "text": edit.text}


def _range(place: Location, texts: Mapping[str, SourceText]) -> dict[str, object]:
    source = texts.get(place.path)
    if source is None:
        # Without the text its bytes cannot be counted.
        return {"start": {"line": place.line}, "end": {"line": place.end_line}}
    return {
        "start": _position(source, place.line, place.column),
        "end": _position(source, place.end_line, place.end_column),
    }


def _position(source: SourceText, line: int, column: int) -> dict[str, int]:
    before = source.line(line)[: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "replace")) + 1}
