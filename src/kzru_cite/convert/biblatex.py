"""Write entries as a BibLaTeX file."""

from __future__ import annotations

from collections.abc import Iterable

from kzru_cite.convert.entry import Entry

# The order in which readers look for things; what is not named follows by the alphabet.
_ORDER = (
    *("author", "editor", "translator", "title", "subtitle", "titleaddon", "maintitle"),
    *("booktitle", "journaltitle", "series", "type", "edition", "volume", "number", "pages"),
    *("institution", "organization", "publisher", "location", "date", "origdate", "howpublished"),
    *("langid", "isbn", "issn", "doi", "eprint", "eprinttype", "eprintclass", "url", "urldate"),
    *("archiveurl", "archivedate", "urlstatus", "note", "addendum"),
)
_RANK = {name: at for at, name in enumerate(_ORDER)}


def written(entries: Iterable[Entry]) -> str:
    """Return the entries as text, with a blank line between two."""
    return "\n".join(_entry(entry) for entry in entries)


def _entry(entry: Entry) -> str:
    fields = sorted(entry.fields.items(), key=lambda item: (_RANK.get(item[0], len(_RANK)), item))
    width = max((len(name) for name, _ in fields), default=0)
    lines = [f"  {name:{width}} = {{{text}}},\n" for name, text in fields]
    return f"@{entry.kind}{{{entry.key},\n{''.join(lines)}}}\n"
