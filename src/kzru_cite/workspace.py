"""Find and read the files of a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.errors import KzruError, UsageError
from kzru_cite.files import read_text
from kzru_cite.model.place import SourceText
from kzru_cite.model.storage import path_of
from kzru_cite.settings import Settings, read_settings

if TYPE_CHECKING:
    from kzru_cite.stores import LookStore

_SETTINGS_FILES = ("kzru-cite.toml", "pyproject.toml")


class Shared(Struct, frozen=True, kw_only=True, eq=False):
    """
    What projects that are checked together have in common, in one run.

    The *store* of looks is open as long as the run lasts; captures lie below *folder*.
    """

    store: LookStore
    folder: Path


class Workspace(Struct, frozen=True, kw_only=True):
    """
    A project folder with its settings and its texts, in reading order.

    *ledger* is None when there is none, *shared* when nothing is shared with other projects.
    """

    folder: Path
    settings: Settings
    articles: tuple[SourceText, ...]
    bibliographies: tuple[SourceText, ...]
    ledger: SourceText | None = None
    shared: Shared | None = None

    def capturing(self) -> Workspace:
        """Return the same, with the wish to keep what is fetched."""
        gather = replace(self.settings.gather, capture=True)
        return replace(self, settings=replace(self.settings, gather=gather))

    def with_texts(self, texts: Mapping[str, SourceText]) -> Workspace:
        """Return the same, in which files have other *texts*, by their paths."""
        ledger = self.ledger
        return replace(
            self,
            articles=tuple(texts.get(one.path, one) for one in self.articles),
            bibliographies=tuple(texts.get(one.path, one) for one in self.bibliographies),
            ledger=texts.get(ledger.path, ledger) if ledger else None,
        )


def open_workspace(folder: Path) -> Workspace:
    """
    Read the project in *folder*, or in the nearest folder above it that has settings.

    Raises UsageError when there is nothing to read, SettingsError for bad settings.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}")
    home, settings = _find_settings(folder.resolve())
    articles = _read_all(home, settings.article)
    bibliographies = _read_all(home, settings.bibliography)
    if not articles:
        patterns = ", ".join(settings.article)
        raise UsageError(
            f"no article in {str(folder)!r}: nothing matches {patterns}",
            hint="run 'kzru-cite init' to begin a project here, or set 'article'",
        )
    ledger = home / settings.ledger
    return Workspace(
        folder=home,
        settings=settings,
        articles=articles,
        bibliographies=bibliographies,
        ledger=read_text(ledger, home) if ledger.is_file() else None,
    )


def source_paths(folder: Path) -> tuple[tuple[Path, ...], Path]:
    """
    Return the files that the project around *folder* rests on, and its output folder.

    With settings that cannot be read, those alone: when they change, all may be well again.
    """
    try:
        home, settings = _find_settings(folder.resolve())
        patterns = (*settings.article, *settings.bibliography)
        texts = [path for pattern in patterns for path in _matching(home, pattern)]
    except KzruError:
        places = (folder.resolve(), *folder.resolve().parents)
        own = (place / name for place in places for name in _SETTINGS_FILES)
        return tuple(path for path in own if path.is_file()), folder.resolve() / Settings().output
    style = settings.csl if settings.csl.endswith(".csl") else ""
    names = (*_SETTINGS_FILES, settings.ledger, path_of(settings.looks), settings.theme, style)
    found = dict.fromkeys([*(home / name for name in names if name), *texts])
    return tuple(path for path in found if path.is_file()), home / settings.output


def home_of(folder: Path) -> Path | None:
    """Return the nearest folder, from *folder* upwards, that has settings, readable or not."""
    for candidate in (folder.resolve(), *folder.resolve().parents):
        try:
            if _settings_in(candidate) is not None:
                return candidate
        except KzruError:
            return candidate
    return None


def _find_settings(folder: Path) -> tuple[Path, Settings]:
    for candidate in (folder, *folder.parents):
        if (settings := _settings_in(candidate)) is not None:
            return candidate, settings
    return folder, Settings()


def _settings_in(folder: Path) -> Settings | None:
    for name in _SETTINGS_FILES:
        path = folder / name
        if path.is_file():
            settings = read_settings(read_text(path, folder))
            if settings is not None:
                return settings
    return None


def _read_all(home: Path, patterns: Iterable[str]) -> tuple[SourceText, ...]:
    paths: dict[Path, None] = {}
    for pattern in patterns:
        for path in _matching(home, pattern):
            if path.is_file():
                paths.setdefault(path)
    return tuple(read_text(path, home) for path in paths)


def _matching(home: Path, pattern: str) -> list[Path]:
    try:
        return sorted(home.glob(pattern))
    except (NotImplementedError, ValueError) as cause:
        raise UsageError(
            f"the pattern {pattern!r} cannot be used: {cause}",
            hint="give patterns relative to the project, such as 'article/*.md'",
        ) from cause
