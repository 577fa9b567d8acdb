"""Bring entries together with the references that a project has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.convert.entry import Entry, Loss
from kzru_cite.convert.keys import Keys, base, legal
from kzru_cite.model.bibliography import Bibliography

# Fields that name other entries by their keys.
_NAMING = ("crossref", "xref", "xdata", "related", "entryset")


class Merged(Struct, frozen=True, kw_only=True):
    """
    Entries that are new to a project, under keys that are free there.

    *keys* gives for each key of before the one of now, those of entries that are there included.
    """

    entries: tuple[Entry, ...]
    keys: Mapping[str, str]
    losses: tuple[Loss, ...]


def merged(there: Bibliography, entries: Iterable[Entry]) -> Merged:
    """Give each entry its key; one that is there already, word for word, is left out."""
    known = {
        (one.kind, tuple(sorted((n, f.raw.strip()) for n, f in one.fields.items()))): one.key
        for one in there.references
    }
    fresh = Keys(there.keys())
    kept: list[Entry] = []
    keys: dict[str, str] = {}
    losses: list[Loss] = []
    for entry in entries:
        same = known.get(entry.content)
        if same:
            keys.setdefault(entry.key, same)
            what = f"the same reference is there already, as {same!r}"
            losses.append(Loss(line=entry.line, about=entry.key, what=what))
            continue
        wanted = entry.wanted or legal(entry.key)
        wanted = wanted or base("", entry.fields.get("title", ""), "")
        key = fresh.give(wanted)
        if key != entry.key:
            what = f"the key is now {key!r}"
            losses.append(Loss(line=entry.line, about=entry.key, what=what))
        keys.setdefault(entry.key, key)
        known[entry.content] = key
        kept.append(replace(entry, key=key))
    return Merged(
        entries=tuple(replace(one, fields=_renamed(one.fields, keys)) for one in kept),
        keys=keys,
        losses=tuple(losses),
    )


def _renamed(fields: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """Follow new keys in the fields that name other entries."""
    return {
        name: ",".join(keys.get(one.strip(), one.strip()) for one in text.split(","))
        if name in _NAMING
        else text
        for name, text in fields.items()
    }
