"""
Read and write a baseline: a JSON file with a finding a line, so that differences can be read.

`{"version": 1, "findings": [{"fingerprint": …, "code": …, "path": …, "message": …}, …]}`
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kzru_cite.errors import UsageError
from kzru_cite.model.baseline import Baseline, Entry
from kzru_cite.model.place import SourceText

_VERSION = 1
_HINT = "write it anew: kzru-cite verify --write-baseline FILE"
_NAMES = ("fingerprint", "code", "path", "message")


def read_baseline(source: SourceText) -> Baseline:
    """Read the file; raises UsageError for one that is no baseline of this version."""
    try:
        content = json.loads(source.text)
    except (ValueError, RecursionError) as cause:
        raise UsageError(f"{source.path} is no baseline: {cause}", hint=_HINT) from cause
    version = content.get("version") if isinstance(content, dict) else None
    if version != _VERSION or not isinstance(content.get("findings"), list):
        told = f"it has version {version!r}" if version != _VERSION else "it lists no findings"
        raise UsageError(f"{source.path} is no baseline of version 1: {told}", hint=_HINT)
    entries = (_entry(item, number, source) for number, item in enumerate(content["findings"], 1))
    return Baseline(path=source.path, entries=tuple(entries))


def write_baseline(entries: Iterable[Entry]) -> str:
    """Write the file, entries by path, code and message."""
    ordered = sorted(entries, key=lambda one: (one.path, one.code, one.message, one.fingerprint))
    lines = ",\n".join(f"    {_line(entry)}" for entry in ordered)
    inside = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {_VERSION},\n  "findings": {inside}\n}}\n'


def _line(entry: Entry) -> str:
    record = {name: getattr(entry, name) for name in _NAMES}
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode()


def _entry(item: Any, number: int, source: SourceText) -> Entry:  # noqa: ANN401 - of a JSON file
    fields = item if isinstance(item, dict) else {}
    for name in _NAMES:
        if not isinstance(fields.get(name), str):
            text = f"{source.path}: entry {number} has no text for {name!r}"
            raise UsageError(text, hint=_HINT)
    written = json.dumps(fields["fingerprint"])
    start = source.text.find(written)
    # A file that was written otherwise spells it otherwise.
    span = (start, start + len(written)) if start >= 0 else (0, 0)
    return Entry(place=source.locate(*span), **{name: fields[name] for name in _NAMES})
