"""Keep what pandoc answered with the project: a text that did not change is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from kzru_cite.pandoc import TIME_LIMIT, Answer, Pandoc
from kzru_cite.sealed import Sealed, sealed_in


class RememberedPandoc(Pandoc, frozen=True, kw_only=True):
    """
    Pandoc whose answers are *kept*.

    Only runs in the sandbox that went well are kept: others may depend on files.
    """

    kept: Sealed

    def ask(
        self,
        arguments: Sequence[str],
        given: bytes = b"",
        *,
        folder: Path | None = None,
        seconds: float = TIME_LIMIT,
    ) -> Answer:
        """Answer as before, or run pandoc."""
        question = _question(self, arguments, given) if "--sandbox" in arguments else None
        name = f"{question}.pandoc"
        if question and (known := self.kept.get(name)) is not None:
            return _read(known)
        answer = super().ask(arguments, given, folder=folder, seconds=seconds)
        if question and answer.code == 0:
            self.kept.put(name, _written(answer))
        return answer


def remembering(pandoc: Pandoc, home: Path, environment: Mapping[str, str]) -> Pandoc:
    """Let *pandoc* remember in the project at *home*; as it is when nothing can be kept there."""
    kept = sealed_in(home, environment)
    if kept is None:
        return pandoc
    return RememberedPandoc(path=pandoc.path, environment=pandoc.environment, kept=kept)


def _written(answer: Answer) -> bytes:
    messages = answer.messages.encode()
    return b"%d\n" % len(messages) + messages + answer.output


def _read(content: bytes) -> Answer:
    length, _, both = content.partition(b"\n")
    messages, output = both[: int(length)], both[int(length) :]
    return Answer(output=output, messages=messages.decode(), code=0)


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
