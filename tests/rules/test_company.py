"""What stands before a fault, or after it, neither hides it nor makes another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from test_cases import CASES, asked, read

from casefiles import Case
from company import may_stand_together, paths, renamed, together
from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.report import Counts, Finding, Inability
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
class Member:
    """A case as read; *other* is the same under other names."""

    case: Case
    project: Dossier
    other: Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a report says of the files of a case, and how often the rule was asked in all."""

    findings: tuple[Finding, ...]
    unable: tuple[Inability, ...]
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The case number *last* behind others of its rule, whose numbers are *group*."""

    last: int
    group: tuple[int, ...]
    project: Dossier


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_behind_all_other_cases_of_its_rule_a_case_finds_what_it_finds_alone(
    rule: Rule, tmp_path: Path, pandoc: Pandoc
) -> None:
    if rule.code in COMPARING:
        pytest.skip(COMPARING[rule.code])
    members = []
    for number, case in enumerate(case for case in CASES if case.code == rule.code):
        folder = tmp_path / str(number)
        folder.mkdir()
        members.append(member(case, read(case, folder, pandoc), number))
    for title, alone, behind in compared(members, companies(members)):
        assert alone == behind, title


def member(case: Case, project: Dossier, number: int) -> Member:
    """Give a case names by its *number*, which is its own."""
    return Member(case=case, project=project, other=renamed(project, number))


def companies(members: Sequence[Member]) -> list[Behind]:
    """Put each case of a rule behind all others, in their order and backwards."""
    numbers = range(len(members))
    return [_behind(members, last, order) for last in numbers for order in (numbers, numbers[::-1])]


def compared(
    members: Sequence[Member], behinds: Iterable[Behind]
) -> Iterator[tuple[str, Said, Said]]:
    """Yield the title of each case, what is to be said of it behind others, and what is said."""
    # The name of a site may be that of its host, and another host be another fault.
    counts = [_said(one, one.other).counts for one in members]
    alone = [_said(one, one.project) for one in members]
    for one in behinds:
        last = members[one.last]
        own = alone[one.last]
        whole = sum((counts[number] for number in one.group), own.counts)
        yield last.case.title, replace(own, counts=whole), _said(last, one.project)


def _behind(members: Sequence[Member], last: int, order: Iterable[int]) -> Behind:
    """Put those before the last that may stand beside it and one another."""
    group: list[int] = []
    beside = [members[last].project]
    for number in order:
        other = members[number].other
        if number != last and all(may_stand_together(other, each) for each in beside):
            group.append(number)
            beside.append(other)
    return Behind(last=last, group=tuple(group), project=together([*beside[1:], beside[0]]))


def _said(one: Member, project: Dossier) -> Said:
    """Say what the rule of a case finds in a project, and where in the files of the case."""
    report, code, files = judge(project, asked(one.case)), one.case.code, paths(one.project)
    return Said(
        findings=tuple(
            each for each in report.findings if each.code == code and each.place.path in files
        ),
        unable=tuple(
            each for each in report.unable if each.code == code and each.place.path in files
        ),
        counts=report.by_rule.get(code, Counts()),
    )
