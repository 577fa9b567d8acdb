"""
Keep what pandoc answered with the project: a text that did not change need not be read again.

A project may come from anybody, its hidden folders with it, and an answer that somebody made up
could hide what is wrong with an article. So answers are sealed (RFC 2104, HMAC) with a key that
never leaves the folder of caches of who runs the program; what bears no such seal is as good as
absent. So is all that is damaged or cannot be read, and what cannot be written is not kept:
answers that are missing cost time and nothing else.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from kzru_cite.pandoc import TIME_LIMIT, Answer, Pandoc
from kzru_cite.workspace import write_atomically

# Below the folder of a project.
FOLDER = Path(".kzru-cite", "cache")
# So many answers are kept with a project, and so many bytes of them; the oldest go first.
MOST = 64
MOST_BYTES = 64 << 20
_KEY_BYTES = 32
_SEAL_BYTES = sha256().digest_size
# An answer, or what is left of one whose writer was stopped; nothing else is ever removed.
_OURS = re.compile(r"\.?[0-9a-f]{64}\.pandoc(?:\.[a-z0-9_]+)?")


class RememberedPandoc(Pandoc, frozen=True, kw_only=True):
    """
    Pandoc whose answers are kept in *folder*, sealed with *key*.

    Only runs in the sandbox that went well are kept: others may depend on files.
    """

    folder: Path
    key: bytes

    def ask(
        self,
        arguments: Sequence[str],
        given: bytes = b"",
        *,
        folder: Path | None = None,
        seconds: float = TIME_LIMIT,
    ) -> Answer:
        """Answer as before, or run pandoc."""
        name = _question(self, arguments, given) if "--sandbox" in arguments else None
        path = self.folder / f"{name}.pandoc" if name else None
        if path and (known := self._kept(path)):
            return known
        # Not super(): the class that is made with slots is another one.
        answer = Pandoc.ask(self, arguments, given, folder=folder, seconds=seconds)
        if path and answer.code == 0:
            self._keep(path, answer)
        return answer

    def _kept(self, path: Path) -> Answer | None:
        try:
            # Not what is no file: a pipe would never end.
            content = path.read_bytes() if S_ISREG(path.lstat().st_mode) else b""
        except OSError:
            return None
        seal, sealed = content[:_SEAL_BYTES], content[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(path, sealed)):
            return None
        with suppress(OSError):
            os.utime(path)
        length, _, both = sealed.partition(b"\n")
        messages, output = both[: int(length)], both[int(length) :]
        return Answer(output=output, messages=messages.decode(), code=0)

    def _keep(self, path: Path, answer: Answer) -> None:
        messages = answer.messages.encode()
        sealed = b"%d\n" % len(messages) + messages + answer.output
        if len(sealed) > MOST_BYTES:
            return
        with suppress(OSError):
            ignored = self.folder / ".gitignore"
            if not ignored.exists():
                write_atomically(ignored, b"*\n")
            write_atomically(path, self._seal(path, sealed) + sealed, 0o600)
            _clear(self.folder)

    def _seal(self, path: Path, sealed: bytes) -> bytes:
        """Seal an answer together with its question, so that none can stand for another."""
        return hmac.digest(self.key, path.name.encode() + b"\n" + sealed, "sha256")


def remembering(pandoc: Pandoc, home: Path, environment: Mapping[str, str]) -> Pandoc:
    """Let *pandoc* remember in the project at *home*; as it is when nothing can be kept there."""
    folder = home.resolve() / FOLDER
    key = _key(environment)
    # A link could lead to files of somebody else.
    if key is None or folder.resolve() != folder:
        return pandoc
    return RememberedPandoc(
        path=pandoc.path, environment=pandoc.environment, folder=folder, key=key
    )


def _question(pandoc: Pandoc, arguments: Sequence[str], given: bytes) -> str | None:
    """Return what a question is known by; None when there is no such program to ask."""
    try:
        program = pandoc.path.stat()
    except OSError:
        return None
    # To ask for the version would start it; another version is another file.
    version = (str(pandoc.path), str(program.st_size), str(program.st_mtime_ns))
    sees = [f"{name}={value}" for name, value in sorted(pandoc.environment.items())]
    # No program can be told a NUL, so it parts them; nobody needs JSON before the rest is loaded.
    words = "\0".join((*version, str(len(sees)), *sees, str(len(arguments)), *arguments))
    return sha256(words.encode("utf-8", "surrogateescape") + b"\0" + given).hexdigest()


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
    """Remove the oldest answers beyond what is kept; raises OSError when it cannot."""
    left = MOST_BYTES
    for count, (_, size, path) in enumerate(sorted(_answers(folder), reverse=True), 1):
        left -= size
        if count > MOST or left < 0:
            path.unlink(missing_ok=True)


def _answers(folder: Path) -> Iterator[tuple[int, int, Path]]:
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            # Another run may have removed it since.
            with suppress(FileNotFoundError):
                told = path.lstat()
                yield told.st_mtime_ns, told.st_size, path
