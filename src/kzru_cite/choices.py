"""Name what the command line offers, without loading what does it."""

from __future__ import annotations

REPORTS = ("text", "json", "github")
CLAIM_LISTS = ("table", "csv", "json", "jsonld")
SEVERITIES = ("note", "warning", "error")
STATES = ("open", "undecided", "lapsed", "decided", "all")
IMPORTS = ("wikitext", "bibtex", "csljson", "ris", "docx", "markdown")
EXPORTS = ("csljson", "ris", "wikitext", "bibtex")
