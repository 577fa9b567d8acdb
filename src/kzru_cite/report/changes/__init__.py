"""Show what changed in the world, as text, Markdown, JSON, and as feeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kzru_cite.model.changes import ChangeList
from kzru_cite.report.changes.as_atom import as_atom
from kzru_cite.report.changes.as_json import as_json
from kzru_cite.report.changes.as_markdown import as_markdown
from kzru_cite.report.changes.as_rss import as_rss
from kzru_cite.report.changes.as_text import as_text

CHANGE_FORMATS: Mapping[str, Callable[[ChangeList], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "rss": as_rss,
    "atom": as_atom,
}

__all__ = ["CHANGE_FORMATS"]
