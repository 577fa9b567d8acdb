"""Annotations come worst first, within the limit of ten, with their values escaped."""

from __future__ import annotations

from msgspec.structs import replace

from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location
from kzru_cite.report import Showing
from kzru_cite.report.github import render, render_all
from reports import everything, finding, report

SHOWING = Showing(version="1")


def test_a_finding_is_a_workflow_command() -> None:
    assert (
        "::error file=article/article.md,line=1,endLine=1,title=KEY001 undefined-key,"
        "col=37,endColumn=45::no reference has the key 'rao2020'%0Adid you mean 'rao2019'?"
    ) == render(report(finding()), SHOWING).splitlines()[0]


def test_values_are_escaped() -> None:
    place = Location(path="a,b:c%.md", line=1, column=1, end_line=2, end_column=1)
    one = replace(finding(message="50 %: x, y\r\nz", hint=""), place=place)
    assert (
        "::error file=a%2Cb%3Ac%25.md,line=1,endLine=2,title=KEY001 undefined-key"
        "::50 %25: x, y%0D%0Az"
    ) == render(report(one), SHOWING).splitlines()[0]


def test_ten_of_each_kind_are_shown_and_the_rest_is_counted() -> None:
    many = [finding(line=number) for number in range(1, 14)]
    warnings = [finding("KEY002", Severity.WARNING, line=number) for number in range(1, 3)]
    lines = render(report(*many, *warnings), SHOWING).splitlines()
    assert 10 == sum(line.startswith("::error") for line in lines)
    assert 2 == sum(line.startswith("::warning") for line in lines)
    assert "3 more findings: run 'kzru-cite verify' to see them all" == lines[12]


def test_notes_are_notices_and_shown_only_when_asked_for() -> None:
    note = report(finding("NAM011", Severity.NOTE))
    assert "::notice" not in render(note, SHOWING)
    assert render(note, Showing(version="1", least=Severity.NOTE)).startswith("::notice ")


def test_the_last_line_holds_the_totals() -> None:
    assert (
        "failed: 1 error (4 checks planned = 3 passed + 1 failed + 0 unable + 0 let pass)"
    ) == render(report(finding()), SHOWING).splitlines()[-1]


def test_entries_of_the_baseline_that_are_of_no_use_are_notices() -> None:
    whole, showing = everything()
    (line,) = (line for line in render(whole, showing).splitlines() if "baseline" in line)
    assert (
        "::notice file=article/article.md,line=1,endLine=1,title=baseline entry of no use,col=37,"
        "endColumn=45::KEY001 in a b.md: nothing is found there any more"
    ) == line


def test_the_limit_is_shared_by_all_projects_and_the_worst_come_first() -> None:
    warnings = report(*(finding("KEY002", Severity.WARNING, line=n) for n in range(8)))
    errors = report(*(finding(line=n) for n in range(8)))
    other = replace(SHOWING, prefix="b/")
    text = render_all([(warnings, SHOWING), (errors, other), (warnings, other)])
    lines = text.splitlines()
    assert 8 == sum(line.startswith("::error file=b/") for line in lines[:8])
    assert 10 == sum(line.startswith("::warning") for line in lines)
    assert "6 more findings: run 'kzru-cite verify' to see them all" in lines
    assert 3 == sum(line.startswith("failed: ") for line in lines)
