"""
Write down all that a report says of one rule, and keep it beside the rule's cases.

A case file holds what is found; here is the rest, in a file for each rule with a part for each
case: how many checks there were, where findings end, what they are about, their hints and fixes,
and the checks that could not be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kzru_cite.model.place import Location
from kzru_cite.model.report import Finding, Report

_TITLE = "## "
# No other value is one; what is neither true nor false is not told as false.
_SAFETY = {True: "safe", False: "unsafe"}


def telling(report: Report, code: str) -> str:
    """Return what a report says of the rule with this code, a line for each thing."""
    return "".join(f"{line}\n" for line in _lines(report, code))


def _lines(report: Report, code: str) -> Iterator[str]:
    counts = report.by_rule.get(code)
    if counts is not None:
        told = (counts.passed, counts.failed, counts.unable, counts.skipped)
        yield "passed {}, failed {}, unable {}, skipped {}".format(*told)
    for finding in report.findings:
        if finding.code == code:
            yield from _finding(finding)
    for one in report.unable:
        if one.code == code:
            yield f"unable {_place(one.place)}: {one.reason}"
    for skipped in report.skipped:
        if skipped.code == code:
            yield f"skipped: {skipped.reason}"


def _finding(finding: Finding) -> Iterator[str]:
    about = (("claim", finding.claim), ("reference", finding.reference))
    named = "".join(f", {name} {value!r}" for name, value in about if value is not None)
    yield f"found {_place(finding.place)}{named}, {finding.confidence.name.lower()} confidence"
    if finding.hint:
        yield f"  hint: {finding.hint}"
    if finding.fix is not None:
        yield f"  {_SAFETY[finding.fix.safe]} fix: {finding.fix.title}"
        for edit in finding.fix.edits:
            yield f"    {_place(edit.place)}: {edit.text!r}"


def _place(place: Location) -> str:
    return f"{place.path}:{place.line}:{place.column}-{place.end_line}:{place.end_column}"


def read_tellings(path: Path) -> dict[str, str]:
    """Return the parts of a file by the titles of their cases; nothing when there is no file."""
    if not path.is_file():
        return {}
    parts = path.read_text(encoding="utf-8").split(_TITLE)[1:]
    return {title: body for title, _, body in (part.partition("\n") for part in parts)}


def keep(path: Path, title: str, told: str, titles: list[str]) -> None:
    """Write the part of one case into a file, whose parts are those of *titles*, in order."""
    parts = {**read_tellings(path), title: told}
    path.parent.mkdir(exist_ok=True)
    text = "".join(f"{_TITLE}{one}\n{parts[one]}" for one in titles if one in parts)
    path.write_text(text, encoding="utf-8")
