"""Run the pandoc that comes with pypandoc-binary; the only module that starts a process."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct, field

from kzru_cite.errors import OverwhelmedError, ToolError

# Pandoc 3.9 never ends on a bibliography whose crossref leads back to itself.
TIME_LIMIT = 60.0
# For runs that could run away: they must not take the machine's memory with them.
BOUNDED = ("+RTS", "-M2g", "-RTS")
# The run-time system of GHC ends a program so when its heap is used up.
_OUT_OF_HEAP = 251
# What it says when it gets no memory to begin with; the code is then the one of any failure.
_NO_MEMORY = ("unable to allocate", "memory exhausted", "out of memory", "Cannot allocate memory")
# Where these have run out, another pandoc is no help.
_SHORT = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)


class Answer(Struct, frozen=True, kw_only=True):
    """What pandoc said: its output, its messages, and its exit code."""

    output: bytes
    messages: str
    code: int


class Pandoc(Struct, frozen=True, kw_only=True):
    """
    The program at *path*; *environment* is all that it sees of the environment.

    Its version is part of every result, so the bundled one is called by path and never one
    that happens to be on the search path.
    """

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def ask(
        self,
        arguments: Sequence[str],
        given: bytes = b"",
        *,
        folder: Path | None = None,
        seconds: float = TIME_LIMIT,
    ) -> Answer:
        """
        Run pandoc with *arguments* on *given*, in *folder*, for at most *seconds*.

        Any exit code of its own is an answer. Raises ToolError when pandoc cannot be started,
        takes too long, is killed, or gets no memory: that says nothing about what was given.
        """
        try:
            done = subprocess.run(
                [str(self.path), *arguments],
                input=given,
                capture_output=True,
                cwd=folder,
                env={"LC_ALL": "C.UTF-8", **self.environment},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as cause:
            message = f"pandoc gave no answer within {seconds:g} seconds"
            raise OverwhelmedError(
                message, hint="look for entries that refer to themselves"
            ) from cause
        except OSError as cause:
            message = f"pandoc cannot be started: {cause.strerror}"
            raise ToolError(message, hint=_remedy(cause)) from cause
        messages = done.stderr.decode("utf-8", "replace")
        _need_an_answer(done.returncode, messages)
        return Answer(output=done.stdout, messages=messages, code=done.returncode)

    def need(
        self, arguments: Sequence[str], given: bytes = b"", *, folder: Path | None = None
    ) -> bytes:
        """Run pandoc and return its output; raises ToolError for any exit code but 0."""
        answer = self.ask(arguments, given, folder=folder)
        if answer.code != 0:
            message = f"pandoc stopped with code {answer.code}: {answer.messages.strip()}"
            raise ToolError(message)
        return answer.output


def _remedy(cause: OSError) -> str:
    short = cause.errno in _SHORT
    return "look at the limits (ulimit -a)" if short else "install pypandoc-binary again"


def _need_an_answer(code: int, messages: str) -> None:
    """Raise ToolError when the machine stopped pandoc."""
    if code < 0:
        message = f"pandoc was stopped by signal {-code}"
        raise ToolError(message, hint="look at the memory and the limits of this machine")
    if code == _OUT_OF_HEAP or (code and any(words in messages for words in _NO_MEMORY)):
        message = "pandoc ran out of memory"
        hint = "give it more, or look for a text that is nested very deeply"
        raise OverwhelmedError(message, hint=hint)


def bundled(environment: Mapping[str, str] | None = None) -> Pandoc:
    """Find pandoc inside the installed package, without importing it (that costs 0.1 s)."""
    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        raise ToolError("pandoc is missing", hint="install the package pypandoc-binary")
    path = Path(spec.origin).parent / "files" / "pandoc"
    if not path.is_file():
        raise ToolError(
            f"pandoc is missing from the package at {path.parent.name}",
            hint="install pypandoc-binary, not pypandoc",
        )
    return Pandoc(path=path, environment=environment or {})
