"""List the forms in which a report can be written."""

from __future__ import annotations

from collections.abc import Mapping

from kzru_cite.report import (
    github,
    gitlab,
    junit,
    machine,
    markdown,
    page,
    rdjson,
    sarif,
    terminal,
)
from kzru_cite.report.form import Form, Showing

FORMATS: Mapping[str, Form] = {
    "text": terminal.render,
    "json": machine.render,
    "markdown": markdown.render,
    "html": page.render,
    "sarif": sarif.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "rdjson": rdjson.render,
}

__all__ = ["FORMATS", "Form", "Showing"]
