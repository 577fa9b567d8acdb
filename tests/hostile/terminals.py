"""The program at a pseudo-terminal: what it writes there comes through as it is."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pexpect

# What a terminal obeys, or shows in another order.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
# What the program itself says to a terminal: lines end, are written anew and come in colours.
_OWN = re.compile(r"\x1b\[K|\x1b\[[\d;]*m|\r+(?=\n|\x1b\[K|\d+ settled)")


def spawned(folder: Path, *words: str, rows: int = 24, width: int = 80) -> pexpect.spawn[str]:
    """Start the program in a folder."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "kzru_cite", *words],
        cwd=str(folder),
        env={**plain, **kept, "TERM": "xterm", "NO_COLOR": "1"},
        dimensions=(rows, width),
        encoding="utf-8",
        timeout=30,
    )
    child.delaybeforesend = None
    return child


class Said(NamedTuple):
    """How the program ended, and what it wrote to the terminal but for its own controls."""

    code: int | None
    text: str


def said(folder: Path, *words: str, width: int = 80) -> Said:
    """Run the program to its end."""
    child = spawned(folder, *words, width=width)
    child.expect(pexpect.EOF)
    told = str(child.before)
    child.wait()
    child.close()
    assert "Traceback" not in told, told
    return Said(child.exitstatus, _OWN.sub("", told))
