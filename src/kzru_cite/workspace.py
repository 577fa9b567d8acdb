"""Find and read the files of a project, and write results in one piece."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.errors import KzruError, LedgerError, UsageError
from kzru_cite.model.place import SourceText
from kzru_cite.model.storage import path_of
from kzru_cite.settings import Settings, read_settings

if TYPE_CHECKING:
    from kzru_cite.stores import LookStore

# What to do about a file that cannot be written; what stood there still does.
NO_ROOM = "look at the folder's permissions and the free space"
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


def read_text(path: Path, home: Path) -> SourceText:
    """
    Read a text file: UTF-8, with or without a byte order mark, any line ends.

    A file that is not UTF-8 is read as Windows-1252, and says where it departs.
    """
    name = path.relative_to(home).as_posix()
    try:
        raw = path.read_bytes().removeprefix(BOM_UTF8)
    except OSError as cause:
        raise UsageError(f"{name} cannot be read: {cause.strerror}") from cause
    try:
        return SourceText(path=name, text=_lines(raw.decode()))
    except UnicodeDecodeError as cause:
        before = _lines(raw[: cause.start].decode())
        encoding, words = _other_encoding(raw)
        text = _lines(raw.decode(encoding, "replace").replace("\ufffd", "?").lstrip("\ufeff"))
        return SourceText(path=name, text=text, not_utf8=len(before), read_as=words)


def _other_encoding(raw: bytes) -> tuple[str, str]:
    """Name what a file that is not UTF-8 is taken for: the mark of UTF-16 is unmistakable."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    return "cp1252", "Windows-1252"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return sha256(path.read_bytes()).hexdigest()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_atomically(path: Path, content: bytes, mode: int = 0o644) -> None:
    """
    Write a file so that a reader sees the old one or the new one, never a part.

    Raises OSError that names *path*, not the file beside it that is written first.
    """
    try:
        _written_beside(path, content, mode)
    except OSError as cause:
        cause.filename, cause.filename2 = str(path), None
        raise


def _written_beside(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes a private file; what is written here is meant to be read.
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_bytes(path: Path) -> bytes | None:
    """Return the contents of a file, None when there is none; raises UsageError otherwise."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as cause:
        raise UsageError(f"{path} cannot be read: {cause.strerror}") from cause


def exchange(path: Path, before: bytes | None, after: bytes | None) -> None:
    """
    Put *after* in the place of *before*; None stands for no file.

    Who may read and write the file stays as it is, and so does a link to it. Of two processes that
    change the same file at once the later one finds it changed. Raises LedgerError when the file
    is not as it was before, or cannot be written.
    """
    path = path.resolve()
    with alone_in(path.parent):
        if read_bytes(path) != before:
            raise LedgerError(f"{path.name} was changed by somebody else", hint="look at it anew")
        # The folder alone would let a file be replaced that nobody is to write.
        if before is not None and not os.access(path, os.W_OK):
            raise LedgerError(f"{path.name} cannot be written: it is read-only", hint=NO_ROOM)
        try:
            if after is None:
                path.unlink(missing_ok=True)
            else:
                mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
                write_atomically(path, after, mode)
        except OSError as cause:
            message = f"{path.name} cannot be written: {cause.strerror}"
            raise LedgerError(message, hint=NO_ROOM) from cause


def append_whole(handle: int, content: bytes, end: int) -> None:
    """
    Write *content* at the *end* of an open file: all of it, or nothing.

    Raises OSError when there is no room; what stood there in part by then is taken away.
    """
    left = memoryview(content)
    try:
        while left:
            left = left[os.write(handle, left) :]
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, end)
            os.lseek(handle, end, os.SEEK_SET)
        raise


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """
    Keep other processes of this program from changing files in *folder* meanwhile.

    It waits for those that are at it. The lock is on the folder itself, so that no file is left
    behind and a process that is killed holds none; where there is no such lock, or no such
    folder, it goes on without one.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
