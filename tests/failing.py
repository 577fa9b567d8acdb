"""Run the program while something fails it, or kill it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ARTICLE = "---\ntitle: Water\nlang: en-GB\n---\n\n# Heat\n\n[Water boils [@rao2019]]{#b .claim}.\n"
SOURCES = """\
@book{rao2019,
  title = {Boiling},
    author = {Rao, Anna},
  publisher = {Steam Press},
  date = {2019},
}
"""

# An audit hook watches, and patches nothing: it ends the process at one event that changes a
# folder (a file opened for writing, renamed, removed, given a mode), counted from the first.
KILLED = """
import os, signal, sys
left = int(os.environ["KILL_AT"])
folder = os.environ["KILL_IN"]
def watch(event, words):
    global left
    if event == "open":
        if not isinstance(words[2], int) or not words[2] & (os.O_WRONLY | os.O_RDWR):
            return
    elif event not in ("os.rename", "os.remove", "os.chmod"):
        return
    if not isinstance(words[0], str) or not words[0].startswith(folder):
        return
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
"""
FULL = """
import os, resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["ROOM"]),) * 2)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str


def made(home: Path) -> Path:
    """Make a project that passes."""
    (home / "article").mkdir(parents=True)
    (home / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (home / "references.bib").write_text(SOURCES, encoding="utf-8")
    (home / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    return home


def call(folder: Path, words: str, *, site: str = "", line: str = "", **more: str) -> Answer:
    """Run the program, with *site* run before it, or by a *line* of the shell."""
    before = folder.parent / "site"
    before.mkdir(exist_ok=True)
    (before / "sitecustomize.py").write_text(site, encoding="utf-8")
    line = line or "exec $K"
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("$K", f'"{sys.executable}" -m kzru_cite {words}')],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(before),
            **more,
        },
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Answer(
        code=done.returncode,
        out=done.stdout.decode("utf-8", "replace"),
        err=done.stderr.decode("utf-8", "replace"),
    )


def told(answer: Answer, code: int, *words: str) -> None:
    assert "Traceback" not in answer.err
    assert code == answer.code, answer.err
    for word in words:
        assert word in answer.err
