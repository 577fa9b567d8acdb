"""Say what a report form is given beside the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from kzru_cite.model.health import Health
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Finding, Report
from kzru_cite.model.rule import Rule


class Showing(Struct, frozen=True, kw_only=True):
    """
    How to show a report: the texts it speaks of by path, colour or not, what to leave out.

    *prefix* goes before every path, for a report on several projects. *rules* are those of the
    program, for forms that explain them, *health* what the log says of addresses and copies, None
    for forms that do not draw it. *title* is that of the article, '' without one.
    """

    version: str
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    colour: bool = False
    least: Severity = Severity.WARNING
    prefix: str = ""
    rules: tuple[Rule, ...] = ()
    health: Health | None = None
    title: str = ""


Form: TypeAlias = Callable[[Report, Showing], str]


def worst_first(report: Report) -> list[Finding]:
    """Order open findings by severity, then confidence, then place."""
    return in_rank(report.open)


def in_rank(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by severity, then confidence, then place."""
    return sorted(
        findings,
        key=lambda finding: (-finding.severity, -finding.confidence, finding.place.order),
    )


def told(finding: Finding) -> str:
    """Return message and hint as a text of one or two lines."""
    return f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
