"""
Write a report as JUnit XML, in the form of Apache Ant that most programs read.

A rule is a suite. Its test cases are the findings, what could not be checked, and one that stands
for all checks that passed. A finding fails its case when it is at or above the gate; a lesser one
passes, and its words are in the output of the suite. What was let pass, is in the baseline, could
not be checked or was not asked counts as skipped: it is neither a failure nor a pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from msgspec import Struct

from kzru_cite.model.place import Location
from kzru_cite.model.report import Finding, Inability, Report
from kzru_cite.report.form import Showing, told
from kzru_cite.report.words import counted, totals
from kzru_cite.report.xml_text import child, document


class _Case(Struct, frozen=True, kw_only=True):
    """A test case: *failure* and *skipped* say why, *output* what is told beside."""

    name: str
    failure: str = ""
    skipped: str = ""
    output: str = ""


def render(report: Report, showing: Showing) -> str:
    """Return a suite for each rule, in the order of the codes."""
    root = Element("testsuites")
    for number, (code, cases) in enumerate(sorted(_cases(report, showing).items())):
        suite = _suite(root, number, code, cases, report)
        for one in cases:
            _case(suite, code, one)
        child(suite, "system-out", "\n".join(one.output for one in cases if one.output))
        child(suite, "system-err")
    return document(root)


def _cases(report: Report, showing: Showing) -> dict[str, list[_Case]]:
    cases: defaultdict[str, list[_Case]] = defaultdict(list)
    for finding in report.findings:
        cases[finding.code].append(_found(finding, report, showing.prefix))
    for item in report.unable:
        cases[item.code].append(_unable(item, showing.prefix))
    for code, counts in report.by_rule.items():
        if counts.passed or not cases[code]:
            cases[code].append(_Case(name=f"{counted(counts.passed, 'check')} passed"))
    for skip in report.skipped:
        cases[skip.code].append(_Case(name="all checks", skipped=f"not asked: {skip.reason}"))
    # The verdict is more than its parts: too much may be left unchecked.
    cases["run"].append(_Case(name="verdict", output=totals(report)))
    return cases


def _found(finding: Finding, report: Report, prefix: str) -> _Case:
    name = f"{_where(finding.place, prefix)} {finding.message}"
    text = f"{_where(finding.place, prefix)}: {finding.severity.word}: {told(finding)}"
    if finding.suppressed:
        until = f"let pass until {finding.suppressed.until}"
        return _Case(name=name, skipped=f"{until}: {finding.suppressed.reason}")
    if finding.known:
        return _Case(name=name, skipped="in the baseline")
    if finding.severity >= report.fail_on:
        return _Case(name=name, failure=text)
    return _Case(name=name, output=text)


def _unable(item: Inability, prefix: str) -> _Case:
    return _Case(name=_where(item.place, prefix), skipped=f"could not be checked: {item.reason}")


def _where(place: Location, prefix: str) -> str:
    return f"{prefix}{place.path}:{place.line}:{place.column}"


def _suite(root: Element, number: int, code: str, cases: list[_Case], report: Report) -> Element:
    suite = child(
        root,
        "testsuite",
        name=code,
        package="kzru-cite",
        id=str(number),
        timestamp=f"{report.today.isoformat()}T00:00:00",
        hostname="localhost",
        tests=str(len(cases)),
        failures=str(_how_many(one.failure for one in cases)),
        errors="0",
        skipped=str(_how_many(one.skipped for one in cases)),
        time="0",
    )
    # One of the schemas wants at least one property.
    child(child(suite, "properties"), "property", name="fail-on", value=report.fail_on.word)
    return suite


def _how_many(words: Iterable[str]) -> int:
    return sum(map(bool, words))


def _case(suite: Element, code: str, one: _Case) -> None:
    case = child(suite, "testcase", name=one.name, classname=f"kzru-cite.{code}", time="0")
    if one.failure:
        message = one.failure.partition("\n")[0]
        child(case, "failure", one.failure, message=message, type=code)
    elif one.skipped:
        # As text and not as an attribute: one of the schemas knows no other form.
        child(case, "skipped", one.skipped)
