"""
Keep with a project what took time to find out, so that it need not be found out again.

A project may come from anybody, its hidden folders with it, and an answer that somebody made up
could hide what is wrong with an article. So what is kept is sealed (RFC 2104, HMAC) with a key
that never leaves the folder of caches of who runs the program; what bears no such seal is as good
as absent. So is all that is damaged or cannot be read, and what cannot be written is not kept:
what is missing costs time and nothing else.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct

from kzru_cite.files import write_atomically

# Below the folder of a project.
FOLDER = Path(".kzru-cite", "cache")
# So many things are kept with a project, and so many bytes of them; the oldest go first.
MOST = 64
MOST_BYTES = 64 << 20
_KEY_BYTES = 32
_SEAL_BYTES = sha256().digest_size
# What is kept, or what is left of one whose writer was stopped; nothing else is ever removed.
_OURS = re.compile(r"\.?[0-9a-f]{64}\.(?:pandoc|report)(?:\.[a-z0-9_]+)?")


class Sealed(Struct, frozen=True, kw_only=True):
    """Things kept in *folder* under names (a SHA-256, and what it is), sealed with *key*."""

    folder: Path
    key: bytes

    def get(self, name: str) -> bytes | None:
        """Return what was kept under a name, None without anything that can be trusted."""
        path = self.folder / name
        try:
            # Not what is no file: a pipe would never end.
            content = path.read_bytes() if S_ISREG(path.lstat().st_mode) else b""
        except OSError:
            return None
        seal, sealed = content[:_SEAL_BYTES], content[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(name, sealed)):
            return None
        with suppress(OSError):
            os.utime(path)
        return sealed

    def put(self, name: str, content: bytes) -> None:
        """Keep something, if that can be done, and let go what is too old or too much."""
        if len(content) > MOST_BYTES:
            return
        with suppress(OSError):
            ignored = self.folder / ".gitignore"
            if not ignored.exists():
                write_atomically(ignored, b"*\n")
            write_atomically(self.folder / name, self._seal(name, content) + content, 0o600)
            _clear(self.folder)

    def _seal(self, name: str, content: bytes) -> bytes:
        """Seal an answer together with its question, so that none can stand for another."""
        return hmac.digest(self.key, name.encode() + b"\n" + content, "sha256")


def sealed_in(home: Path, environment: Mapping[str, str]) -> Sealed | None:
    """Return what is kept with the project at *home*; None when nothing can be kept there."""
    folder = home.resolve() / FOLDER
    key = _key(environment)
    # A link could lead to files of somebody else.
    if key is None or folder.resolve() != folder:
        return None
    return Sealed(folder=folder, key=key)


def _key(environment: Mapping[str, str]) -> bytes | None:
    """Return the key of who runs the program, made when there is none; None without a place."""
    # As the XDG Base Directory Specification has it: a path that is not absolute does not count.
    named = [environment.get("XDG_CACHE_HOME", ""), environment.get("HOME", "")]
    caches, house = (Path(each) if Path(each).is_absolute() else None for each in named)
    caches = caches or (house / ".cache" if house else None)
    if caches is None:
        return None
    path = caches / "kzru-cite" / "key"
    try:
        key = path.read_bytes() if path.exists() else _new_key(path)
    except OSError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _new_key(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = os.urandom(_KEY_BYTES)
    # Of two that make one at once the second fails, and keeps nothing this time.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key


def _clear(folder: Path) -> None:
    """Remove the oldest things beyond what is kept; raises OSError when it cannot."""
    left = MOST_BYTES
    for count, (_, size, path) in enumerate(sorted(_kept(folder), reverse=True), 1):
        left -= size
        if count > MOST or left < 0:
            path.unlink(missing_ok=True)


def _kept(folder: Path) -> Iterator[tuple[int, int, Path]]:
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            # Another run may have removed it since.
            with suppress(FileNotFoundError):
                told = path.lstat()
                yield told.st_mtime_ns, told.st_size, path
