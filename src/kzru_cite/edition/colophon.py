"""Write the last section: what was checked with what result, and what the edition is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kzru_cite.edition.check_words import CHECK_WORDS, CheckWords
from kzru_cite.edition.front import Front
from kzru_cite.edition.labels import Labels, format_date
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    bullets,
    code,
    header,
    link,
    para,
    plain_block,
    span,
    table,
    words,
)
from kzru_cite.model.edition import InputFile, Material, Revision
from kzru_cite.model.outcome import Severity
from kzru_cite.model.policy import Policy
from kzru_cite.model.report import Counts, Report, Skipped

COLOPHON = "edition-colophon"
_SHOWN_DIGITS = 12
_SHOWN_COMMIT = 12
# So many kinds of checks that could not be made are named; of more, how many they are.
_NAMED = 12
_SPACE: Node = {"t": "Space"}


def colophon(material: Material, front: Front, tools: str) -> Nodes:
    """Return the section; *tools* names the programs with their versions."""
    labels = front.labels
    said = CHECK_WORDS[labels.code]
    return [
        header(1, COLOPHON, labels.colophon, "unnumbered"),
        *_licence(front),
        *_state(material.report, labels),
        *_policy(material.policy, labels, said),
        *_classes(material.report, said),
        *_let_pass(material.report, labels),
        *_unable(material.report, labels, said),
        *_unchecked(material.report.skipped, labels),
        *_revision(material.revision, said),
        *_inputs(material.inputs, labels),
        para(words(labels.made_with.format(tools=tools))),
    ]


def _licence(front: Front) -> Nodes:
    lines: Nodes = []
    if front.rights:
        name = words(front.rights)
        shown = [link(name, front.licence_address)] if front.licence_address else name
        lines.append(para([*words(f"{front.labels.licence}: "), *shown, *words(".")]))
    if front.attribution:
        lines.append(para(front.attribution))
    return lines


def _state(report: Report, labels: Labels) -> Nodes:
    day = format_date(report.today.isoformat(), labels)
    verdict = {"t": "Strong", "c": words(labels.verdicts[report.verdict])}
    gate = f"{labels.gate} {labels.severities[report.fail_on]}."
    counts = report.counts
    rows = [
        (labels.planned, counts.planned),
        (labels.passed, counts.passed),
        (labels.failed, counts.failed),
        (labels.unable, counts.unable),
        (labels.tolerated, counts.skipped),
    ]
    found = Counter(finding.severity for finding in report.open)
    severities = [(labels.severities[each], found[each]) for each in reversed(Severity)]
    return [
        para([*words(f"{labels.checked.format(date=day)} "), verdict, *words(f". {gate}")]),
        _table(labels.checks, labels.outcome, labels.number, rows),
        _table(labels.open_findings, labels.severity, labels.number, severities),
    ]


def _policy(policy: Policy | None, labels: Labels, said: CheckWords) -> Nodes:
    """Tell by which rules the result was come to."""
    if policy is None:
        return []
    told = said.policy.format(
        unable=f"{policy.max_unable * 100:g}",
        coverage=f"{policy.coverage * 100:g}",
        looks=policy.dead_looks,
        days=policy.dead_days,
        stale=policy.stale_after,
    )
    changed = ", ".join(
        f"{rule} – {labels.severities[severity]}"
        for rule, severity in sorted(policy.severity.items())
    )
    return [
        para(words(told)),
        *([para(words(said.changed.format(rules=changed)))] if changed else []),
    ]


def _classes(report: Report, said: CheckWords) -> Nodes:
    """Add up the checks by family of rules, those without a check left out."""
    families: dict[str, Counts] = {}
    for rule, counts in sorted(report.by_rule.items()):
        families[rule[:3]] = families.get(rule[:3], Counts()) + counts
    rows = [
        [words(f"{said.classes.get(name, name)} ({name})"), *map(_figure, _figures(counts))]
        for name, counts in families.items()
        if counts.planned
    ]
    head = [words(text) for text in (said.kind, *said.columns)]
    return [table(said.by_class, head, rows)] if rows else []


def _figures(counts: Counts) -> tuple[int, ...]:
    return counts.planned, counts.passed, counts.failed, counts.unable, counts.skipped


def _figure(number: int) -> Nodes:
    return words(str(number))


def _unable(report: Report, labels: Labels, said: CheckWords) -> Nodes:
    """Group the checks that could not be made by rule and reason."""
    groups = Counter((each.code, each.reason) for each in report.unable)
    if not groups:
        return []
    items = [
        [plain_block([code(rule), *words(f" ×{number}: "), _english(reason, labels)])]
        for (rule, reason), number in sorted(groups.items())
    ]
    rest = len(items) - _NAMED
    more = [[plain_block(words(said.more.format(number=rest)))]] if rest > 0 else []
    return [para(words(said.unable)), bullets([*items[:_NAMED], *more])]


def _revision(revision: Revision | None, said: CheckWords) -> Nodes:
    if revision is None:
        return []
    end = f", {said.dirty}." if revision.dirty else "."
    shown = code(revision.commit[:_SHOWN_COMMIT])
    return [para([*words(f"{said.commit} "), shown, *words(end)])]


def _table(caption: str, left: str, right: str, rows: Iterable[tuple[str, int]]) -> Node:
    cells = [(words(name), words(str(number))) for name, number in rows]
    return table(caption, (words(left), words(right)), cells)


def _let_pass(report: Report, labels: Labels) -> Nodes:
    """Group the silenced findings by rule and last day, in the order of the rules."""
    groups = Counter(
        (finding.code, finding.name, finding.suppressed.until)
        for finding in report.findings
        if finding.suppressed is not None
    )
    if not groups:
        return []
    items = [
        [plain_block(_group(rule, name, until, number, labels))]
        for (rule, name, until), number in sorted(groups.items())
    ]
    return [para(words(labels.tolerated_list)), bullets(items)]


def _group(rule: str, name: str, until: str, number: int, labels: Labels) -> Nodes:
    end = f", {labels.until.format(date=format_date(until, labels))}" if until else ""
    return [code(rule), _SPACE, _english(name, labels), *words(f": {number}{end}")]


def _english(text: str, labels: Labels) -> Node:
    """Mark words of the program, which are English in every edition."""
    return span(words(text)) if labels.code == "en" else span(words(text), lang="en")


def _unchecked(skipped: Iterable[Skipped], labels: Labels) -> Nodes:
    reasons: dict[str, list[str]] = {}
    for each in skipped:
        reasons.setdefault(each.reason, []).append(each.code)
    if not reasons:
        return []
    items = [
        [plain_block([*words(f"{_families(codes, labels)}: "), _english(reason, labels)])]
        for reason, codes in reasons.items()
    ]
    return [para(words(labels.unchecked)), bullets(items)]


def _families(codes: Iterable[str], labels: Labels) -> str:
    """Name rules by what they look at, where a whole family has words for it, else by code."""
    counts = Counter(code[:3] if code[:3] in labels.families else code for code in codes)
    return ", ".join(
        f"{labels.families[name]} ({name} ×{count})" if name in labels.families else name
        for name, count in counts.items()
    )


def _inputs(inputs: tuple[InputFile, ...], labels: Labels) -> Nodes:
    if not inputs:
        return []
    items = [
        [plain_block([code(each.path), _SPACE, code(each.sha256[:_SHOWN_DIGITS])])]
        for each in inputs
    ]
    return [para(words(f"{labels.inputs}. {labels.inputs_why}")), bullets(items)]
