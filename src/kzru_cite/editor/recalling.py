"""Ask pandoc once: between two looks at a project most of its texts are the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from msgspec import field

from kzru_cite.pandoc import TIME_LIMIT, Answer, Pandoc

# Answers are kept of so many texts; a project has a few files, each asked about twice.
_MOST = 64

_Question = tuple[tuple[str, ...], bytes]


class RecallingPandoc(Pandoc, frozen=True, kw_only=True):
    """
    Pandoc that remembers its last answers, for several threads.

    Only what is asked about in no folder is remembered: with one, files would count too.
    """

    _answers: OrderedDict[_Question, Answer] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def ask(
        self,
        arguments: Sequence[str],
        given: bytes = b"",
        *,
        folder: Path | None = None,
        seconds: float = TIME_LIMIT,
    ) -> Answer:
        """Answer as before, or run pandoc."""
        question = (tuple(arguments), given)
        with self._lock:
            answer = self._answers.get(question) if folder is None else None
            if answer is not None:
                self._answers.move_to_end(question)
                return answer
        answer = Pandoc.ask(self, arguments, given, folder=folder, seconds=seconds)
        if folder is None:
            with self._lock:
                self._answers[question] = answer
                while len(self._answers) > _MOST:
                    self._answers.popitem(last=False)
        return answer
