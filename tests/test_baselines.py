"""What is in the baseline passes the gate, and entries of no use any more are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzru_cite.baselines import load, save
from kzru_cite.errors import UsageError
from kzru_cite.judge import judge
from kzru_cite.model.baseline import Baseline, Entry, Stale
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import Unable
from kzru_cite.model.policy import Policy
from kzru_cite.model.report import Report, Verdict
from reports import report
from test_cli import ARTICLE, SOURCES, break_it, call, project
from test_judge import SOURCE, allow, bad, dossier, place, rule

__all__ = ["project"]


def known(found: Report) -> Baseline:
    entries = (
        Entry(fingerprint=one.fingerprint, code=one.code, path=one.place.path, message=one.message)
        for one in found.findings
    )
    return Baseline(path="baseline.json", entries=tuple(entries))


def with_file(policy: Policy | None = None) -> Dossier:
    return replace(dossier(policy), bibliographies=(SOURCE,))


def test_known_findings_pass_the_gate_and_are_counted() -> None:
    rules = [rule((bad(1),))]
    before = judge(dossier(), rules)
    assert Verdict.FAILED is before.verdict
    after = judge(dossier(), [rule((bad(7),))], known(before))
    assert Verdict.PASSED is after.verdict
    assert ((), 1) == (after.open, len(after.known))
    assert after.baseline
    assert (1, ()) == (after.baseline.known, after.baseline.stale)
    # It is a check that failed all the same.
    assert before.counts == after.counts


def test_a_new_finding_fails_the_gate() -> None:
    baseline = known(judge(dossier(), [rule((bad(1),))]))
    after = judge(dossier(), [rule((bad(1), bad(2, "worse")))], baseline)
    assert Verdict.FAILED is after.verdict
    assert ["worse"] == [one.message for one in after.open]
    # Nor does a second one like the first pass.
    twins = judge(dossier(), [rule((bad(1), bad(2)))], baseline)
    assert 1 == len(twins.open)


def test_a_finding_that_is_let_pass_is_not_counted_as_known() -> None:
    baseline = known(judge(dossier(), [rule((bad(1),))]))
    after = judge(dossier(None, allow(scope=place(1))), [rule((bad(1),))], baseline)
    assert after.baseline
    assert (0, ()) == (after.baseline.known, after.baseline.stale)


def test_an_entry_is_stale_when_its_rule_was_asked_and_found_nothing() -> None:
    baseline = known(judge(dossier(), [rule((bad(1), bad(2, "worse")))]))
    after = judge(dossier(), [rule((bad(2, "worse"),))], baseline)
    assert after.baseline
    assert [("bad", Stale.USELESS)] == [
        (one.entry.message, one.why) for one in after.baseline.stale
    ]


def test_nothing_follows_for_a_rule_that_was_not_asked() -> None:
    baseline = known(judge(dossier(), [rule((bad(1),))]))
    asked = [rule((bad(1),)), rule((), "DAT001")]
    after = judge(with_file(Policy(ignore=("KEY",))), asked, baseline)
    assert after.baseline
    assert (1, ()) == (len(after.baseline.waiting), after.baseline.stale)


def test_nothing_follows_when_a_check_of_the_family_could_not_be_made() -> None:
    baseline = known(judge(dossier(), [rule((bad(1),))]))
    unable = rule((Unable(place=place(), reason="no answer"),), "KEY002")
    after = judge(with_file(), [rule(()), unable], baseline)
    assert after.baseline
    assert (1, ()) == (len(after.baseline.waiting), after.baseline.stale)


def test_entries_of_rules_and_files_that_are_gone_are_stale() -> None:
    entries = (
        Entry(fingerprint="1", code="OLD001", path="a.bib", message="x"),
        Entry(fingerprint="2", code="KEY001", path="b.bib", message="y"),
    )
    after = judge(dossier(), [rule((bad(1),))], Baseline(path="b.json", entries=entries))
    assert after.baseline
    assert [Stale.NO_RULE, Stale.NO_FILE] == [one.why for one in after.baseline.stale]


def test_what_cannot_be_read_or_written_is_an_error_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "bytes.json")
    with pytest.raises(UsageError, match="cannot be written"):
        save(tmp_path / "bytes.json" / "below.json", report())


def test_a_baseline_is_written_held_against_and_kept_current(project: Path) -> None:
    break_it(project)
    verify = ("verify", "--offline")
    first = call(*verify, "--write-baseline", "base.json", folder=project)
    assert 0 == first.code
    assert "known, in the baseline:\narticle/article.md:8:15: error KEY001" in first.out
    assert "held against base.json: 2 known findings\n" in first.out
    assert "passed: nothing found, 2 known (" in first.out
    text = (project / "base.json").read_text(encoding="utf-8")
    assert ["KEY001", "KEY002"] == [one["code"] for one in json.loads(text)["findings"]]

    article = project / "article" / "article.md"
    moved = article.read_text(encoding="utf-8").replace("# Heat", "\n\n# Heat")
    article.write_text(moved, encoding="utf-8")
    second = call(*verify, "--baseline", "base.json", "--new-only", folder=project)
    assert 0 == second.code
    assert "known, in the baseline" not in second.out
    assert "held against base.json: 2 known findings\n" in second.out

    article.write_text(ARTICLE.replace("rao2019", "rao2021"), encoding="utf-8")
    third = call(*verify, "--baseline", "base.json", folder=project)
    assert 1 == third.code
    assert "error KEY001 no reference has the key 'rao2021'" in third.out
    assert (
        "  base.json:4: take out KEY001 article/article.md"
        " \"no reference has the key 'rao2020'\": nothing is found there any more\n"
    ) in third.out


def test_writing_anew_keeps_what_could_not_be_held_against_the_run(project: Path) -> None:
    break_it(project)
    (project / "references.bib").write_text(SOURCES, encoding="utf-8")
    call("verify", "--offline", "--write-baseline", "base.json", folder=project)
    before = (project / "base.json").read_text(encoding="utf-8")
    words = ("--baseline", "base.json", "--write-baseline", "base.json", "--select", "KEY002")
    answer = call("verify", "--offline", *words, folder=project)
    assert 0 == answer.code
    assert before == (project / "base.json").read_text(encoding="utf-8")
    assert "  1 entry could not be held against it: their rules" in answer.out


def test_a_baseline_is_of_one_project(project: Path) -> None:
    answer = call("verify", "--offline", "--baseline", "b.json", ".", ".", folder=project)
    assert 2 == answer.code
    assert "a baseline holds the report of one project" in answer.err


def test_json_tells_what_became_of_the_baseline(project: Path) -> None:
    break_it(project)
    entry = {"fingerprint": "f", "code": "OLD001", "path": "a.md", "message": "x"}
    content = json.dumps({"version": 1, "findings": [entry]})
    (project / "base.json").write_text(content, encoding="utf-8")
    words = ("verify", "--offline", "--format", "json", "--baseline", "base.json")
    document = json.loads(call(*words, folder=project).out)
    assert {
        "path": "base.json",
        "known": 0,
        "waiting": 0,
        "stale": [{**entry, "why": "there is no such rule any more"}],
    } == document["baseline"]
    assert [False, False] == [one["known"] for one in document["findings"]]
