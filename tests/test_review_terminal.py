"""Review, used at a pseudo-terminal by its keys."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

from kzru_cite.report.cells import columns
from test_cli import call
from test_reviewing import ARTICLE, LEDGER, SOURCES

HOME = "\x1b[H"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "references.bib").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    path = tmp_path / "article" / "ledger.yaml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


class Terminal:
    """The program at a pseudo-terminal; what it draws is read screen by screen."""

    def __init__(
        self, ledger: Path, *words: str, rows: int = 24, width: int = 80, **environment: str
    ) -> None:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        base = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1"}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "kzru_cite", "review", *words],
            cwd=str(ledger.parent.parent),
            env={**base, **kept, **environment},
            dimensions=(rows, width),
            encoding="utf-8",
            timeout=30,
        )
        self.child.delaybeforesend = None

    def see(self, words: str) -> list[str]:
        """Wait for a screen with these words, and return its lines."""
        while True:
            self.child.expect(re.escape("\x1b[J"))
            frame = str(self.child.before).rpartition(HOME)[2]
            lines = [line.removesuffix("\x1b[K") for line in frame.split("\r\n")]
            if any(words in line for line in lines):
                return lines

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def end(self) -> tuple[int | None, str]:
        """Wait for the end; return the exit code and the last words."""
        self.child.expect(pexpect.EOF)
        words = str(self.child.before)
        # Closing at once would end the program before it has ended by itself.
        self.child.wait()
        self.child.close()
        return self.child.exitstatus, words


def text(ledger: Path) -> str:
    return ledger.read_text(encoding="utf-8")


def test_a_decision_is_in_the_ledger_before_the_next_key(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB")
    first = terminal.see("1 of 6  boiling → rao2019  Heat")
    assert "  Water boils at *100* °C" in first
    assert 24 == len(first)
    terminal.press("s")
    terminal.see("2 of 6  boiling → rao2019 (2)")
    assert "    decision: supports\n    by: AB\n    on: 2026-11-23\n" in text(ledger)
    terminal.press("p")
    terminal.see("3 of 6")
    terminal.press("c")
    terminal.see("4 of 6")
    terminal.press("i")
    terminal.see("5 of 6")
    terminal.press("q")
    code, words = terminal.end()
    assert 0 == code
    assert "written: 4 decisions, 0 notes" in words
    for word in ("supports", "partly", "contradicts", "inaccessible"):
        assert 1 == text(ledger).count(f"decision: {word}")
    assert "\x1b[?1049l" in words


def test_undo_brings_back_every_byte_and_the_link(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB")
    terminal.see("1 of 6")
    terminal.press("u")
    terminal.see("there is nothing to undo")
    terminal.press("s")
    terminal.see("2 of 6")
    terminal.press("n")
    terminal.see("note: the second_")
    terminal.press("\x15Қазақ “x”\x7f\x1b[A\r")
    terminal.see("noted")
    assert 'note: "Қазақ “x"' in text(ledger)
    terminal.press("u")
    terminal.see("undone")
    terminal.press("u")
    terminal.see("1 of 6")
    assert LEDGER == text(ledger)
    terminal.press("q")
    assert (0, True) == (terminal.end()[0], text(ledger) == LEDGER)


def test_a_note_can_be_left_as_it_was(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB")
    terminal.see("1 of 6")
    for last in ("\x1b", "\r", "\x04"):
        terminal.press("n")
        terminal.see("note: _")
        terminal.press(last)
        terminal.see("the note is as it was")
    assert LEDGER == text(ledger)
    terminal.press("\x04")
    assert 0 == terminal.end()[0]


def test_links_are_skipped_and_gone_back_to(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB")
    terminal.see("1 of 6")
    terminal.press("\x1b[D")
    terminal.see("this is the first")
    terminal.press(" \x1b[C\x1bOC")
    terminal.see("4 of 6")
    terminal.press("\x1b[D")
    terminal.see("3 of 6")
    terminal.press("   \x1b[C")
    terminal.see("There is nothing more to decide on.")
    terminal.press("s")
    terminal.see("'s' does nothing here")
    terminal.press("\x1b[D")
    terminal.see("6 of 6")
    terminal.press("x")
    terminal.see("'x' does nothing; ? tells the keys")
    terminal.press("\x1b[15~")
    terminal.see("'unknown' does nothing")
    terminal.press("?")
    terminal.see("u  undo what was written last")
    terminal.press("x?")
    terminal.see("u  undo what was written last")
    terminal.press("?")
    terminal.see("6 of 6")
    assert LEDGER == text(ledger)
    terminal.press("q")
    assert 0 == terminal.end()[0]


def test_an_interrupt_loses_nothing(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB")
    terminal.see("1 of 6")
    terminal.press("s")
    terminal.see("2 of 6")
    terminal.press("n")
    terminal.see("note: the second_")
    terminal.press("half a \x03")
    code, words = terminal.end()
    assert 0 == code
    assert "written: 1 decision, 0 notes" in words
    assert "decision: supports" in text(ledger)
    assert "half" not in text(ledger)


def test_links_are_chosen_by_the_call(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB", "--state", "lapsed", "--section", "Heat")
    lines = terminal.see("1 of 1  freezing → lee2020")
    shown = " ".join(line.strip() for line in lines)
    assert "lapsed: claim edited after review: 'It froze' → 'It freezes'" in shown or (
        "lapsed: claim edited after review: 'froze' → 'freezes'" in shown
    )
    terminal.press("q")
    assert 0 == terminal.end()[0]
    nothing = Terminal(ledger, "--by", "AB", "--state", "decided")
    code, words = nothing.end()
    assert 0 == code
    assert "there is nothing to decide on" in words


def test_the_name_is_asked_for_once(ledger: Path) -> None:
    terminal = Terminal(ledger)
    terminal.child.expect("Your name or initials: ")
    terminal.press("EF\n")
    terminal.see("1 of 6")
    terminal.press("s")
    terminal.see("2 of 6")
    terminal.press("q")
    assert 0 == terminal.end()[0]
    assert "by: EF" in text(ledger)


def test_a_window_may_be_tiny_and_change(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB", rows=5, width=20)
    lines = terminal.see("1 of 6")
    assert 5 == len(lines)
    assert all(columns(line) <= 20 for line in lines)
    terminal.press("\x1b[6~\x1b[B\x1b[A\x1b[5~")
    terminal.see("claim")
    terminal.child.setwinsize(30, 100)
    wide = terminal.see("s supports  p partly")
    assert 30 == len(wide)
    terminal.child.setwinsize(1, 10)
    while len(terminal.see("")) != 1:
        pass
    terminal.press("q")
    assert 0 == terminal.end()[0]


def test_a_dumb_terminal_gets_plain_lines(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB", TERM="dumb", NO_COLOR="")
    terminal.child.expect("1 of 6")
    terminal.press("s")
    terminal.child.expect("2 of 6")
    terminal.press("q")
    code, words = terminal.end()
    assert 0 == code
    assert "\x1b" not in words
    assert "decision: supports" in text(ledger)


def test_colour_is_used_where_it_may_be(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB", NO_COLOR="")
    lines = terminal.see("boiling → rao2019")
    assert any("\x1b[1;4m100\x1b[0m" in line for line in lines)
    terminal.press("q")
    assert 0 == terminal.end()[0]


def test_what_the_ledger_refuses_is_said(ledger: Path) -> None:
    ledger.write_text(LEDGER.replace("note: the second", "noet: x"), encoding="utf-8")
    terminal = Terminal(ledger, "--by", "AB", width=120)
    terminal.see("1 of 6")
    terminal.press(" s")
    terminal.see("'noet' is not known in a link of 'boiling'")
    assert "decision: supports\n    by: AB" not in text(ledger)
    terminal.press("q")
    assert 0 == terminal.end()[0]


def test_a_terminal_that_goes_away_ends_it(ledger: Path) -> None:
    terminal = Terminal(ledger, "--by", "AB")
    terminal.see("1 of 6")
    terminal.press("s")
    terminal.see("2 of 6")
    terminal.child.close(force=True)
    assert "decision: supports" in text(ledger)


def test_no_terminal_is_an_error_of_usage(ledger: Path) -> None:
    answer = call("review", folder=ledger.parent.parent)
    assert 2 == answer.code
    assert "reviewed at a terminal\n  hint: in a pipe, 'kzru-cite claims'" in answer.err


def test_the_schema_is_printed(ledger: Path, root: Path) -> None:
    answer = call("schema", folder=ledger.parent)
    assert (root / "docs" / "ledger.schema.json").read_text(encoding="utf-8") == answer.out
