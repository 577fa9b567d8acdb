"""Rules find what their case files say, and nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles import Case, read_cases, rewrite
from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.kept import Audit, Damage, LineAudit
from kzru_cite.model.report import Report
from kzru_cite.model.rule import Rule
from kzru_cite.pandoc import Pandoc
from kzru_cite.read.looks import read_looks
from tellings import keep, read_tellings, telling

FOLDER = Path(__file__).parent
CASES = [case for file in sorted(FOLDER.glob("*.md")) for case in read_cases(file)]
# What reports say beside what case files hold; written anew together with these.
TOLD = FOLDER / "told"
TITLES: dict[str, list[str]] = {}
for one in CASES:
    TITLES.setdefault(one.code, []).append(one.title)
SETTINGS = 'article = ["*.md"]\nbibliography = ["*.bib"]\n'


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.title}")
def test_case(case: Case, tmp_path: Path, pandoc: Pandoc, request: pytest.FixtureRequest) -> None:
    report = judge(read(case, tmp_path, pandoc), asked(case))
    lines = found(case, report)
    told = telling(report, case.code)
    if request.config.getoption("--regenerate"):
        rewrite(case, lines)
        keep(TOLD / f"{case.code}.txt", case.title, told, TITLES[case.code])
        return
    assert case.expected == lines
    assert read_tellings(TOLD / f"{case.code}.txt").get(case.title) == told


def found(case: Case, report: Report) -> list[str]:
    """Return what a report finds by the rule of a case, as case files write it."""
    return [
        f"{finding.place.path}:{finding.place.line}:{finding.place.column}:"
        f" {finding.severity.word} {finding.code} {finding.message}"
        for finding in report.open
        if finding.code == case.code
    ]


def asked(case: Case) -> list[Rule]:
    """Return the rule of a case; rules on the run are told of all others."""
    return [rule for rule in rules.ALL if rule.code == case.code or case.code.startswith("RUN")]


def read(case: Case, folder: Path, pandoc: Pandoc) -> Dossier:
    """Read the project that a case is made of."""
    (folder / "article.md").write_text(case.blocks.get("article", ""), encoding="utf-8")
    (folder / "references.bib").write_bytes(bibliography(case))
    if "ledger" in case.blocks:
        (folder / "article").mkdir()
        (folder / "article" / "ledger.yaml").write_text(case.blocks["ledger"], encoding="utf-8")
    settings = SETTINGS + case.blocks.get("settings", "")
    (folder / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    today = date.fromisoformat(case.blocks.get("today", "2026-11-23").strip())
    loaded = load(start(folder, pandoc), today)
    return replace(loaded.dossier, evidence=evidence(case), audit=audit(case))


def evidence(case: Case) -> Evidence | None:
    """Return what a case gives as seen on the web, None when it has no block `looks`."""
    if "looks" not in case.blocks:
        return None
    reading = read_looks(case.blocks["looks"])
    assert reading.lost == (), f"{case.title}: lines of the log that cannot be read"
    return reading.evidence


def audit(case: Case) -> Audit | None:
    """Return what a case gives as the outcome of an audit, None when it has no block `audit`."""
    if "audit" not in case.blocks:
        return None
    found = json.loads(case.blocks["audit"])
    return Audit(
        path="looks.jsonl",
        lines=tuple(LineAudit(**line) for line in found.get("lines", ())),
        damages=tuple(Damage(**damage) for damage in found.get("damages", ())),
        captures=found["captures"],
    )


def bibliography(case: Case) -> bytes:
    """Return the bibliography of a case; a block `bib-latin1` is written in an old encoding."""
    if "bib-latin1" in case.blocks:
        return case.blocks["bib-latin1"].encode("cp1252")
    return case.blocks.get("bib", "").encode()


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_each_rule_has_cases_that_fire_and_cases_that_must_not(rule: Rule) -> None:
    files = list(FOLDER.glob(f"{rule.code}-*.md"))
    assert [f"{rule.code}-{rule.name}.md"] == [file.name for file in files]
    cases = read_cases(files[0])
    assert any(case.expected for case in cases)
    assert any(not case.expected for case in cases)
