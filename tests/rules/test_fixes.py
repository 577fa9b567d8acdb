"""What a rule finds and can mend is gone when mended, and nothing else has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from test_cases import FOLDER, SETTINGS, bibliography, evidence

from casefiles import Case, read_cases
from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.mending import Files, Mended, mend
from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.report import Finding, Report
from kzru_cite.pandoc import Pandoc
from kzru_cite.patching import File
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.suppressions import from_references

# What `kzru-cite fix` makes by itself, and what it makes when asked with --unsafe.
SAFE = {
    *("ARC001", "ARC002", "DAT001", "DAT009", "IDS001", "IDS004", "IDS010", "IDS011", "KEY001"),
    *("LNK103", "NAM007", "RUN001", "SYN002", "SYN010", "TTL006", "TXT001"),
}
UNSAFE = {
    *("ARC003", "ARC009", "ARC101", "ARC102", "ARC103", "ARC104", "ARC106", "IDS001", "IDS004"),
    *("IDS009", "KEY001", "LNK003", "LNK102", "LNK105", "LNK106", "NAM012", "QUO008", "SYN003"),
    *("SYN004", "TTL003", "TXT002", "TXT003"),
}
CASES = [
    case
    for code in sorted(SAFE | UNSAFE)
    for file in FOLDER.glob(f"{code}-*.md")
    for case in read_cases(file)
    if case.expected and "bib-latin1" not in case.blocks
]
EXERCISED: set[tuple[str, bool]] = set()
# The rest of what these find is a guess that the program does not make.
REFUSED: Mapping[str, list[str]] = {}


def mended(case: Case, folder: Path, pandoc: Pandoc) -> Mended:
    """Mend all that the rule of a case finds; without a text, pandoc need not read one."""
    bib = bibliography(case).decode()
    today = date.fromisoformat(case.blocks.get("today", "2026-11-23").strip())
    files = {"references.bib": File(path="references.bib", raw=bib)}
    if "article" in case.blocks:
        files["article.md"] = File(path="article.md", raw=case.blocks["article"])
    seen = evidence(case)

    def judged(now: Files) -> Report:
        if "article" not in case.blocks:
            sources = (now["references.bib"].source,)
            read = read_bibliography(sources)
            allowed = tuple(from_references(read.references))
            dossier = Dossier(
                article=Article(),
                bibliography=read,
                today=today,
                bibliographies=sources,
                evidence=seen,
                suppressions=allowed,
            )
            return judge(dossier, rules.ALL)
        if "ledger" in case.blocks:
            (folder / "article").mkdir(exist_ok=True)
            (folder / "article" / "ledger.yaml").write_text(case.blocks["ledger"])
        for path, file in now.items():
            (folder / path).write_bytes(file.content)
        (folder / "kzru-cite.toml").write_text(SETTINGS + case.blocks.get("settings", ""))
        loaded = load(start(folder, pandoc), today)
        return judge(replace(loaded.dossier, evidence=seen), rules.ALL)

    def wanted(finding: Finding) -> bool:
        return finding.code == case.code and finding.fix is not None

    first = mend(files, judged, wanted)
    again = mend(first.after, judged, wanted)
    assert () == again.changed
    return first


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.title}")
def test_a_finding_is_gone_when_it_is_mended(case: Case, tmp_path: Path, pandoc: Pandoc) -> None:
    done = mended(case, tmp_path, pandoc)
    assert REFUSED.get(f"{case.code} {case.title}", []) == [one.why for one in done.left]
    for finding in done.made:
        assert finding.code == case.code
        assert finding.fix is not None
        assert finding.code in (SAFE if finding.fix.safe else UNSAFE)
        EXERCISED.add((finding.code, finding.fix.safe))
    # No line is touched that no edit speaks of.
    lines = sum(
        edit.place.end_line - edit.place.line + 1 + edit.text.count("\n")
        for finding in done.made
        for edit in (finding.fix.edits if finding.fix else ())
    )
    for old, new in done.changed:
        before, after = old.raw.splitlines(), new.raw.splitlines()
        assert sum(line not in after for line in before) <= lines
    assert bool(done.made) == bool(done.changed)


def test_each_fixable_rule_has_a_case_that_is_mended() -> None:
    if not EXERCISED:
        pytest.skip("the cases were not run")
    assert {code for code, safe in EXERCISED if safe} == SAFE
    assert {code for code, safe in EXERCISED if not safe} == UNSAFE


def test_the_documentation_names_the_rules_that_can_mend(root: Path) -> None:
    text = (root / "docs" / "repair.md").read_text(encoding="utf-8")
    for word, codes in (("yes", SAFE), ("no", UNSAFE)):
        assert f"| {word} | {', '.join(sorted(codes))} |" in text
