"""Read files, and write them in one piece."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from kzru_cite.errors import LedgerError, UsageError
from kzru_cite.model.place import SourceText

# What to do about a file that cannot be written; what stood there still does.
NO_ROOM = "look at the folder's permissions and the free space"


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


def make_folder(folder: Path) -> None:
    """Make a folder when there is none; raises UsageError when that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise UsageError(f"{folder} cannot be made: {cause.strerror}", hint=NO_ROOM) from cause


def write(path: Path, content: bytes) -> None:
    """Write a file in one piece; raises UsageError when that cannot be done."""
    try:
        write_atomically(path, content)
    except OSError as cause:
        raise UsageError(f"{path} cannot be written: {cause.strerror}", hint=NO_ROOM) from cause


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
