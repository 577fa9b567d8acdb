"""Ask pandoc once for each question, for runs that put the same ones thousands of times."""

from __future__ import annotations

import hashlib
import os
import pickle
import threading
from collections.abc import Sequence
from pathlib import Path

from kzru_cite.pandoc import TIME_LIMIT, Answer, Pandoc, bundled


class Remembering(Pandoc, frozen=True, kw_only=True):
    """A pandoc whose answers are kept in the folder *answers*."""

    answers: Path

    def ask(
        self,
        arguments: Sequence[str],
        given: bytes = b"",
        *,
        folder: Path | None = None,
        seconds: float = TIME_LIMIT,
    ) -> Answer:
        """Return the kept answer; one that may read files is asked for each time."""
        if folder is not None:
            return Pandoc.ask(self, arguments, given, folder=folder, seconds=seconds)
        name = hashlib.sha256(repr((arguments, given)).encode()).hexdigest()
        path = self.answers / name
        if path.is_file():
            kept: Answer = pickle.loads(path.read_bytes())  # noqa: S301 - written below
            return kept
        answer = Pandoc.ask(self, arguments, given, seconds=seconds)
        # Two threads may put the same question at once.
        own = path.with_name(f"{name}.{os.getpid()}.{threading.get_ident()}")
        own.write_bytes(pickle.dumps(answer))
        own.replace(path)
        return answer


def remembering(answers: Path) -> Pandoc:
    """Return the bundled pandoc, with its answers kept in a folder."""
    answers.mkdir(parents=True, exist_ok=True)
    found = bundled()
    return Remembering(path=found.path, environment=found.environment, answers=answers)
