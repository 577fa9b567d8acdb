"""Write down what the editions were made from, and tell whether they still are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct, field

VERSION = 1
FILENAME = "manifest.json"


class Basis(Struct, frozen=True, kw_only=True):
    """
    All that editions depend on.

    *inputs* maps paths to SHA-256 sums, *tools* names to versions, *settings* names to what is
    set. *day* is the one for which the check was made.
    """

    inputs: Mapping[str, str]
    tools: Mapping[str, str]
    settings: Mapping[str, str]
    day: str

    @property
    def sum(self) -> str:
        """Return a SHA-256 sum that changes with any part."""
        return sha256(_dump(_plain(self))).hexdigest()


class Output(Struct, frozen=True, kw_only=True):
    """A file built: its edition, the sum of its bytes, and that of the basis it was made from."""

    edition: str
    sha256: str
    basis: str


class Manifest(Struct, frozen=True, kw_only=True):
    """The basis of the last build, and the files that are there, by name; *commit* may be ''."""

    basis: Basis
    commit: str = ""
    dirty: bool = False
    outputs: Mapping[str, Output] = field(default_factory=dict)


def write_manifest(manifest: Manifest) -> bytes:
    """Write the manifest as JSON; the same manifest gives the same bytes."""
    document = {
        "version": VERSION,
        **_plain(manifest.basis),
        "commit": manifest.commit,
        "local_changes": manifest.dirty,
        "outputs": {
            name: {"edition": one.edition, "sha256": one.sha256, "basis": one.basis}
            for name, one in manifest.outputs.items()
        },
    }
    return _dump(document)


def read_manifest(text: bytes) -> Manifest | None:
    """Read what ``write_manifest`` wrote; None for anything else."""
    try:
        found: Any = json.loads(text)
        return _manifest(found) if found["version"] == VERSION else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None


def _manifest(found: Mapping[str, Any]) -> Manifest:
    return Manifest(
        basis=Basis(
            inputs=_texts(found["inputs"]),
            tools=_texts(found["tools"]),
            settings=_texts(found["settings"]),
            day=str(found["day"]),
        ),
        commit=str(found["commit"]),
        dirty=bool(found["local_changes"]),
        outputs={
            str(name): Output(**_texts({each: one[each] for each in Output.__struct_fields__}))
            for name, one in found["outputs"].items()
        },
    )


def _texts(found: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in found.items()}


def _plain(basis: Basis) -> dict[str, Any]:
    return {
        "inputs": dict(basis.inputs),
        "tools": dict(basis.tools),
        "settings": dict(basis.settings),
        "day": basis.day,
    }


def _dump(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def joined(old: Manifest | None, new: Manifest) -> Manifest:
    """Return *new* with the files of earlier builds that it did not make anew."""
    kept = dict(old.outputs) if old else {}
    outputs = {**kept, **new.outputs}
    return Manifest(basis=new.basis, commit=new.commit, dirty=new.dirty, outputs=outputs)


def differences(built: Manifest, now: Basis, found: Mapping[str, str]) -> tuple[str, ...]:
    """
    Say in lines what keeps the files from being current; nothing when all are.

    *now* is the basis as it is, its day '' when any will do; *found* are the sums of the files
    that are there, by name.
    """
    return (
        *_changes("input", built.basis.inputs, now.inputs),
        *_changes("tool", built.basis.tools, now.tools, shown=True),
        *_changes("setting", built.basis.settings, now.settings, shown=True),
        *_of_the_day(built.basis.day, now.day),
        *_of_the_files(built, found),
    )


def _changes(
    kind: str, before: Mapping[str, str], now: Mapping[str, str], *, shown: bool = False
) -> Iterator[str]:
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            yield f"{kind} gone: {name}"
        elif name not in before:
            yield f"{kind} new: {name}"
        elif before[name] != now[name]:
            how = f" ({before[name]}, now {now[name]})" if shown else ""
            yield f"{kind} changed: {name}{how}"


def _of_the_day(before: str, now: str) -> Iterator[str]:
    if now and now != before:
        yield f"day changed: built for {before}, now {now}"


def _of_the_files(built: Manifest, found: Mapping[str, str]) -> Iterator[str]:
    if not built.outputs:
        yield "nothing was built"
    for name, one in sorted(built.outputs.items()):
        if name not in found:
            yield f"output missing: {name}"
        elif found[name] != one.sha256:
            yield f"output altered: {name}"
        if one.basis != built.basis.sum:
            yield f"output older than the last build: {name}"
