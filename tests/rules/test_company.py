"""What stands before a fault, or after it, neither hides it nor makes another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_cases import CASES, asked, read

from casefiles import Case
from company import may_stand_together, paths, together
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
    """A case as read, and what is found in it when it stands by itself."""

    case: Case
    project: Dossier
    report: Report


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_behind_all_other_cases_of_its_rule_a_case_finds_what_it_finds_alone(
    rule: Rule, tmp_path: Path, pandoc: Pandoc
) -> None:
    if rule.code in COMPARING:
        pytest.skip(COMPARING[rule.code])
    cases = [case for case in CASES if case.code == rule.code]
    every = []
    for number, case in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        project = read(case, folder, pandoc)
        every.append(Alone(case=case, project=project, report=judge(project, asked(case))))
    for last in every:
        others = [one for one in every if one is not last]
        for order in (others, others[::-1]):
            group = [*company(order, last), last]
            report = judge(together([one.project for one in group]), asked(last.case))
            own = paths(last.project)
            assert _of(last.report, rule.code, own) == _of(report, rule.code, own), last.case.title
            alone = sum((_counts(one.report, rule.code) for one in group), Counts())
            assert alone == _counts(report, rule.code), last.case.title


def company(others: Sequence[Alone], last: Alone) -> list[Alone]:
    """Return those of *others* that may stand beside the last and one another."""
    found: list[Alone] = []
    for one in others:
        if all(may_stand_together(one.project, each.project) for each in (*found, last)):
            found.append(one)
    return found


def _counts(report: Report, code: str) -> Counts:
    return report.by_rule.get(code, Counts())


def _of(report: Report, code: str, files: frozenset[str]) -> tuple[list[Finding], list[Inability]]:
    return (
        [one for one in report.findings if one.code == code and one.place.path in files],
        [one for one in report.unable if one.code == code and one.place.path in files],
    )
