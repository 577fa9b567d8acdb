"""What stands before a fault, or after it, neither hides it nor makes another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from test_cases import CASES, asked, read

from casefiles import Case
from company import may_stand_together, paths, renamed, together
from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.report import Counts, Finding, Inability, Report
from kzru_cite.model.rule import Rule
from kzru_cite.pandoc import Pandoc

# What these say of one entry or claim depends on all others.
COMPARING = {
    "DUP001": "compares entries",
    "KEY001": "offers keys that are like it",
    "KEY002": "is silent on a long bibliography of which little is cited",
    "NAM005": "asks whether full names are the custom",
    "QUO107": "names the claims that there are",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """
    A case as read, and what is found in it when it stands by itself.

    *other* is the same under other names, of which the rule is asked *counts* things.
    """

    case: Case
    project: Dossier
    other: Dossier
    report: Report
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a report says of the files of a case, and how often the rule was asked in all."""

    findings: tuple[Finding, ...]
    unable: tuple[Inability, ...]
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A case behind others of its rule, and what is to be said then."""

    case: Case
    project: Dossier
    files: frozenset[str]
    expected: Said

    def said(self) -> Said:
        """Ask the rule."""
        return _said(judge(self.project, asked(self.case)), self.case.code, self.files)


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_behind_all_other_cases_of_its_rule_a_case_finds_what_it_finds_alone(
    rule: Rule, tmp_path: Path, pandoc: Pandoc
) -> None:
    if rule.code in COMPARING:
        pytest.skip(COMPARING[rule.code])
    every = []
    for number, case in enumerate(case for case in CASES if case.code == rule.code):
        folder = tmp_path / str(number)
        folder.mkdir()
        every.append(alone(case, read(case, folder, pandoc), number))
    for behind in companies(every):
        assert behind.expected == behind.said(), behind.case.title


def alone(case: Case, project: Dossier, number: int) -> Alone:
    """Ask the rule of a case about nothing but the case, whose *number* is its own."""
    other, report = renamed(project, number), judge(project, asked(case))
    # The name of a site may be that of its host.
    counts = judge(other, asked(case)).by_rule.get(case.code, Counts())
    return Alone(case=case, project=project, other=other, report=report, counts=counts)


def companies(every: Sequence[Alone]) -> Iterator[Behind]:
    """Put each case of a rule behind all others, in their order and backwards."""
    for last in every:
        others = [one for one in every if one is not last]
        for order in (others, others[::-1]):
            group = _company(order, last)
            code, files = last.case.code, paths(last.project)
            expected = _said(last.report, code, files)
            counts = sum((one.counts for one in group), expected.counts)
            expected = replace(expected, counts=counts)
            project = together([*(one.other for one in group), last.project])
            yield Behind(case=last.case, project=project, files=files, expected=expected)


def _company(others: Sequence[Alone], last: Alone) -> list[Alone]:
    """Return those of *others* that may stand beside the last and one another."""
    found: list[Alone] = []
    for one in others:
        beside = (*(each.other for each in found), last.project)
        if all(may_stand_together(one.other, each) for each in beside):
            found.append(one)
    return found


def _said(report: Report, code: str, files: frozenset[str]) -> Said:
    return Said(
        findings=tuple(
            one for one in report.findings if one.code == code and one.place.path in files
        ),
        unable=tuple(one for one in report.unable if one.code == code and one.place.path in files),
        counts=report.by_rule.get(code, Counts()),
    )
