"""
Put the page together.

Its policy (Content-Security-Policy, as ``meta``) lets one style sheet and one script be used, named
by their hashes, and nothing else: no request leaves the page, no form is sent, and a text of others
that came through as markup all the same could not run.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256

from kzru_cite.model.outcome import Severity
from kzru_cite.model.report import Report
from kzru_cite.report.form import Showing
from kzru_cite.report.page import findings, pictures
from kzru_cite.report.page.markup import own, text
from kzru_cite.report.page.script import SCRIPT
from kzru_cite.report.page.style import sheet
from kzru_cite.report.words import counted, totals


def render(report: Report, showing: Showing) -> str:
    """Return the page, with all findings at any severity."""
    style = sheet()
    title = f"Citations checked: {showing.title}" if showing.title else "Citations checked"
    # Without findings there is no form, and nothing for the script to do.
    script = f"<script>{SCRIPT}</script>\n" if report.findings else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#findings">To the findings</a>\n'
        f"{_head(report, showing, title)}\n<main>\n{''.join(_sections(report, showing))}</main>\n"
        f"{_foot(report)}\n{script}</body>\n</html>\n"
    )


def _policy(style: str) -> str:
    return (
        f"default-src 'none'; style-src '{_named(style)}'; script-src '{_named(SCRIPT)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _named(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _head(report: Report, showing: Showing, title: str) -> str:
    verdict = report.verdict.value
    said = totals(report).partition(": ")[2]
    found = Counter(finding.severity for finding in report.open)
    sums = [
        (one.word, counted(found[one], one.word).partition(" ")[2], found[one])
        for one in reversed(Severity)
    ]
    counts = report.counts
    if report.baseline:
        sums.append(("known", "known, in the baseline", len(report.known)))
    sums.append(("quiet", "let pass", counts.skipped))
    sums.append(("quiet", "could not be checked", counts.unable))
    tiles = "".join(
        f'<li class="{kind}"><b>{number:,}</b> {words}</li>' for kind, words, number in sums
    )
    return (
        f"<header>\n<h1>{own(title)}</h1>\n"
        f'<p><span class="verdict {verdict}">{verdict}</span> {text(said)}</p>\n'
        f'<p class="quiet">As of {report.today}, by kzru-cite {text(showing.version)}; the gate'
        f' fails at {report.fail_on.word}.</p>\n<ul class="sums">{tiles}</ul>\n</header>'
    )


def _sections(report: Report, showing: Showing) -> Iterator[str]:
    if showing.health is not None:
        yield (
            f'<div class="pair">{pictures.links(showing.health)}'
            f"{pictures.copies(showing.health)}</div>\n"
        )
    yield findings.section(report, showing)
    yield _stale(report)
    yield _unchecked(report, showing)
    yield _pages(report, showing)


def _stale(report: Report) -> str:
    rows = [
        f"<li><code>{own(one.entry.fingerprint)}</code> {own(one.entry.code)} in"
        f" {own(one.entry.path)}, {own(one.entry.message)}: {one.why.value}</li>"
        for one in (report.baseline.stale if report.baseline else ())
    ]
    return _section("stale", "Baseline entries of no use any more", "".join(rows))


def _unchecked(report: Report, showing: Showing) -> str:
    rows = [
        f"<li>{text(item.code)} at {own(f'{showing.prefix}{item.place.path}:{item.place.line}')}:"
        f" {own(item.reason)}</li>"
        for item in report.unable
    ]
    why: defaultdict[str, list[str]] = defaultdict(list)
    for skip in report.skipped:
        why[skip.reason].append(skip.code)
    rows += [
        f"<li>not asked, {own(reason)}: {text(', '.join(codes))}</li>"
        for reason, codes in why.items()
    ]
    return _section("unchecked", "Not checked", "".join(rows))


def _section(name: str, title: str, rows: str) -> str:
    if not rows:
        return ""
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2><ul>{rows}</ul></section>\n'
    )


def _pages(report: Report, showing: Showing) -> str:
    """Return what the rules with findings say of themselves."""
    known = {rule.code: rule for rule in showing.rules}
    counts = Counter((one.code, one.name) for one in report.findings)
    entries = []
    for (code, name), number in sorted(counts.items()):
        rule = known.get(code)
        page = f'<div class="page">{_paragraphs(rule.page)}</div>' if rule else ""
        entries.append(
            f'<details id="rule-{text(code)}"><summary>{text(code)} {text(name)},'
            f" {counted(number, 'finding')}</summary>{page}</details>"
        )
    if not entries:
        return ""
    body = "".join(entries)
    head = '<h2 id="rules">Rules with findings</h2>'
    return f'<section aria-labelledby="rules">{head}{body}</section>\n'


def _paragraphs(page: str) -> str:
    paragraphs = (part.strip() for part in page.strip().split("\n\n"))
    return "".join(f"<p>{text(part)}</p>" for part in paragraphs)


def _foot(report: Report) -> str:
    shown = counted(len(report.findings), "finding")
    return f'<footer class="quiet"><p>{shown}; this file asks for nothing.</p></footer>'
