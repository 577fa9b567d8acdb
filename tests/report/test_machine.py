"""The JSON report has the fields of version 1, no more and no less."""

from __future__ import annotations

import json

from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.report import Silenced, Skipped
from kzru_cite.report import Showing
from kzru_cite.report.machine import render
from reports import everything, finding, report


def test_the_report_is_json_of_version_1() -> None:
    silenced = finding(suppressed=Silenced(reason="known", until="2027-01-31"))
    whole = report(finding(), silenced, skipped=(Skipped(code="DAT001", reason="not selected"),))
    counts = {"planned": 5, "passed": 3, "failed": 1, "unable": 0, "skipped": 1}
    record = {
        "code": "KEY001",
        "name": "undefined-key",
        "severity": "error",
        "confidence": "high",
        "message": "no reference has the key 'rao2020'",
        "hint": "did you mean 'rao2019'?",
        "path": "wiki/article/article.md",
        "line": 1,
        "column": 37,
        "end_line": 1,
        "end_column": 45,
        "claim": "boiling",
        "reference": None,
        "fingerprint": "0123456789abcdef",
        "fix": None,
        "suppressed": None,
        "known": False,
    }
    assert {
        "version": 1,
        "tool": {"name": "kzru-cite", "version": "9.9"},
        "today": "2026-11-23",
        "verdict": "failed",
        "counts": counts,
        "by_rule": {"KEY001": counts},
        "findings": [record, record | {"suppressed": {"reason": "known", "until": "2027-01-31"}}],
        "skipped": [{"code": "DAT001", "reason": "not selected"}],
        "baseline": None,
    } == json.loads(render(whole, Showing(version="9.9", prefix="wiki/")))


def test_letters_are_written_as_they_are() -> None:
    assert "Қазақ" in render(report(finding(message="Қазақ")), Showing(version="1"))


def test_a_fix_says_what_becomes_of_which_stretch() -> None:
    place = finding().place
    fix = Fix(title="write rao2019", edits=(Edit(place=place, text="rao2019"),), safe=False)
    told = json.loads(render(report(finding(fix=fix)), Showing(version="1", prefix="wiki/")))
    assert {
        "title": "write rao2019",
        "safe": False,
        "edits": [
            {
                "path": "wiki/article/article.md",
                "line": 1,
                "column": 37,
                "end_line": 1,
                "end_column": 45,
                "text": "rao2019",
            }
        ],
    } == told["findings"][0]["fix"]


def test_the_baseline_and_what_is_known_are_told() -> None:
    told = json.loads(render(*everything()))
    assert [False] * 5 + [True] == [one["known"] for one in told["findings"]]
    held = told["baseline"]
    assert ("baseline.json", 1, 1) == (held["path"], held["known"], held["waiting"])
    assert ["nothing is found there any more", "there is no such rule any more"] == [
        one["why"] for one in held["stale"]
    ]
