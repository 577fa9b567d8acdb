"""
Write a report as SARIF 2.1.0 (OASIS, with errata 01), for code scanning and its viewers.

Columns count code points, as ``columnKind`` says, and ends are exclusive in both. What could not be
checked and what was not asked are notifications of the invocation: neither results nor silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias
from urllib.parse import quote

from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.place import Location
from kzru_cite.model.report import Finding, Report, Verdict
from kzru_cite.model.rule import Rule
from kzru_cite.report.form import Showing, told
from kzru_cite.report.jsons import written

_Record: TypeAlias = dict[str, object]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# The base of all paths, which programs that read the file replace by the top of the checkout.
_BASE = "%SRCROOT%"
_PRINT = "kzruCite/v1"
_EXITS = {Verdict.PASSED: 0, Verdict.FAILED: 1, Verdict.INCOMPLETE: 3}


def render(report: Report, showing: Showing) -> str:
    """Return a log of one run, with all findings at any severity."""
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, showing)]})


def _run(report: Report, showing: Showing) -> _Record:
    numbers = {rule.code: number for number, rule in enumerate(showing.rules)}
    return {
        "tool": {"driver": _driver(report, showing)},
        "invocations": [_invocation(report, showing, numbers)],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(finding, report, showing, numbers) for finding in report.findings],
    }


def _driver(report: Report, showing: Showing) -> _Record:
    return {
        "name": "kzru-cite",
        "version": showing.version,
        "rules": [_rule(rule) for rule in showing.rules],
        "properties": {"today": report.today.isoformat(), "failOn": report.fail_on.word},
    }


def _rule(rule: Rule) -> _Record:
    page = rule.page.strip()
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.partition("\n\n")[0]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.severity.word},
        "properties": {"precision": rule.confidence.word},
    }


def _invocation(report: Report, showing: Showing, numbers: dict[str, int]) -> _Record:
    unable = [
        {
            **_notification(f"could not be checked: {item.reason}", "warning"),
            "associatedRule": _descriptor(item.code, numbers),
            "locations": [_location(item.place, showing)],
        }
        for item in report.unable
    ]
    skipped = [
        {
            **_notification(f"not asked: {skip.reason}", "note"),
            "associatedRule": _descriptor(skip.code, numbers),
        }
        for skip in report.skipped
    ]
    return {
        "executionSuccessful": report.verdict is not Verdict.INCOMPLETE,
        "exitCode": _EXITS[report.verdict],
        "toolExecutionNotifications": unable,
        "toolConfigurationNotifications": [*skipped, *_stale(report)],
    }


def _stale(report: Report) -> Iterator[_Record]:
    """Yield the entries of the baseline that are of no use any more."""
    for one in report.baseline.stale if report.baseline else ():
        entry = one.entry
        record = _notification(
            f"entry {entry.fingerprint} of the baseline ({entry.code} in {entry.path}):"
            f" {one.why.value}",
            "warning",
        )
        if entry.place:
            place = entry.place
            record["locations"] = [
                {"physicalLocation": {"artifactLocation": _file(place.path), "region": _at(place)}}
            ]
        yield record


def _notification(text: str, level: str) -> _Record:
    return {"message": {"text": text}, "level": level}


def _descriptor(code: str, numbers: dict[str, int]) -> _Record:
    return {"id": code, "index": numbers.get(code, -1)}


def _result(finding: Finding, report: Report, showing: Showing, numbers: dict[str, int]) -> _Record:
    record: _Record = {
        "ruleId": finding.code,
        "ruleIndex": numbers.get(finding.code, -1),
        "level": finding.severity.word,
        "message": {"text": told(finding)},
        "locations": [_location(finding.place, showing, finding)],
        "partialFingerprints": {_PRINT: finding.fingerprint},
        "suppressions": [*_suppressions(finding)],
        "properties": {"confidence": finding.confidence.word},
    }
    if finding.fix:
        record["fixes"] = [_fix(finding.fix, showing.prefix)]
    if report.baseline:
        record["baselineState"] = "unchanged" if finding.known else "new"
    return record


def _suppressions(finding: Finding) -> Iterator[_Record]:
    """Yield why a finding does not count; the empty list says that it does."""
    if finding.suppressed:
        yield {
            "kind": "inSource" if finding.suppressed.in_source else "external",
            "status": "accepted",
            "justification": finding.suppressed.reason,
            "properties": {"until": finding.suppressed.until},
        }
    elif finding.known:
        yield {"kind": "external", "status": "accepted", "justification": "in the baseline"}


def _location(place: Location, showing: Showing, finding: Finding | None = None) -> _Record:
    region = _at(place)
    source = showing.texts.get(place.path)
    if source is not None:
        start = source.offset(place.line, place.column)
        stop = source.offset(place.end_line, place.end_column)
        region["snippet"] = {"text": source.text[start:stop]}
    where: _Record = {
        "physicalLocation": {
            "artifactLocation": _file(showing.prefix + place.path),
            "region": region,
        }
    }
    about = [*_about(finding)] if finding else []
    return where | ({"logicalLocations": about} if about else {})


def _about(finding: Finding) -> Iterator[_Record]:
    if finding.claim:
        yield {"name": finding.claim, "kind": "claim"}
    if finding.reference:
        yield {"name": finding.reference, "kind": "reference"}


def _file(path: str) -> _Record:
    return {"uri": quote(path, safe="/"), "uriBaseId": _BASE}


def _at(place: Location) -> _Record:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(fix: Fix, prefix: str) -> _Record:
    paths = dict.fromkeys(edit.place.path for edit in fix.edits)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": _file(prefix + path),
                "replacements": [*_replacements(e for e in fix.edits if e.place.path == path)],
            }
            for path in paths
        ],
        "properties": {"safe": fix.safe},
    }


def _replacements(edits: Iterable[Edit]) -> Iterator[_Record]:
    for edit in edits:
        yield {"deletedRegion": _at(edit.place), "insertedContent": {"text": edit.text}}
