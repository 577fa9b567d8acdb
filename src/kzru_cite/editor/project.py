"""Keep up with a project while somebody writes: check after each pause, one check at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from kzru_cite.editor.desk import Checked, check
from kzru_cite.pandoc import Pandoc

# Seconds without a change before a check begins, and how long changes put it off at most.
_PAUSE, _LONGEST = 0.25, 1.5
# Seconds that a question waits for a check to end, before it is answered from the one before.
_PATIENCE = 10.0


class Opened(Struct, frozen=True, kw_only=True):
    """A text that an editor holds: how it names it, its version, and its words."""

    uri: str
    version: int | None
    text: str


class Current(Struct, frozen=True, kw_only=True):
    """A project as judged, and the texts that were open then, by their resolved paths."""

    checked: Checked
    opened: Mapping[Path, Opened]


class Project:
    """
    What is known of the project in the folder *home*.

    *opened* gives the texts that are open now; *told* hears of each check that was made, and
    *failed* why one could not be.
    """

    def __init__(
        self,
        home: Path,
        pandoc: Pandoc,
        opened: Callable[[], Mapping[Path, Opened]],
        told: Callable[[Current], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._home, self._pandoc, self._opened = home, pandoc, opened
        self._told, self._failed = told, failed
        self._wanted, self._done = 0, 0
        self._due, self._latest = 0.0, 0.0
        self._task: asyncio.Task[None] | None = None
        self._current: Current | None = None

    @property
    def latest(self) -> Current | None:
        """Return what the last check made of the project, older texts maybe; None before it."""
        return self._current

    def changed(self) -> None:
        """Have the project checked once nothing has changed for a moment."""
        now = asyncio.get_running_loop().time()
        if self._wanted == self._done:
            self._latest = now + _LONGEST
        self._wanted += 1
        self._due = min(now + _PAUSE, self._latest)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_up())

    async def settled(self) -> Current | None:
        """Return what was made of the newest texts, or, if that takes too long, of older ones."""
        if self._task is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._task), _PATIENCE)
        return self._current

    async def _keep_up(self) -> None:
        clock = asyncio.get_running_loop().time
        while self._done < self._wanted:
            if (wait := self._due - clock()) > 0:
                # More may be written in the meantime, which puts the check off again.
                await asyncio.sleep(wait)
                continue
            number, opened = self._wanted, self._opened()
            texts = {path: one.text for path, one in opened.items()}
            try:
                checked = await asyncio.to_thread(check, self._home, texts, self._pandoc)
                self._current = Current(checked=checked, opened=opened)
                self._told(self._current)
            except Exception as cause:  # noqa: BLE001  one bad state must not end the server
                self._failed(cause)
            self._done = number
            self._latest = clock() + _LONGEST
