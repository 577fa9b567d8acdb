"""Words of others at the desk of ``review``, and keys that somebody pastes there."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from hostile.terminals import OBEYED, said, spawned
from hostile.test_written_words import TRICKS, call
from kzru_cite.model.ledger import Link
from kzru_cite.model.place import SourceText
from kzru_cite.read.ledger import read_ledger
from kzru_cite.settings import SERVICES
from loopback import LoopbackWeb
from loopback.replies import raw

ESCAPES = "\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\x9d0;owned\x9c\x85\u202egnp\u2066\u2028\x7f"
# As a page can have it, since its reader drops what no page may hold.
ON_PAGE = "&#27;[2J\x9b31m&#155;31m\u202egnp\u2066&#8232;&#x85;"
WORDS = "the council counted 117 horses and 17 wells in May of that year"
SETTINGS = """\
today = "2026-11-23"
looks = "looks.jsonl"
[gather]
allow-private = ["127.0.0.0/8"]
interval = "1ms"
timeout = "5s"
capture = true
[services]
"""
# How the desk draws: from the top, line by line, on a screen of its own; what is pasted is told.
DRAWN = re.compile(r"\x1b\[(?:H|K|J|\?1049[hl]|\?2004[hl])|\r+(?=\n)")
END_OF_FRAME = "\x1b[J"


class Desk:
    """The review of a project at a pseudo-terminal."""

    def __init__(self, folder: Path, *words: str, rows: int = 40, width: int = 100) -> None:
        self.child = spawned(folder, "review", *words, rows=rows, width=width)
        self.told = ""

    def see(self, words: str) -> str:
        """Wait for a screen with these words, and return it."""
        while True:
            self.child.expect_exact(END_OF_FRAME)
            self.told += str(self.child.before) + END_OF_FRAME
            frame = str(self.child.before).rpartition("\x1b[H")[2]
            if words in frame:
                return DRAWN.sub("", frame)

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def paste(self, words: str) -> None:
        """Paste as terminals do, which put marks around it and let Enter be a return."""
        returned = words.replace("\n", "\r")
        self.child.send(f"\x1b[200~{returned}\x1b[201~")

    def end(self) -> str:
        """Quit, and return all that was drawn without what draws."""
        self.press("q")
        self.child.expect(pexpect.EOF)
        self.told += str(self.child.before)
        self.child.wait()
        self.child.close()
        assert self.child.exitstatus == 0, self.told
        assert "Traceback" not in self.told
        return DRAWN.sub("", self.told)


def links(folder: Path) -> tuple[Link, ...]:
    """Read the ledger, which must be without a fault."""
    text = (folder / "article" / "ledger.yaml").read_bytes().decode()
    assert not OBEYED.search(text), ascii(text)
    ledger = read_ledger(SourceText(path="ledger.yaml", text=text))
    assert not ledger.faults, ledger.faults
    return ledger.links


@pytest.fixture
def poisoned(tmp_path: Path) -> Iterator[Path]:
    """Make a project with hostile words in all that the desk shows, its page captured."""
    with LoopbackWeb() as web:
        words = f"<p>Before {ON_PAGE} {WORDS} {ON_PAGE} after.</p>{'<p>More words.</p>' * 99}"
        html = f"<!DOCTYPE html><title>Title {ON_PAGE}</title><article>{words}</article>"
        web.put("page.test", "/p", raw(html.encode(), "text/html; charset=utf-8"))
        bases = "".join(f'{name} = ""\n' for name in SERVICES)
        (tmp_path / "kzru-cite.toml").write_text(SETTINGS + bases, encoding="utf-8")
        (tmp_path / "references.bib").write_text(
            f"@online{{a, title = {{Title {ESCAPES}}}, author = {{Rao {ESCAPES}, Anna}},\n"
            f"  date = {{2020 {ESCAPES}}}, url = {{{web.url('page.test', '/p', numeric=True)}}},\n"
            f"  archiveurl = {{http://a.example/{ESCAPES}}}}}\n",
            encoding="utf-8",
        )
        (tmp_path / "article").mkdir()
        (tmp_path / "article" / f"a{ESCAPES.replace('/', '')}.md").write_text(
            f"# Section {ESCAPES}\n\n"
            f"[Claim {ESCAPES} 117 horses [@a, p. 5 {ESCAPES}]]{{#c1 .claim}}.\n\n"
            f"[Other {ESCAPES} [@gone]]{{#c2 .claim}}.\n",
            encoding="utf-8",
        )
        told = json.dumps(f"Note {ESCAPES}")
        (tmp_path / "article" / "ledger.yaml").write_text(
            f"c1:\n  - ref: a\n    quote: {json.dumps(WORDS)}\n    note: {told}\n"
            f"    decision: supports\n    by: {told}\n    on: 2026-11-01\n    claim: {told}\n"
            f"  - ref: a\n    quote: {json.dumps(f'Nowhere {ESCAPES}')}\n",
            encoding="utf-8",
        )
        yield tmp_path


@pytest.mark.parametrize(("rows", "width"), [(40, 100), (12, 30)])
def test_nothing_that_the_desk_shows_is_obeyed(poisoned: Path, rows: int, width: int) -> None:
    call(poisoned, "gather")
    desk = Desk(poisoned, "--by", "AB", "--state", "all", rows=rows, width=width)
    shown = desk.see("1 of 3")
    if rows == 40:
        for one in ("Claim", "117", "Title", "Note", "Section", "council", "Before", "after"):
            assert one in shown
    for number in (2, 3):
        desk.press(" ")
        desk.see(f"{number} of 3")
    desk.press("\x1b[B\x1b[B?")
    desk.see("s  the source")
    desk.press("?x")
    desk.see("'x' does nothing")
    told = desk.end()
    assert not OBEYED.search(told), ascii(told)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    (tmp_path / "references.bib").write_text("@book{a, title = {Ice}}\n", encoding="utf-8")
    (tmp_path / "article").mkdir()
    text = "".join(f"[Ice is cold {one} [@a]]{{#c{one} .claim}}.\n\n" for one in (1, 2, 3))
    (tmp_path / "article" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "article" / "ledger.yaml").write_text("", encoding="utf-8")
    return tmp_path


def kept(words: str) -> str:
    """Return pasted words as a note has them: on one line, without what is not printed."""
    seen = (one if one.isprintable() else " " if one.isspace() else "" for one in words)
    return "".join(seen).strip()


def test_whatever_is_pasted_into_a_note_is_read_again(plain: Path) -> None:
    desk = Desk(plain, "--by", "AB")
    desk.see("1 of 3")
    for number, trick in enumerate(TRICKS):
        # Each is a note of its own, and each would decide if it were keys.
        words = f"{number} {trick}\ns {trick}"
        desk.press("n\x15")
        desk.paste(words)
        desk.press("\r")
        desk.see("noted (u undoes it)")
        desk.press("?")
        desk.see("the source supports the claim")
        desk.press("?")
        [link] = links(plain)
        assert kept(words) == link.note
        assert ("c1", "a", ()) == (link.claim, link.reference, link.decisions)
    assert not OBEYED.search(desk.end())


def test_what_is_pasted_decides_nothing(plain: Path) -> None:
    before = (plain / "article" / "ledger.yaml").read_bytes()
    desk = Desk(plain, "--by", "AB")
    desk.see("1 of 3")
    for words in ("sspciq", "supports\nsss\n", "\x1b]0;sss\x07", "n\nwords\n", "s" * 5000):
        desk.paste(words)
        desk.see("what is pasted does nothing here")
    assert not OBEYED.search(desk.end())
    assert before == (plain / "article" / "ledger.yaml").read_bytes()


def test_a_note_may_be_very_long(plain: Path) -> None:
    words = f"begin {'w' * 20_000} \u4e16\u0301 end"
    desk = Desk(plain, "--by", "AB")
    desk.see("1 of 3")
    desk.press("n")
    desk.see("note: _")
    began = time.monotonic()
    desk.paste(words)
    desk.see("end_")
    for number in range(10):
        desk.press(f"{'w' * 95} {number:04}")
        desk.see(f" {number:04}_")
        words += f"{'w' * 95} {number:04}"
    desk.press("\r")
    desk.see("noted (u undoes it)")
    assert time.monotonic() - began < 20
    assert not OBEYED.search(desk.end())
    [link] = links(plain)
    assert (words, ()) == (link.note, link.decisions)


def test_keys_that_are_no_letters_are_not_written(plain: Path) -> None:
    desk = Desk(plain, "--by", "AB")
    desk.see("1 of 3")
    desk.press(
        "\x01\x02\x05\x06\x07\x0b\x0e\x1b[24~\x1b[<0;1;1M\x1b[I\u202e\u2066\u2028\x9b31m\x85"
    )
    desk.see("does nothing")
    desk.press("n\x01A\x07\u202e\x9b\x1b[24~\u2028\x85B\ud7ff\ufffe\r")
    desk.see("noted")
    assert "AB" == links(plain)[0].note
    assert not OBEYED.search(desk.end())
    [link] = links(plain)
    assert ("AB", ()) == (link.note, link.decisions)


@pytest.mark.parametrize("first", range(8))
def test_who_decides_is_read_again(plain: Path, first: int) -> None:
    # No argument of a program can hold a NUL.
    name = f"AB {' '.join(TRICKS[first::8])} cd".replace("\x00", "")
    desk = Desk(plain, "--by", name)
    desk.see("1 of 3")
    desk.press("s")
    desk.see("2 of 3")
    assert not OBEYED.search(desk.end())
    [link] = links(plain)
    [decided] = link.decisions
    assert ("supports", name) == (decided.decision.value, decided.by)
    assert not OBEYED.search(said(plain, "verify", "--offline").text)
