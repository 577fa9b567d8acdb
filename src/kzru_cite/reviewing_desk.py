"""Sit somebody down to decide: links shown one by one, and keys that say what to do."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Self

from kzru_cite.errors import LedgerError
from kzru_cite.keyboard import NO_PASTES, PASTES, Keyboard
from kzru_cite.model.ledger import Decision
from kzru_cite.report.review import Frame, lay_out
from kzru_cite.reviewing import Review

_DECISIONS = {
    "s": Decision.SUPPORTS,
    "p": Decision.PARTLY,
    "c": Decision.CONTRADICTS,
    "i": Decision.INACCESSIBLE,
}


class Desk:
    """Carry a review from key to key; what is on the screen is made anew after each."""

    def __init__(self, review: Review, by: str, on: date, *, colour: bool, dumb: bool) -> None:
        self._review = review
        self._by, self._on = by, on
        self._colour, self._dumb = colour, dumb
        self._at, self._top = 0, 0
        self._message, self._helping = "", False

    def sit(self) -> None:
        """Take keys until there are no more, or one says to quit."""
        with Keyboard(sys.stdin.fileno()) as keyboard, _Screen(dumb=self._dumb) as screen:
            try:
                going = True
                while going:
                    self._show(screen)
                    going = self._take(keyboard.read(), keyboard, screen)
            except KeyboardInterrupt:
                # All that was decided is written.
                return

    def _take(self, key: str, keyboard: Keyboard, screen: _Screen) -> bool:
        """Do what a key says; False to quit."""
        if key in ("q", "end"):
            return False
        if key == "resize":
            return True
        self._message, helped, self._helping = "", self._helping, False
        moves = {"up": -1, "down": 1, "page up": -10, "page down": 10}
        if key in moves:
            self._top = max(0, self._top + moves[key])
        elif key == "?":
            self._helping = not helped
        elif key in (" ", "right"):
            self._go(self._at + 1)
        elif key == "left":
            self._go(self._at - 1)
        elif key == "u":
            self._tried(self._undo)
        elif key == "paste":
            self._message = "what is pasted does nothing here; n takes it as a note"
        elif self._at == len(self._review.names):
            self._message = f"{key!r} does nothing here"
        elif key in _DECISIONS:
            self._tried(lambda: self._decide(_DECISIONS[key]))
        elif key == "n":
            self._note(keyboard, screen)
        elif not helped:
            self._message = f"{key!r} does nothing; ? tells the keys"
        return True

    def _go(self, index: int) -> None:
        self._top = 0
        if index < 0:
            self._message = "this is the first"
        self._at = max(0, min(index, len(self._review.names)))

    def _tried(self, deed: Callable[[], None]) -> None:
        """Do something to the ledger; what it refuses is said, and the ledger is read anew."""
        try:
            deed()
        except LedgerError as cause:
            self._review.reload()
            self._message = f"{cause}: {cause.hint}" if cause.hint else str(cause)

    def _decide(self, decision: Decision) -> None:
        self._review.decide(self._at, decision, self._by, self._on)
        name = self._review.names[self._at]
        self._go(self._at + 1)
        self._message = f"{name.claim} → {name.reference}: {decision.value} (u undoes it)"

    def _undo(self) -> None:
        card = self._review.undo()
        if card is None:
            self._message = "there is nothing to undo"
            return
        self._go(card)
        self._message = "undone"

    def _note(self, keyboard: Keyboard, screen: _Screen) -> None:
        before = self._review.card(self._at).note
        typed = _typed(before, keyboard, lambda text: self._show(screen, prompt=text))
        if typed is None or typed == before:
            self._message = "the note is as it was"
            return
        self._tried(lambda: self._noted(typed))

    def _noted(self, text: str) -> None:
        self._review.note(self._at, text)
        self._message = "noted (u undoes it)"

    def _show(self, screen: _Screen, prompt: str | None = None) -> None:
        card = None if self._at == len(self._review.names) else self._review.card(self._at)
        width, height = shutil.get_terminal_size()
        frame = Frame(
            width=width,
            height=height,
            colour=self._colour,
            top=self._top,
            message=self._message,
            prompt=prompt,
            helping=self._helping,
        )
        lines, self._top = lay_out(card, frame)
        screen.show(lines)


def _typed(text: str, keyboard: Keyboard, show: Callable[[str], None]) -> str | None:
    """Let somebody edit a line; None when it is to be left as it was."""
    while True:
        show(text)
        key = keyboard.read()
        if key == "enter":
            return text.strip()
        if key in ("escape", "end"):
            return None
        if key == "backspace":
            text = text[:-1]
        elif key == "clear":
            text = ""
        elif key == "paste":
            text += keyboard.pasted
        elif len(key) == 1:
            text += key


class _Screen:
    """Draw whole screens; a dumb terminal gets them one below the other."""

    def __init__(self, *, dumb: bool) -> None:
        self._dumb = dumb

    def __enter__(self) -> Self:
        self._put("" if self._dumb else f"\x1b[?1049h{PASTES}")
        return self

    def __exit__(self, *_: object) -> None:
        self._put("\n" if self._dumb else f"{NO_PASTES}\x1b[?1049l")

    def show(self, lines: Iterable[str]) -> None:
        """Draw lines from the top."""
        if self._dumb:
            self._put("\n".join(line for line in lines if line) + "\n")
        else:
            self._put("\x1b[H" + "\n".join(f"{line}\x1b[K" for line in lines) + "\x1b[J")

    def _put(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
