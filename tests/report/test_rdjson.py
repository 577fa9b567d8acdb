"""Diagnostics hold to the format of reviewdog, with columns in bytes and fixes as suggestions."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from edition_samples import require
from msgspec.structs import replace

from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.place import SourceText
from kzru_cite.report import Showing
from kzru_cite.report.rdjson import render
from reports import everything, finding, report

VALIDATOR = "tests/tools/node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js"


def diagnostics(text: str) -> Any:  # noqa: ANN401 - a document
    return json.loads(text)["diagnostics"]


@pytest.mark.tools
@pytest.mark.parametrize("whole", [everything()[0], report(), report(finding())])
def test_the_validator_of_the_format_finds_nothing(
    whole: Any,  # noqa: ANN401 - a report
    root: Path,
    tmp_path: Path,
) -> None:
    node = shutil.which("node")
    require(node and (root / VALIDATOR).is_file(), "rdformat-validator in tests/tools (npm ci)")
    path = tmp_path / "report.json"
    path.write_text(render(whole, everything()[1]), encoding="utf-8")
    words = ["--strict", "--no-extra-fields", "--format", "json", str(path)]
    done = subprocess.run(
        [str(node), str(root / VALIDATOR), *words], capture_output=True, check=False, text=True
    )
    assert 0 == done.returncode, done.stdout + done.stderr


def test_the_worst_comes_first_and_is_the_severity_of_all() -> None:
    document = json.loads(render(*everything()))
    assert "ERROR" == document["severity"]
    assert ["ERROR", "WARNING", "INFO"] == [one["severity"] for one in document["diagnostics"]]
    assert "severity" not in json.loads(render(report(), Showing(version="1")))


def test_columns_count_the_bytes_of_utf8() -> None:
    # The example of the format's own documentation.
    source = SourceText(path="article/article.md", text="a𐐀b\n")
    place = source.locate(2, 3)
    showing = Showing(version="1", texts={source.path: source})
    (one,) = diagnostics(render(report(replace(finding(), place=place)), showing))
    assert {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 7}} == (
        one["location"]["range"]
    )


def test_without_the_text_there_are_lines_alone() -> None:
    (one,) = diagnostics(render(report(finding()), Showing(version="1", prefix="x/")))
    assert {
        "path": "x/article/article.md",
        "range": {"start": {"line": 1}, "end": {"line": 1}},
    } == (one["location"])


def test_one_edit_of_the_same_file_is_a_suggestion() -> None:
    whole, showing = everything()
    first, second, third = diagnostics(render(whole, showing))
    assert ["@rao2019"] == [one["text"] for one in first["suggestions"]]
    assert 37 == first["suggestions"][0]["range"]["start"]["column"]
    assert "suggestions" not in second
    assert "suggestions" not in third


def test_an_edit_of_another_file_is_none() -> None:
    place = replace(finding().place, path="references.bib")
    fix = Fix(title="mend", edits=(Edit(place=place, text="x"),), safe=True)
    (one,) = diagnostics(render(report(finding(fix=fix)), everything()[1]))
    assert "suggestions" not in one
