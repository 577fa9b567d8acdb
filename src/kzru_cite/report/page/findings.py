"""Lay out findings with the lines they stand in, and the form that filters them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Finding, Report
from kzru_cite.report.form import Showing, in_rank
from kzru_cite.report.page.markup import own, text

_AROUND, _MOST_LINES = 2, 8
# A line may be a whole chapter; this much of it is shown around the place.
_WIDTH = 600
_STATES = (("open", "open"), ("known", "in the baseline"), ("let-pass", "let pass"))


def section(report: Report, showing: Showing) -> str:
    """Return the findings, the worst first: open ones, then those known, then those let pass."""
    silenced = in_rank(one for one in report.findings if one.suppressed)
    ordered = [*in_rank(report.open), *in_rank(report.known), *silenced]
    body = "".join(_finding(one, showing) for one in ordered) or "<p>Nothing was found.</p>"
    form = _form(ordered) if ordered else ""
    return (
        f'<section aria-labelledby="findings"><h2 id="findings">Findings</h2>{form}{body}</section>'
    )


def _state(finding: Finding) -> str:
    return "let-pass" if finding.suppressed else "known" if finding.known else "open"


def _form(findings: list[Finding]) -> str:
    rules = sorted({(one.code, one.name) for one in findings})
    options = "".join(
        f'<option value="{text(code)}">{text(code)} {text(name)}</option>' for code, name in rules
    )
    severities = "".join(
        _box("severity", one.word, one.word)
        for one in reversed(Severity)
        if any(finding.severity is one for finding in findings)
    )
    there = {_state(one) for one in findings}
    boxes = "".join(_box("state", name, words) for name, words in _STATES if name in there)
    # With one state there is nothing to choose, and the script finds its box all the same.
    alone = " hidden" if len(there) == 1 else ""
    states = f"<fieldset{alone}><legend>State</legend>{boxes}</fieldset>"
    return (
        '<form class="filter" id="filter" hidden>'
        '<label>Search <input type="search" name="words" autocomplete="off"></label>'
        f"<fieldset><legend>Severity</legend>{severities}</fieldset>{states}"
        '<label>Rule <select name="code"><option value="">all</option>'
        f'{options}</select></label><output id="found"></output></form>'
    )


def _box(name: str, value: str, words: str) -> str:
    return f'<label><input type="checkbox" name="{name}" value="{value}" checked> {words}</label>'


def _finding(finding: Finding, showing: Showing) -> str:
    place = finding.place
    state = _state(finding)
    where = f"{showing.prefix}{place.path}:{place.line}:{place.column}"
    about = "".join(
        f'<span class="quiet">{kind} {own(name)}</span>'
        for kind, name in (("claim", finding.claim), ("reference", finding.reference))
        if name
    )
    said = "" if state == "open" else f'<span class="state">{dict(_STATES)[state]}</span>'
    classes = f"finding {finding.severity.word}{'' if state == 'open' else ' settled'}"
    return (
        f'<article class="{classes}" id="finding-{text(finding.fingerprint)}"'
        f' data-severity="{finding.severity.word}" data-state="{state}"'
        f' data-code="{text(finding.code)}">'
        f'<div class="head"><span class="severity">{finding.severity.word}</span>'
        f'<a href="#rule-{text(finding.code)}">{text(finding.code)} {text(finding.name)}</a>'
        f'<span class="place">{own(where)}</span>{about}{said}</div>'
        f"<h3>{own(finding.message)}</h3>{''.join(_below(finding, showing))}</article>\n"
    )


def _below(finding: Finding, showing: Showing) -> Iterator[str]:
    source = showing.texts.get(finding.place.path)
    if source is not None:
        yield f'<pre class="lines">{"".join(_lines(source, finding.place))}</pre>'
    if finding.hint:
        yield f"<p>{own(finding.hint)}</p>"
    if finding.suppressed:
        until = f"Let pass until {text(finding.suppressed.until)}: "
        yield f"<p>{until}{own(finding.suppressed.reason)}</p>"
    if finding.fix:
        yield _fix(finding.fix, showing.texts)


def _lines(source: SourceText, place: Location) -> Iterator[str]:
    """Yield the lines of the place and some around it."""
    first = max(place.line - _AROUND, 1)
    last = min(place.end_line + _AROUND, source.text.count("\n") + 1)
    for number in range(first, min(last, first + _MOST_LINES - 1) + 1):
        line = source.line(number)
        here = place.line <= number <= place.end_line
        start = place.column - 1 if number == place.line else 0
        stop = place.end_column - 1 if number == place.end_line else len(line)
        shown = _marked(line, start, stop) if here else text(_cut(line, 0)[1])
        yield (
            f'<span class="{"here" if here else "around"}">'
            f'<span class="nr">{number}</span>{shown}</span>'
        )


def _marked(line: str, start: int, stop: int) -> str:
    left, shown = _cut(line, start)
    start, stop = start - left, max(min(stop - left, len(shown)), start - left)
    middle = text(shown[start:stop])
    mark = f"<mark>{middle}</mark>" if middle else '<mark class="point"></mark>'
    return f"{text(shown[:start])}{mark}{text(shown[stop:])}"


def _cut(line: str, start: int) -> tuple[int, str]:
    """Return where the part of a line that is shown begins, counted with its sign, and the part."""
    if len(line) <= _WIDTH:
        return 0, line
    left = max(min(start - _WIDTH // 3, len(line) - _WIDTH), 0)
    before = "…" if left else ""
    after = "…" if left + _WIDTH < len(line) else ""
    return left - len(before), f"{before}{line[left : left + _WIDTH]}{after}"


def _fix(fix: Fix, texts: Mapping[str, SourceText]) -> str:
    kind = "" if fix.safe else " (for an editor to look at)"
    changes = "".join(_change(edit, texts) for edit in fix.edits)
    return (
        f"<details><summary>Mend: {own(fix.title)}{kind}</summary>"
        f'<ul class="change">{changes}</ul></details>'
    )


def _change(edit: Edit, texts: Mapping[str, SourceText]) -> str:
    place = edit.place
    source = texts.get(place.path)
    before = ""
    if source is not None:
        start = source.offset(place.line, place.column)
        before = source.text[start : source.offset(place.end_line, place.end_column)]
    gone = f"<del><code>{own(before)}</code></del> " if before else ""
    come = f"<ins><code>{own(edit.text)}</code></ins>" if edit.text else "taken out"
    return f"<li>{own(f'{place.path}:{place.line}:{place.column}')}: {gone}{come}</li>"
