"""Let a finding pass: the edit that writes an editor's exception, but for the reason."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.fix import Edit
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Finding

_BLANK = re.compile(r"\n[ \t]*(?=\n)")
# The head of an article is no text.
_HEAD = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


class Allowance(Struct, frozen=True, kw_only=True):
    """An edit, and how far after the beginning of its text the reason is to be written."""

    edit: Edit
    reason: int


def allowance(dossier: Dossier, finding: Finding, until: date) -> Allowance | None:
    """
    Return the edit that lets *finding* pass until a day; None where no exception can stand.

    The reason is left empty: only an editor knows it, and without one the exception is itself
    found (RUN003). A finding in the text gets a comment before its block, one on a reference a
    field in its entry.
    """
    if any(source.path == finding.place.path for source in dossier.articles):
        return _in_article(dossier.text(finding.place.path), finding, until)
    reference = next(
        (
            one
            for one in dossier.bibliography.references
            if one.place.contains(finding.place) or one.key == finding.reference
        ),
        None,
    )
    return None if reference is None else _in_entry(dossier, reference, finding.code, until)


def _in_article(source: SourceText, finding: Finding, until: date) -> Allowance | None:
    text = source.text
    at = source.offset(finding.place.line, finding.place.column)
    head = _HEAD.match(text)
    first = head.end() if head else 0
    if at < first:
        return None
    blanks = [match.end() + 1 for match in _BLANK.finditer(text, first, at)]
    start = blanks[-1] if blanks else first
    start += len(text[start:at]) - len(text[start:at].lstrip("\n"))
    before = f'<!-- kzru-cite: allow {finding.code} reason="'
    edit = Edit(place=source.locate(start, start), text=f'{before}" until={until} -->\n\n')
    return Allowance(edit=edit, reason=len(before))


def _in_entry(dossier: Dossier, reference: Reference, code: str, until: date) -> Allowance | None:
    source = dossier.text(reference.place.path)
    words = (f"allow {code}: ", f" (until {until})")
    there = reference.fields.get("kzrucite")
    if there is not None and not there.inherited_from:
        return None if there.joined else _added(there.place, words)
    after = source.offset(reference.key_place.end_line, reference.key_place.end_column)
    comma = source.text.find(",", after)
    if comma < 0 or source.text[after:comma].strip():
        return None
    place = source.locate(comma + 1, comma + 1)
    before = f"\n  kzrucite = {{{words[0]}"
    return Allowance(edit=Edit(place=place, text=f"{before}{words[1]}}},"), reason=len(before))


def _added(value: Location, words: tuple[str, str]) -> Allowance:
    """Put a further exception after those that the field holds."""
    end = Location(
        path=value.path,
        line=value.end_line,
        column=value.end_column,
        end_line=value.end_line,
        end_column=value.end_column,
    )
    return Allowance(edit=Edit(place=end, text=f"; {words[0]}{words[1]}"), reason=2 + len(words[0]))
