"""Read keys from a terminal one by one, and hear when its window changes its size."""

from __future__ import annotations

import codecs
import os
import select
import signal
import termios
import tty
from collections import deque
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self

_NAMES = {
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x15": "clear",
    "\x04": "end",
    "\x0c": "resize",
}
_SEQUENCES = {
    "[A": "up",
    "[B": "down",
    "[C": "right",
    "[D": "left",
    "OA": "up",
    "OB": "down",
    "OC": "right",
    "OD": "left",
    "[5~": "page up",
    "[6~": "page down",
}
# What a terminal puts around what is pasted, once it is asked to (see PASTES).
_PASTE, _PASTED = "[200~", "\x1b[201~"
PASTES, NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
# The letters of a key come together; Esc alone comes by itself. A paste may come in pieces.
_TOGETHER = 0.05
_PIECES = 1.0


class Keyboard:
    """
    Give the keys of a terminal their names, for as long as the ``with`` lasts.

    A letter is its own name; ``resize`` tells that the window changed, ``end`` that there is no
    more, ``paste`` that words were pasted, which are in *pasted* then, on one line and without
    controls; ``unknown`` is any other key. Ctrl-C raises KeyboardInterrupt as ever.
    """

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._letters: deque[str] = deque()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._heard, self._bell = os.pipe()
        self.pasted = ""

    def __enter__(self) -> Self:
        self._mode = termios.tcgetattr(self._terminal)
        self._answer = signal.signal(signal.SIGWINCH, self._ring)
        tty.setcbreak(self._terminal)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _cause: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGWINCH, self._answer)
        # A terminal that is gone needs nothing.
        with suppress(termios.error):
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._mode)
        os.close(self._heard)
        os.close(self._bell)

    def read(self) -> str:
        """Wait for a key and return its name."""
        while not self._letters:
            ready, _, _ = select.select([self._terminal, self._heard], [], [])
            if self._heard in ready:
                os.read(self._heard, 64)
                return "resize"
            if not self._more():
                return "end"
        letter = self._letters.popleft()
        if letter == "\x1b":
            return self._sequence()
        if letter in _NAMES:
            return _NAMES[letter]
        return letter if letter.isprintable() else "unknown"

    def _sequence(self) -> str:
        """Read what follows Esc, if anything does at once."""
        if not self._letters and not self._waits():
            return "escape"
        if self._next() not in ("[", "O"):
            return "unknown"
        sequence = self._last
        while len(sequence) < 16:
            letter = self._next()
            if not letter:
                break
            sequence += letter
            if "@" <= letter <= "~":
                break
        if sequence == _PASTE:
            self.pasted = self._paste()
            return "paste"
        return _SEQUENCES.get(sequence, "unknown")

    def _paste(self) -> str:
        """Read what is pasted, up to its end; one that stays away is not waited for."""
        words: list[str] = []
        while words[-len(_PASTED) :] != [*_PASTED] and (letter := self._next(_PIECES)):
            words.append(letter)
        plain = "".join(words).removesuffix(_PASTED)
        return "".join(one if one.isprintable() else " " if one.isspace() else "" for one in plain)

    def _next(self, patience: float = _TOGETHER) -> str:
        if not self._letters and self._waits(patience):
            self._more()
        self._last = self._letters.popleft() if self._letters else ""
        return self._last

    def _waits(self, patience: float = _TOGETHER) -> bool:
        return bool(select.select([self._terminal], [], [], patience)[0])

    def _more(self) -> bool:
        try:
            octets = os.read(self._terminal, 1024)
        except OSError:
            # The terminal is gone.
            return False
        self._letters.extend(self._decoder.decode(octets))
        return bool(octets)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        os.write(self._bell, b"!")
