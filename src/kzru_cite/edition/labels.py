"""Hold the words that the program itself puts into an edition, in the languages it knows."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kzru_cite.edition.evidence_labels import EvidenceLabels
from kzru_cite.model.dates import PartialDate, Period, read_date
from kzru_cite.model.outcome import Severity
from kzru_cite.model.paper import Relation
from kzru_cite.model.report import Verdict


class Labels(Struct, frozen=True, kw_only=True):
    """
    The words of one language.

    *needs* and *reasons* go with the values of the attribute ``needs``: a short mark, and a
    sentence. *day*, *month* and *year* are forms for dates, filled with ``{day}``, ``{month}``
    (a name out of *months*) and ``{year}``; *months_alone* are the names used without a day.
    """

    code: str
    quotes: tuple[str, str]
    contents: str
    skip: str
    cover: str
    title_page: str
    body: str
    footnotes: str
    references: str
    remarks: str
    colophon: str
    licence: str
    abstract: str
    archived: str
    accessed: str
    no_address: str
    statuses: Mapping[str, str]
    uses: str
    use_in: str
    use: str
    back: str
    remark: str
    table: str
    needs: Mapping[str, str]
    reasons: Mapping[str, str]
    checked: str
    verdicts: Mapping[Verdict, str]
    gate: str
    severities: Mapping[Severity, str]
    checks: str
    outcome: str
    severity: str
    planned: str
    passed: str
    failed: str
    unable: str
    tolerated: str
    number: str
    open_findings: str
    tolerated_list: str
    until: str
    unchecked: str
    families: Mapping[str, str]
    inputs: str
    inputs_why: str
    attached_why: str
    attached: Mapping[Relation, str]
    made_with: str
    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    day: str
    month: str
    year: str
    evidence: EvidenceLabels


def format_date(text: str, labels: Labels) -> str:
    """Write a date as the language does; text that is no single date stays as it is."""
    match read_date(text):
        case Period(start=PartialDate() as start, end=end) if start == end:
            return _format(start, labels) or text
        case _:
            return text


def _format(point: PartialDate, labels: Labels) -> str:
    """Return '' for what has no name in the table: seasons, unspecified and doubtful dates."""
    if point.qualified or point.span > 1 or (point.month or 1) > 12:
        return ""
    if point.month is None:
        return labels.year.format(year=point.year)
    if point.day is None:
        name = labels.months_alone[point.month - 1]
        return labels.month.format(month=name, year=point.year)
    name = labels.months[point.month - 1]
    return labels.day.format(day=point.day, month=name, year=point.year)
