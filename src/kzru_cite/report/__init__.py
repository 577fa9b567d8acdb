"""List the forms in which a report can be written."""

from __future__ import annotations

from collections.abc import Mapping

from kzru_cite.model.report import Report
from kzru_cite.report import github, gitlab, machine, markdown, rdjson, terminal
from kzru_cite.report.form import Form, Showing

# The other forms take a while to load, and few runs want them.


def _html(report: Report, showing: Showing) -> str:
    from kzru_cite.report import page  # noqa: PLC0415

    return page.render(report, showing)


def _junit(report: Report, showing: Showing) -> str:
    from kzru_cite.report import junit  # noqa: PLC0415

    return junit.render(report, showing)


def _sarif(report: Report, showing: Showing) -> str:
    from kzru_cite.report import sarif  # noqa: PLC0415

    return sarif.render(report, showing)


FORMATS: Mapping[str, Form] = {
    "text": terminal.render,
    "json": machine.render,
    "markdown": markdown.render,
    "html": _html,
    "sarif": _sarif,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": _junit,
    "rdjson": rdjson.render,
}

__all__ = ["FORMATS", "Form", "Showing"]
