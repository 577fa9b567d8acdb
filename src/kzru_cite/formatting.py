"""Give bibliographies their canonical form, or say where they lack it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from kzru_cite.errors import UsageError
from kzru_cite.files import exchange, read_bytes
from kzru_cite.model.written import as_written
from kzru_cite.read.bibtex_form import LeftAlone, canonical
from kzru_cite.report.patch import patch
from kzru_cite.workspace import open_workspace


class Formatted(Struct, frozen=True, kw_only=True):
    """A file as it is and as it should be; *name* is its path as the user knows it."""

    path: Path
    name: str
    before: bytes
    after: bytes
    left_alone: tuple[LeftAlone, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the file is not yet in its canonical form."""
        return self.before != self.after

    @property
    def patch(self) -> bytes:
        """Return the change as a patch."""
        return patch(self.name, self.before, self.after)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Say in lines what was left as it stands, and why."""
        return tuple(
            f"{self.name}:{one.line}: left as it stands{f' ({one.key})' if one.key else ''}: "
            f"{one.why}"
            for one in self.left_alone
        )


def formatted(folder: Path, files: Sequence[Path], *, by_key: bool) -> tuple[Formatted, ...]:
    """
    Return the canonical forms of *files*, or of the bibliographies of the project in *folder*.

    Writes nothing. Raises UsageError for a file that cannot be read.
    """
    named = [(path, path.as_posix()) for path in files]
    if not named:
        workspace = open_workspace(folder)
        named = [(workspace.folder / one.path, one.path) for one in workspace.bibliographies]
    return tuple(_formatted(path, name, by_key=by_key) for path, name in named)


def write(done: Formatted) -> None:
    """Write a file in its canonical form; raises LedgerError when it has changed meanwhile."""
    exchange(done.path, done.before, done.after)


def _formatted(path: Path, name: str, *, by_key: bool) -> Formatted:
    before = read_bytes(path)
    if before is None:
        raise UsageError(f"there is no file {name!r}")
    old = as_written(before)
    if old is None:
        raise UsageError(f"{name} is in UTF-16", hint="convert it to UTF-8 first")
    form = canonical(old.text, by_key=by_key)
    return Formatted(
        path=path,
        name=name,
        before=before,
        after=old.joined(form.parts),
        left_alone=form.left_alone,
    )
