"""Judging weighs outcomes by the policy, and accounts for every check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from kzru_cite.judge import judge
from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import Bibliography, Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.outcome import (
    OK,
    Confidence,
    Contradicted,
    Outcome,
    Severity,
    Suspicious,
    Unable,
)
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.policy import Policy, Suppression
from kzru_cite.model.report import Verdict
from kzru_cite.model.rule import Need, Rule, SuppressionUse

TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 31)
FINGERPRINTS = [
    "6c5c836520184b7c",
    "0fb74be312034f85",
    "58e22f1740e553b8",
    "220fa61f98e12302",
]
SOURCE = SourceText(path="a.bib", text="@online{a,\n url = {https://example.org/x}\n}\n@x{b}\n")


def place(line: int = 1, column: int = 1, path: str = "a.bib") -> Location:
    return Location(path=path, line=line, column=column, end_line=line, end_column=column + 1)


def rule(
    outcomes: Sequence[Outcome], code: str = "KEY001", severity: Severity = Severity.ERROR
) -> Rule:
    return Rule(
        code=code,
        name="some-name",
        severity=severity,
        confidence=Confidence.HIGH,
        summary="…",
        page="…",
        check=lambda _: outcomes,
    )


def bad(line: int = 1, message: str = "bad", reference: str | None = None) -> Contradicted:
    return Contradicted(place=place(line), message=message, reference=reference)


def dossier(policy: Policy | None = None, *suppressions: Suppression) -> Dossier:
    return Dossier(
        article=Article(),
        bibliography=Bibliography(references=(reference(),)),
        today=TODAY,
        policy=policy or Policy(),
        suppressions=suppressions,
    )


def reference() -> Reference:
    url = "https://example.org/x"
    field = Field(
        name="url",
        value=url,
        raw=url,
        source=SOURCE,
        start=19,
        end=38,
        name_start=12,
        name_end=15,
    )
    where = SOURCE.locate(0, 42)
    return Reference(
        key="a",
        kind="online",
        fields={"url": field},
        names={},
        place=where,
        key_place=where,
        kind_place=where,
    )


def allow(code: str = "KEY001", **more: object) -> Suppression:
    plain = Suppression(code=code, reason="known", until=LATER, place=place(9))
    return replace(plain, **more)


def test_every_check_is_counted_once() -> None:
    outcomes = (OK, OK, bad(), Unable(place=place(), reason="no answer"), bad(2))
    report = judge(dossier(None, allow(scope=place(2))), [rule(outcomes)])
    counts = report.by_rule["KEY001"]
    assert (2, 1, 1, 1) == (counts.passed, counts.failed, counts.unable, counts.skipped)
    assert 5 == counts.planned == report.counts.planned


def test_findings_come_in_reading_order() -> None:
    report = judge(dossier(), [rule((bad(3), bad(1))), rule((bad(2),), code="KEY002")])
    assert [1, 2, 3] == [finding.place.line for finding in report.findings]


@pytest.mark.parametrize(
    ("severity", "fail_on", "verdict"),
    [
        (Severity.ERROR, Severity.ERROR, Verdict.FAILED),
        (Severity.WARNING, Severity.ERROR, Verdict.PASSED),
        (Severity.WARNING, Severity.WARNING, Verdict.FAILED),
        (Severity.NOTE, Severity.WARNING, Verdict.PASSED),
        (Severity.NOTE, Severity.NOTE, Verdict.FAILED),
    ],
)
def test_the_gate_decides_from_which_severity_a_finding_fails(
    severity: Severity, fail_on: Severity, verdict: Verdict
) -> None:
    report = judge(dossier(Policy(fail_on=fail_on)), [rule((bad(),), severity=severity)])
    assert verdict is report.verdict


def test_a_sign_never_weighs_more_than_a_warning() -> None:
    sign = Suspicious(place=place(), message="odd")
    report = judge(dossier(), [rule((sign,))])
    assert [Severity.WARNING] == [finding.severity for finding in report.findings]
    assert Verdict.PASSED is report.verdict


def test_a_setting_changes_the_severity_of_a_rule() -> None:
    policy = Policy(severity={"KEY001": Severity.NOTE})
    assert Severity.NOTE is judge(dossier(policy), [rule((bad(),))]).findings[0].severity


def test_too_many_checks_that_could_not_be_made_leave_a_run_incomplete() -> None:
    unable = Unable(place=place(), reason="no answer")
    assert Verdict.INCOMPLETE is judge(dossier(), [rule((OK, OK, OK, unable))]).verdict
    assert Verdict.PASSED is judge(dossier(), [rule((OK,) * 4 + (unable,))]).verdict


def test_checks_on_the_web_are_weighed_by_themselves_and_rule_by_rule() -> None:
    unable = Unable(place=place(), reason="no answer")
    others = rule((OK,) * 100)
    web = Evidence()

    def verdict(*rules: Rule) -> Verdict:
        needing = [replace(one, needs=frozenset({Need.EVIDENCE})) for one in rules]
        return judge(replace(dossier(), evidence=web), [others, *needing]).verdict

    assert Verdict.INCOMPLETE is verdict(rule((unable,), code="LNK001"))
    many = rule((OK,) * 90, code="LNK003")
    assert Verdict.PASSED is verdict(rule((OK, unable), code="LNK001"), many)
    assert Verdict.INCOMPLETE is verdict(rule((OK, OK, OK, unable, unable), code="LNK001"), many)


def test_rules_that_need_evidence_are_not_asked_without() -> None:
    needing = replace(rule((bad(),)), needs=frozenset({Need.EVIDENCE}))
    report = judge(dossier(), [needing, rule((OK,), code="DAT001")])
    assert [("KEY001", "nothing was gathered")] == [(s.code, s.reason) for s in report.skipped]
    assert Verdict.PASSED is report.verdict


def test_a_run_that_lost_the_network_is_incomplete_however_much_was_checked() -> None:
    cut = replace(dossier(), offline=True)
    assert Verdict.INCOMPLETE is judge(cut, [rule((OK,) * 100)]).verdict
    assert Verdict.FAILED is judge(cut, [rule((OK, bad()))]).verdict


def test_findings_win_over_incomplete() -> None:
    unable = Unable(place=place(), reason="no answer")
    assert Verdict.FAILED is judge(dossier(), [rule((bad(), unable, unable))]).verdict


def test_a_run_that_checked_nothing_has_not_passed() -> None:
    assert Verdict.INCOMPLETE is judge(dossier(), [rule(())]).verdict


@pytest.mark.parametrize("selector", ["KEY001", "KEY", "ALL"])
def test_rules_are_selected_by_code_family_or_all(selector: str) -> None:
    report = judge(dossier(Policy(select=(selector,))), [rule((OK,)), rule((OK,), code="DAT001")])
    assert "KEY001" in report.by_rule
    assert ("DAT001" in report.by_rule) is (selector == "ALL")


def test_a_rule_that_is_not_asked_is_named_with_the_reason() -> None:
    report = judge(
        dossier(Policy(select=("KEY", "NAM"), ignore=("NAM001",))),
        [rule((OK,)), rule((OK,), code="DAT001"), rule((OK,), code="NAM001")],
    )
    assert [("DAT001", "not selected"), ("NAM001", "ignored by the settings or the call")] == [
        (skip.code, skip.reason) for skip in report.skipped
    ]


@pytest.mark.parametrize(
    "suppression",
    [
        allow(scope=place(1)),
        allow(key="a"),
        allow(host="example.org"),
    ],
    ids=["scope", "key", "host"],
)
def test_a_suppression_covers_its_scope_its_key_or_its_host(suppression: Suppression) -> None:
    report = judge(dossier(None, suppression), [rule((bad(1, reference="a"),))])
    assert Verdict.PASSED is report.verdict
    silenced = report.findings[0].suppressed
    assert silenced is not None
    assert ("known", "2027-01-31") == (silenced.reason, silenced.until)


@pytest.mark.parametrize(
    "suppression",
    [
        allow(code="KEY002", key="a"),
        allow(scope=place(7)),
        allow(scope=place(1, path="other.bib")),
        allow(key="b"),
        allow(host="example.com"),
        allow(),
        allow(key="a", until=date(2026, 11, 22)),
        allow(key="a", until=None, fault="it has no end date"),
    ],
    ids=["code", "line", "file", "key", "host", "nothing", "expired", "invalid"],
)
def test_a_suppression_covers_nothing_else(suppression: Suppression) -> None:
    report = judge(dossier(None, suppression), [rule((bad(1, reference="a"),))])
    assert Verdict.FAILED is report.verdict


def test_what_begins_in_a_scope_may_end_below_it() -> None:
    below = replace(place(), end_line=5, end_column=90)
    scope = replace(place(), end_column=10)
    outcome = Contradicted(place=below, message="bad")
    report = judge(dossier(None, allow(scope=scope)), [rule((outcome,))])
    assert 1 == report.counts.skipped


def test_a_silenced_finding_says_whether_the_word_stands_beside_it() -> None:
    for suppression, beside in ((allow(scope=place()), True), (allow(key="a"), False)):
        report = judge(dossier(None, suppression), [rule((bad(reference="a"),))])
        (silenced,) = (finding.suppressed for finding in report.findings)
        assert silenced is not None
        assert beside is silenced.in_source


def test_a_suppression_holds_on_its_last_day() -> None:
    report = judge(dossier(None, allow(key="a", until=TODAY)), [rule((bad(reference="a"),))])
    assert Verdict.PASSED is report.verdict


def test_an_address_that_cannot_be_read_has_no_host() -> None:
    broken = reference()
    url = replace(broken.fields["url"], value="http://[half")
    project = replace(
        dossier(None, allow(host="example.org")),
        bibliography=Bibliography(references=(replace(broken, fields={"url": url}),)),
    )
    assert Verdict.FAILED is judge(project, [rule((bad(reference="a"),))]).verdict


def test_rules_on_the_run_are_told_what_became_of_each_suppression() -> None:
    def check(_: Dossier, uses: tuple[SuppressionUse, ...]) -> Iterator[Outcome]:
        for use in uses:
            yield bad(message=f"{use.suppression.reason}: {use.use.value}")

    run = replace(rule((), code="RUN001"), check=None, check_run=check)
    suppressions = (
        allow(reason="fits", key="a"),
        allow(reason="fits nothing", key="b"),
        allow(reason="over", key="a", until=date(2026, 1, 1)),
        allow(reason="broken", key="a", fault="it gives no reason"),
        allow(reason="other rule", code="DAT001"),
        allow(reason="on the run", code="RUN001"),
    )
    report = judge(dossier(None, *suppressions), [rule((bad(reference="a"),)), run])
    assert [
        "broken: invalid",
        "fits nothing: useless",
        "fits: used",
        "on the run: useless",
        "other rule: not asked",
        "over: expired",
    ] == sorted(finding.message for finding in report.findings if finding.code == "RUN001")


def test_a_fingerprint_survives_moved_lines_and_tells_twins_apart() -> None:
    before = judge(dossier(), [rule((bad(1), bad(2)))]).findings
    after = judge(dossier(), [rule((bad(5), bad(9)))]).findings
    names = [finding.fingerprint for finding in before]
    assert names == [finding.fingerprint for finding in after]
    assert 2 == len(set(names))


def test_a_fingerprint_changes_with_what_is_said() -> None:
    one, other = (judge(dossier(), [rule((bad(message=m),))]).findings[0] for m in ("x", "y"))
    assert one.fingerprint != other.fingerprint


def test_a_report_says_for_which_day_and_up_to_which_severity_it_was_made() -> None:
    report = judge(dossier(Policy(fail_on=Severity.NOTE)), [rule((OK,))])
    assert (TODAY, Severity.NOTE) == (report.today, report.fail_on)


def test_half_a_character_has_a_fingerprint_as_well() -> None:
    one, other = judge(dossier(), [rule((bad(message="\ud83d"), bad(message="?")))]).findings
    assert one.fingerprint != other.fingerprint


def test_fingerprints_stay_what_they_are_since_baselines_hold_them() -> None:
    outcomes = (bad(1), bad(2), bad(3, reference="a"), replace(bad(4), claim="c"))
    findings = judge(dossier(), [rule(outcomes)]).findings
    assert {"some-name"} == {finding.name for finding in findings}
    assert FINGERPRINTS == [finding.fingerprint for finding in findings]
