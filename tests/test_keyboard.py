"""Keys of a terminal have names."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Iterator

import pytest

from kzru_cite.keyboard import Keyboard


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Give the two ends of a pseudo-terminal."""
    outer, inner = os.openpty()
    yield outer, inner
    for end in (outer, inner):
        try:
            os.close(end)
        except OSError:
            continue


def keys(ends: tuple[int, int], sent: bytes, count: int) -> list[str]:
    outer, inner = ends
    with Keyboard(inner) as keyboard:
        os.write(outer, sent)
        return [keyboard.read() for _ in range(count)]


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (b"s\xd2\x9a ", ["s", "Қ", " "]),
        (b"\r\n\x7f\x08", ["enter", "enter", "backspace", "backspace"]),
        (b"\x15\x04\x0c", ["clear", "end", "resize"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D\x1bOAq", ["up", "down", "right", "left", "up", "q"]),
        (b"\x1b[5~\x1b[6~\x1b[15~\x1b[1;5Cq", ["page up", "page down", "unknown", "unknown", "q"]),
        (b"\x1bxq\x1b", ["unknown", "q", "escape"]),
        (b"\x1b[", ["unknown"]),
        (b"\x1b[1111111111111111111q", ["unknown", "1"]),
        (b"\x01\xff", ["unknown", "\ufffd"]),
    ],
)  # fmt: skip
def test_keys_have_names(ends: tuple[int, int], sent: bytes, named: list[str]) -> None:
    assert named == keys(ends, sent, len(named))


@pytest.mark.parametrize(
    ("sent", "words", "then"),
    [
        (b"\x1b[200~s \xd2\x9a\r\tp\x07\x1b[A\x1b[201~q", "s Қ  p[A", "q"),
        (b"\x1b[200~\x1b[201~\r", "", "enter"),
        (b"\x1b[200~no end", "no end", "resize"),
    ],
)
def test_what_is_pasted_is_one_key(
    ends: tuple[int, int], sent: bytes, words: str, then: str
) -> None:
    outer, inner = ends
    with Keyboard(inner) as keyboard:
        os.write(outer, sent)
        assert ("paste", words) == (keyboard.read(), keyboard.pasted)
        os.write(outer, b"\x0c")
        assert then == keyboard.read()


def test_letters_that_come_in_pieces_are_one_key(ends: tuple[int, int]) -> None:
    outer, inner = ends
    with Keyboard(inner) as keyboard:
        os.write(outer, b"\xd2")
        os.write(outer, b"\x9a")
        assert "Қ" == keyboard.read()


def test_a_sequence_may_come_in_two_readings(ends: tuple[int, int]) -> None:
    assert ["x", "right", "q"] == keys(ends, b"x" * 1023 + b"\x1b[Cq", 1025)[1022:]


def test_a_terminal_that_cannot_be_read_is_the_end(ends: tuple[int, int]) -> None:
    outer, inner = ends
    only_written = os.open(os.ttyname(inner), os.O_WRONLY | os.O_NOCTTY)
    with Keyboard(only_written) as keyboard:
        os.write(outer, b"x")
        assert "end" == keyboard.read()
    os.close(only_written)


def test_a_window_that_changes_is_told(ends: tuple[int, int]) -> None:
    with Keyboard(ends[1]) as keyboard:
        os.kill(os.getpid(), signal.SIGWINCH)
        assert "resize" == keyboard.read()


def test_a_terminal_that_is_gone_is_the_end(ends: tuple[int, int]) -> None:
    outer, inner = ends
    with Keyboard(inner) as keyboard:
        os.close(outer)
        assert "end" == keyboard.read()


def test_the_terminal_is_as_it_was_afterwards(ends: tuple[int, int]) -> None:
    before = termios.tcgetattr(ends[1])
    keys(ends, b"q", 1)
    assert before == termios.tcgetattr(ends[1])
