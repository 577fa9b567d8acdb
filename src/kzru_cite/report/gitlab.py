"""
Write a report as GitLab Code Quality (docs.gitlab.com, "Code Quality", report format).

A list of issues with description, check name, fingerprint, severity and place; lines alone, since
GitLab shows no columns. Findings that were let pass or are in the baseline are left out: GitLab
knows no word for them, and would show them as faults.
"""

from __future__ import annotations

from hashlib import sha256

from kzru_cite.model.outcome import Severity
from kzru_cite.model.report import Finding, Report
from kzru_cite.report.form import Showing, told, worst_first
from kzru_cite.report.jsons import written

_LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report, showing: Showing) -> str:
    """Return the list of issues, worst first."""
    shown = (one for one in worst_first(report) if one.severity >= showing.least)
    return written([_issue(finding, showing.prefix) for finding in shown])


def _issue(finding: Finding, prefix: str) -> dict[str, object]:
    place = finding.place
    # In one pipeline a print must be unique, and two projects may have a finding in common.
    name = sha256(f"{prefix}\0{finding.fingerprint}".encode()).hexdigest()
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.code} {told(finding)}".replace("\n", "; "),
        "categories": ["Bug Risk"],
        "fingerprint": name,
        "severity": _LEVELS[finding.severity],
        "location": {
            "path": prefix + place.path,
            "lines": {"begin": place.line, "end": place.end_line},
        },
    }
