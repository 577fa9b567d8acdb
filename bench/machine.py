"""Say what was measured on: the machine, the programs and their versions, the state of ours."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import bibliography
import edition_tools
import web_tools

from kzru_cite.pandoc import bundled

_HERE = Path(__file__).parent
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
# How each program of others tells its version.
_ASKED = {
    "lychee": [str(web_tools.BIN / "lychee"), "--version"],
    "linkinator": [web_tools.PACKAGES.node_program("linkinator"), "--version"],
    "LinkChecker": [str(web_tools.BIN / "linkchecker"), "--version"],
    "Sphinx": [str(web_tools.BIN / "sphinx-build"), "--version"],
    "MyST": [edition_tools.PACKAGES.node_program("myst"), "--version"],
    "bibtex-tidy": [bibliography.TIDY, "--version"],
    "pandoc": [str(bundled().path), "--version"],
    "biber": ["biber", "--version"],
    "XeTeX": ["xelatex", "--version"],
    "Node": ["node", "--version"],
}


@cache
def about() -> str:
    """Return a sentence on the machine: processor, cores, memory, system."""
    cores, memory = os.cpu_count(), _line("/proc/meminfo", "MemTotal").split()[0]
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = "a system that does not tell its name"
    return (
        f"{_line('/proc/cpuinfo', 'model name')} ({platform.machine()}), {cores} cores, "
        f"{int(memory) / 2**20:.0f} GiB, {system}, Linux {platform.release()}"
    )


def _line(file: str, name: str) -> str:
    """Return the value of the first line *name* of a file of the system."""
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return "0 unknown"


@cache
def versions() -> str:
    """Return the programs that are here with their versions."""
    told = [("Python", platform.python_version())]
    told += [(name, version(name)) for name in ("requests", "beautifulsoup4", "bibtexparser")]
    told += [(name, number) for name, words in _ASKED.items() if (number := _asked(words))]
    return ", ".join(f"{name} {number}" for name, number in told)


def _asked(words: list[str]) -> str:
    """Return the number that a program tells; "" when it is not here."""
    if not shutil.which(words[0]):
        return ""
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    found = _NUMBER.search(said.stdout + said.stderr)
    return found[0] if found else "of unknown version"


@cache
def state() -> str:
    """Return the version of ours and the commit, with a word on what is not committed."""
    if shutil.which("git") is None:
        return _ours()
    commit = _git("rev-parse", "--short=10", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "src", "bench")
    return f"{_ours()}, commit {commit}{' with changes' if changed else ''}" if commit else _ours()


def _ours() -> str:
    return f"kzru-cite {version('kzru-cite')}"


def _git(*words: str) -> str:
    done = subprocess.run(
        [shutil.which("git") or "git", *words],
        cwd=_HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def command() -> str:
    """Return what was called, as it can be called again."""
    return " ".join(["python bench/run.py", *sys.argv[1:]])
