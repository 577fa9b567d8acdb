"""Ask git which commit a project is at; nothing that the project's settings name is run."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha1, sha256
from pathlib import Path
from shutil import which

from kzru_cite.model.edition import Revision

_SECONDS = 5.0
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BLOB = re.compile(rb"\d+ blob ([0-9a-f]+)\t(.*)", re.DOTALL)
# Neither hook nor monitor nor filter of a project is run by what we ask, and nothing is fetched.
# Only commands for scripts are asked: those for readers obey more of a project's settings, and
# "show" runs what these name as gpg.program. A folder that is itself a bare repository, which may
# come along in any other, is none of ours.
_SAFE = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "safe.bareRepository=explicit"),
)
_QUIET = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
}


def revision(folder: Path, paths: Sequence[str]) -> Revision | None:
    """
    Return the commit of the project in *folder*; None without git or a commit that knows it.

    The project has local changes when one of the files at *paths*, below it, is not as committed.
    """
    git = which("git")
    if git is None:
        return None
    head = _ask(git, folder, "rev-parse", "--verify", "--quiet", "HEAD").decode("ascii", "replace")
    if not _COMMIT.fullmatch(head.strip()):
        return None
    listed = _ask(git, folder, "ls-tree", "-z", "HEAD", "--", *paths)
    found = (_BLOB.fullmatch(line) for line in listed.split(b"\0"))
    committed = {os.fsdecode(match[2]): match[1].decode() for match in found if match}
    if not committed:
        # The project only lies inside a repository that knows nothing of it.
        return None
    dirty = any(committed.get(path) != _blob(folder / path, committed) for path in paths)
    return Revision(commit=head.strip(), dirty=dirty)


def moment_of(folder: Path, name: str) -> datetime | None:
    """
    Return when the revision *name* was committed; None without git or such a revision.

    *name* is a branch, a tag, a commit or what else git takes for one.
    """
    git = which("git")
    if git is None or not name or "\0" in name:
        return None
    # What begins with a hyphen is a name all the same, and no option.
    words = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = _ask(git, folder, "rev-parse", *words).decode("ascii", "replace").split()
    if not commit or not _COMMIT.fullmatch(commit[-1]):
        return None
    told = _ask(git, folder, "rev-list", "--max-count=1", "--timestamp", commit[-1]).split()
    try:
        return datetime.fromtimestamp(int(told[0]), UTC) if told else None
    except (ValueError, OverflowError, OSError):
        # Whoever makes a commit writes what he likes for its moment.
        return None


def _ask(git: str, folder: Path, *words: str) -> bytes:
    """Return what git says; nothing when it fails or takes too long."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment: Mapping[str, str] = {**kept, **_QUIET}
    try:
        done = subprocess.run(
            [git, *_SAFE, "-C", str(folder), *words],
            capture_output=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _blob(path: Path, committed: Mapping[str, str]) -> str:
    """Name the contents of a file as git does."""
    content = path.read_bytes()
    named = b"blob %d\0%b" % (len(content), content)
    # A repository of the newer form has longer names.
    longer = any(len(name) > 40 for name in committed.values())
    kind = sha256 if longer else sha1
    return kind(named, usedforsecurity=False).hexdigest()
