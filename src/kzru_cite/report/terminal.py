"""Write a report for people: the worst first, each with its line and a caret."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Finding, Inability, Report, Verdict
from kzru_cite.report.form import Showing, in_rank, worst_first
from kzru_cite.report.words import counted, totals

_WIDTH = 96
_FEW_CODES = 6
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
# Controls, marks of direction, and what ends lines.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_COLOURS = {
    Severity.ERROR: "\x1b[31m",
    Severity.WARNING: "\x1b[33m",
    Severity.NOTE: "\x1b[36m",
}
_VERDICTS = {
    Verdict.PASSED: "\x1b[32m",
    Verdict.FAILED: "\x1b[31m",
    Verdict.INCOMPLETE: "\x1b[33m",
}


def render(report: Report, showing: Showing) -> str:
    """Return findings worst first, then a summary by rule, what was let pass, and the verdict."""
    ordered = worst_first(report)
    shown = [finding for finding in ordered if finding.severity >= showing.least]
    paint = _Paint(colour=showing.colour)
    parts = [_incomplete(report, paint)] if report.verdict is Verdict.INCOMPLETE else []
    parts += ["\n".join(_finding(finding, showing, paint)) for finding in shown]
    endings = (
        _known(report, showing),
        _summary(ordered, paint),
        _baseline(report),
        _closing(report, showing),
    )
    parts += ["\n".join(lines) for lines in endings if lines]
    colour = _VERDICTS[report.verdict]
    parts.append(paint.as_(totals(report), _BOLD + colour))
    return "\n\n".join(parts) + "\n"


def _incomplete(report: Report, paint: _Paint) -> str:
    """Say first that a run must not be taken for a pass."""
    counts = report.counts
    words = f"incomplete: {counts.unable:,} of {counts.planned:,} checks could not be made"
    return paint.as_(f"{words}; nothing follows for what they would have looked at", _BOLD)


class _Paint:
    """Add colour, or leave it."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def as_(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if self._colour else text


def _finding(finding: Finding, showing: Showing, paint: _Paint) -> Iterator[str]:
    place = finding.place
    colour = _COLOURS[finding.severity]
    where = paint.as_(f"{showing.prefix}{_safe(place.path)}:{place.line}:{place.column}:", _BOLD)
    word = paint.as_(finding.severity.word, _BOLD + colour)
    yield f"{where} {word} {finding.code} {_safe(finding.message)}"
    source = showing.texts.get(place.path)
    if source is not None:
        line, caret = _excerpt(source, place)
        number = str(place.line)
        yield f"{paint.as_(f'{number} |', _DIM)} {line}"
        yield f"{paint.as_(' ' * len(number) + ' |', _DIM)} {paint.as_(caret, colour)}"
    if finding.hint:
        yield f"  {paint.as_('hint:', _DIM)} {_safe(finding.hint)}"


def _excerpt(source: SourceText, place: Location) -> tuple[str, str]:
    """Return the line, cut around the place when it is long, and the carets below it."""
    line = source.line(place.line)
    end = place.end_column if place.end_line == place.line else len(line) + 1
    start, stop = place.column - 1, max(end - 1, place.column)
    left = max(0, start - _WIDTH // 3) if len(line) > _WIDTH else 0
    cut = line[left : left + _WIDTH]
    before = ("…" if left else "") + line[left:start]
    marked = line[start : min(stop, left + _WIDTH)]
    shown = ("…" if left else "") + cut + ("…" if left + _WIDTH < len(line) else "")
    return _safe(shown), " " * _columns(_safe(before)) + "^" * max(1, _columns(_safe(marked)))


def _safe(text: str) -> str:
    """Replace what a terminal would obey rather than show: controls, tabs, direction marks."""
    # Most texts hold nothing of the kind.
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter == "\t":
        return " "
    return "\ufffd" if unicodedata.category(letter) in _HIDDEN else letter


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _summary(findings: list[Finding], paint: _Paint) -> list[str]:
    counted_by = Counter((finding.severity, finding.code, finding.name) for finding in findings)
    rows = sorted(counted_by.items(), key=lambda row: (-row[0][0], -row[1], row[0][1]))
    width = max((len(f"{count:,}") for _, count in rows), default=0)
    return [
        f"{count:>{width},}  {paint.as_(f'{severity.word:<7}', _COLOURS[severity])}  {code} {name}"
        for (severity, code, name), count in rows
    ]


def _known(report: Report, showing: Showing) -> list[str]:
    """Name what is in the baseline, in one line each: nobody need look at it now."""
    lines = [
        f"{showing.prefix}{_safe(one.place.path)}:{one.place.line}:{one.place.column}:"
        f" {one.severity.word} {one.code} {_safe(one.message)}"
        for one in in_rank(report.known)
        if one.severity >= showing.least
    ]
    return ["known, in the baseline:", *lines] if lines else []


def _baseline(report: Report) -> list[str]:
    """Say what became of the baseline, and which of its entries are of no use any more."""
    used = report.baseline
    if used is None:
        return []
    lines = [f"held against {_safe(used.path)}: {counted(used.known, 'known finding')}"]
    if used.waiting:
        lines.append(
            f"  {counted(len(used.waiting), 'entry', 'entries')} could not be held against it:"
            " their rules were not asked, or not all they look at could be seen"
        )
    for one in used.stale:
        place = one.entry.place
        where = f"{_safe(used.path)}:{place.line}: " if place else ""
        lines.append(
            f"  {where}take out {one.entry.code} {_safe(one.entry.path)}"
            f" {_safe(one.entry.message)!r}: {one.why.value}"
        )
    return lines


def _closing(report: Report, showing: Showing) -> list[str]:
    """Say what is not shown above: lesser findings, silenced ones, what could not be checked."""
    lines = []
    lesser = sum(finding.severity < showing.least for finding in report.open)
    if lesser:
        lines.append(
            f"{counted(lesser, 'finding')} below {showing.least.word} not shown in full"
            " (--min-severity note)"
        )
    silenced = [finding for finding in report.findings if finding.suppressed]
    if silenced:
        first = min(finding.suppressed.until for finding in silenced if finding.suppressed)
        by_code = Counter(finding.code for finding in silenced)
        codes = ", ".join(f"{code} ×{count}" for code, count in sorted(by_code.items()))
        lines.append(f"let pass by an editor's word: {codes}; the first until {first}")
    lines += _unable(report, all_of_them=showing.least is Severity.NOTE)
    why: dict[str, list[str]] = {}
    for skip in report.skipped:
        why.setdefault(skip.reason, []).append(skip.code)
    lines += [f"not asked, {reason}: {_named(codes)}" for reason, codes in why.items()]
    return lines


def _named(codes: list[str]) -> str:
    """Name rules one by one, or many of them by their families."""
    if len(codes) <= _FEW_CODES:
        return ", ".join(codes)
    families = Counter(code[:3] for code in codes)
    return ", ".join(f"{family} ×{count}" for family, count in families.items())


def _unable(report: Report, *, all_of_them: bool) -> list[str]:
    """Name what could not be checked: all of it, or one of each rule and the number of others."""
    by_code: dict[str, list[Inability]] = {}
    for item in report.unable:
        by_code.setdefault(item.code, []).append(item)
    lines = []
    for code, items in by_code.items():
        shown = items if all_of_them else items[:1]
        lines += [
            f"could not be checked: {_safe(one.place.path)}:{one.place.line}:"
            f" {code}: {_safe(one.reason)}"
            for one in shown
        ]
        if len(items) > len(shown):
            lines.append(f"  and {len(items) - len(shown)} more of {code} (--min-severity note)")
    return lines
