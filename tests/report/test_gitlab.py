"""GitLab Code Quality holds to what GitLab's documentation and its own schema ask for."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from kzru_cite.model.outcome import Severity
from kzru_cite.report import Showing
from kzru_cite.report.gitlab import render
from reports import everything, finding, report

# By docs.gitlab.com, "Code Quality", "Implement a custom tool", as of 2026-11: the fields that are
# used, and the words for severity. GitLab's own file (app/validators/json_schemas/codeclimate.json)
# is in no package; it asks for the same fields, and takes any word.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^(?:/|\./)"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def issues(text: str) -> Any:  # noqa: ANN401 - a document
    found = json.loads(text)
    Draft202012Validator(SCHEMA).validate(found)
    prints = [one["fingerprint"] for one in found]
    assert len(prints) == len(set(prints))
    return found


def test_open_findings_are_issues_the_worst_first() -> None:
    whole, showing = everything()
    found = issues(render(whole, showing))
    assert [("KEY001", "critical"), ("TTL001", "minor"), ("NAM011", "info")] == [
        (one["check_name"], one["severity"]) for one in found
    ]
    assert {"path": "article/article.md", "lines": {"begin": 1, "end": 1}} == found[0]["location"]
    assert (
        "KEY001 no reference has the key 'rao2020'; did you mean 'rao2019'?"
        == (found[0]["description"])
    )


def test_nothing_found_is_an_empty_list() -> None:
    assert [] == issues(render(report(), Showing(version="1")))


def test_the_least_severity_is_heeded() -> None:
    note = report(finding("NAM011", Severity.NOTE))
    assert [] == issues(render(note, Showing(version="1")))


def test_one_finding_in_two_projects_has_two_prints() -> None:
    one, other = (
        issues(render(report(finding()), Showing(version="1", prefix=prefix)))[0]
        for prefix in ("a/", "b/")
    )
    assert one["fingerprint"] != other["fingerprint"]
    assert "a/article/article.md" == one["location"]["path"]
