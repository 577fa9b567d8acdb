"""Decide: put every rule to the dossier, and weigh the answers by the policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.baseline import Baseline, use
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import Contradicted, Ok, Outcome, Severity, Suspicious, Unable
from kzru_cite.model.place import Location
from kzru_cite.model.policy import Policy, Suppression
from kzru_cite.model.report import Counts, Finding, Inability, Report, Silenced, Skipped, Verdict
from kzru_cite.model.rule import Need, Rule, SuppressionUse, Use
from kzru_cite.model.share import Share, alone


class _Answers(Struct, frozen=True, kw_only=True):
    """What one rule came to, before suppressions."""

    code: str
    passed: int
    findings: tuple[Finding, ...]
    unable: tuple[Inability, ...]


def judge(
    dossier: Dossier,
    rules: Sequence[Rule],
    baseline: Baseline | None = None,
    *,
    share: Share = alone,
) -> Report:
    """
    Put *rules* to the dossier, and return all that came of it in reading order.

    Rules about the run itself are asked last, with what became of each suppression. What is in
    *baseline* is marked as known, and does not count against the gate. *share* puts the rules to
    the dossier, wherever it likes.
    """
    policy = dossier.policy
    known_codes = frozenset(rule.code for rule in rules)
    # An audit is something else than a check; who did not ask for one is told nothing of it.
    rules = [rule for rule in rules if dossier.audit or Need.AUDIT not in rule.needs]
    skipped = [_skip(rule, dossier) for rule in rules]
    asked = [rule for rule, why in zip(rules, skipped, strict=True) if why is None]
    first = [rule for rule in asked if rule.check]
    answers = share(len(first), lambda number: _put(first[number], dossier))
    hosts = _hosts(dossier)
    codes = frozenset(rule.code for rule in asked)
    uses = _uses(dossier, answers, hosts, codes)
    answers += [
        _ask(rule, rule.check_run(dossier, uses), policy) for rule in asked if rule.check_run
    ]
    settled = [_settle(one, dossier, hosts) for one in answers]
    findings = sorted(
        (finding for one in settled for finding in one.findings),
        key=lambda finding: (finding.place.order, finding.code),
    )
    report = Report(
        today=dossier.today,
        verdict=Verdict.PASSED,
        fail_on=policy.fail_on,
        findings=_fingerprinted(findings),
        by_rule={one.code: _count(one) for one in settled},
        unable=tuple(item for one in settled for item in one.unable),
        skipped=tuple(why for why in skipped if why),
    )
    if baseline is not None:
        report = _held_against(report, baseline, dossier, known_codes, codes)
    web = frozenset(rule.code for rule in asked if Need.EVIDENCE in rule.needs)
    return replace(report, verdict=_verdict(report, dossier, web))


def _held_against(
    report: Report,
    baseline: Baseline,
    dossier: Dossier,
    codes: frozenset[str],
    asked: frozenset[str],
) -> Report:
    """Mark the findings that are in the baseline, and say what became of its entries."""
    known = baseline.fingerprints
    sources = (*dossier.articles, *dossier.bibliographies, *dossier.ledgers)
    paths = {source.path for source in sources} | {one.place.path for one in report.findings}
    # What could not be looked at may stand as it did, and rules of a family share their looks.
    unsure = {item.code[:3] for item in report.unable}
    used = use(
        baseline,
        frozenset(one.fingerprint for one in report.findings),
        rules=codes,
        asked={code for code in asked if code[:3] not in unsure},
        paths=paths,
    )
    findings = tuple(replace(one, known=one.fingerprint in known) for one in report.findings)
    report = replace(report, findings=findings)
    return replace(report, baseline=replace(used, known=len(report.known)))


def chosen(code: str, selectors: Iterable[str]) -> bool:
    """Tell whether a code is meant by a list of codes, families and ``ALL``."""
    return any(selector in (code, code[:3], "ALL") for selector in selectors)


def _skip(rule: Rule, dossier: Dossier) -> Skipped | None:
    policy = dossier.policy
    if not chosen(rule.code, policy.select):
        return Skipped(code=rule.code, reason="not selected")
    if chosen(rule.code, policy.ignore):
        return Skipped(code=rule.code, reason="ignored by the settings or the call")
    for need, there in ((Need.LEDGER, dossier.ledger), (Need.EVIDENCE, dossier.evidence)):
        if need in rule.needs and there is None:
            return Skipped(code=rule.code, reason=need.value)
    return None


def _put(rule: Rule, dossier: Dossier) -> _Answers:
    return _ask(rule, rule.check(dossier) if rule.check else (), dossier.policy)


def _ask(rule: Rule, outcomes: Iterable[Outcome], policy: Policy) -> _Answers:
    passed = 0
    findings: list[Finding] = []
    unable: list[Inability] = []
    severity = policy.severity.get(rule.code, rule.severity)
    for outcome in outcomes:
        match outcome:
            case Ok():
                passed += 1
            case Contradicted():
                findings.append(_finding(rule, outcome, severity))
            case Suspicious():
                findings.append(_finding(rule, outcome, min(severity, Severity.WARNING)))
            case Unable(place=place, reason=reason):
                unable.append(Inability(code=rule.code, place=place, reason=reason))
    return _Answers(code=rule.code, passed=passed, findings=tuple(findings), unable=tuple(unable))


def _finding(rule: Rule, outcome: Contradicted | Suspicious, severity: Severity) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity,
        confidence=rule.confidence,
        message=outcome.message,
        hint=outcome.hint,
        place=outcome.place,
        claim=outcome.claim,
        reference=outcome.reference,
        fingerprint="",
        fix=outcome.fix,
    )


def _hosts(dossier: Dossier) -> dict[str, str]:
    hosts = {}
    for reference in dossier.bibliography.references:
        try:
            hosts[reference.key] = urlsplit(reference.text("url")).hostname or ""
        except ValueError:
            hosts[reference.key] = ""
    return hosts


def _uses(
    dossier: Dossier, answers: Sequence[_Answers], hosts: dict[str, str], codes: frozenset[str]
) -> tuple[SuppressionUse, ...]:
    by_code: dict[str, tuple[Finding, ...]] = {one.code: one.findings for one in answers}
    return tuple(
        SuppressionUse(suppression=item, use=_use(item, dossier, by_code, hosts, codes))
        for item in dossier.suppressions
    )


def _use(
    item: Suppression,
    dossier: Dossier,
    by_code: dict[str, tuple[Finding, ...]],
    hosts: dict[str, str],
    codes: frozenset[str],
) -> Use:
    if item.fault or item.until is None:
        return Use.INVALID
    if item.code not in codes:
        return Use.NOT_ASKED
    if not any(_covers(item, finding, hosts) for finding in by_code.get(item.code, ())):
        return Use.USELESS
    return Use.EXPIRED if item.until < dossier.today else Use.USED


def _settle(answers: _Answers, dossier: Dossier, hosts: dict[str, str]) -> _Answers:
    """Mark the findings that a suppression in force covers."""
    in_force = [
        item
        for item in dossier.suppressions
        if item.code == answers.code
        and not item.fault
        and item.until is not None
        and item.until >= dossier.today
    ]
    if not in_force:
        return answers
    findings = tuple(_silenced(finding, in_force, hosts) for finding in answers.findings)
    return replace(answers, findings=findings)


def _silenced(finding: Finding, in_force: Sequence[Suppression], hosts: dict[str, str]) -> Finding:
    for item in in_force:
        if _covers(item, finding, hosts) and item.until is not None:
            silenced = Silenced(
                reason=item.reason,
                until=item.until.isoformat(),
                # Words in the settings have no scope.
                in_source=item.scope is not None,
            )
            return replace(finding, suppressed=silenced)
    return finding


def _covers(item: Suppression, finding: Finding, hosts: dict[str, str]) -> bool:
    """Tell whether a suppression is about a finding of the rule that it names."""
    if item.key and item.key == finding.reference:
        return True
    if item.host and item.host == hosts.get(finding.reference or "", ""):
        return True
    return item.scope is not None and _begins_in(item.scope, finding.place)


def _begins_in(scope: Location, place: Location) -> bool:
    first = replace(place, end_line=place.line, end_column=place.column)
    return scope.contains(first)


def _count(answers: _Answers) -> Counts:
    silenced = sum(finding.suppressed is not None for finding in answers.findings)
    return Counts(
        passed=answers.passed,
        failed=len(answers.findings) - silenced,
        unable=len(answers.unable),
        skipped=silenced,
    )


def _fingerprinted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Name each finding by what it says, not by where: a moved line keeps its name."""
    seen: Counter[str] = Counter()
    named = []
    for finding in findings:
        about = (finding.claim or "", finding.reference or "", finding.message)
        text = "\0".join((finding.code, finding.place.path, *about))
        seen[text] += 1
        digest = sha256(f"{text}\0{seen[text]}".encode("utf-8", "backslashreplace")).hexdigest()
        named.append(replace(finding, fingerprint=digest[:16]))
    return tuple(named)


# Of fewer checks than this a share says little.
_FEW = 5


def _verdict(report: Report, dossier: Dossier, web: frozenset[str]) -> Verdict:
    """
    Findings win over incomplete; a run that checked nothing has not passed.

    The checks that rest on the web are weighed by themselves as well, and rule by rule: thousands
    of others would hide that none of them could be made. However few were left to ask when the
    network went away, the run did not come to its end.
    """
    policy = dossier.policy
    if any(finding.severity >= policy.fail_on for finding in report.open):
        return Verdict.FAILED
    of_the_web = [report.by_rule[code] for code in web]
    weighed = [
        report.counts,
        sum(of_the_web, Counts()),
        *(counts for counts in of_the_web if counts.planned >= _FEW),
    ]
    too_few = any(counts.unable > policy.max_unable * counts.planned for counts in weighed)
    incomplete = too_few or dossier.offline or report.counts.planned == 0
    return Verdict.INCOMPLETE if incomplete else Verdict.PASSED
