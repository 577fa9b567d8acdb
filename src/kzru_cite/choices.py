"""Name what the command line offers, without loading what does it."""

from __future__ import annotations

REPORTS = (
    *("text", "json", "markdown", "html"),
    *("sarif", "github", "gitlab", "junit", "rdjson"),
)
# Reports that can speak of several projects at once, and those whose paths programs look up from
# where they run.
JOINED = ("text", "markdown", "github")
LOOKED_UP = ("sarif", "github", "gitlab", "junit", "rdjson")
CHANGE_LISTS = ("text", "markdown", "json", "rss", "atom")
CLAIM_LISTS = ("table", "csv", "json", "jsonld")
SEVERITIES = ("note", "warning", "error")
STATES = ("open", "undecided", "lapsed", "decided", "all")
IMPORTS = ("wikitext", "bibtex", "csljson", "ris", "docx", "markdown")
EXPORTS = ("csljson", "ris", "wikitext", "bibtex")
