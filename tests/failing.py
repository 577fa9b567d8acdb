"""Run the program while something fails it, or kill it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pexpect

from loopback.web import LoopbackWeb
from offline import NO_SERVICES

ARTICLE = "---\ntitle: Water\nlang: en-GB\n---\n\n# Heat\n\n[Water boils [@rao2019]]{#b .claim}.\n"
SOURCES = """\
@book{rao2019,
  title = {Boiling},
    author = {Rao, Anna},
  publisher = {Steam Press},
  date = {2019},
}
"""

# A link of the article that nobody has decided on.
LINKED = "b:\n  - ref: rao2019\n    quote: it boils\n"

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
# It watches calls, and patches nothing: it ends the process just before one that changes what is
# on the disk, counted from the first, in the program or in what it opens and names files with.
STOPPED = """
import io, os, posix, signal, sys, threading
left = int(os.environ["KILL_AT"])
names = {"write", "fsync", "chmod", "rename", "replace", "unlink", "remove", "ftruncate"}
parts = ("kzru_cite", "tempfile", "pathlib")
lock = threading.Lock()
def watch(frame, event, call):
    global left
    if event != "c_call" or call.__name__ not in names:
        return
    own = getattr(call, "__self__", None)
    if own is not posix and not isinstance(own, (io.FileIO, io.BufferedWriter)):
        return
    if frame.f_globals.get("__name__", "").partition(".")[0] not in parts:
        return
    with lock:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
threading.setprofile(watch)
sys.setprofile(watch)
"""
# An audit hook again: each file that is opened for writing or given a name takes its time, and in
# the n-th of them somebody presses Ctrl-C.
SLOW = """
import os, signal, sys, time
left = int(os.environ["STOP_AT"])
folder = os.environ["STOP_IN"]
def watch(event, words):
    global left
    if event not in ("open", "os.rename", "os.chmod") or not isinstance(words[0], str):
        return
    if event == "open" and not (isinstance(words[2], int) and words[2] & 3):
        return
    if words[0].startswith(folder):
        left -= 1
        time.sleep(0.05)
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
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
    line = line or "exec $K"
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("$K", f'"{sys.executable}" -m kzru_cite {words}')],
        cwd=folder,
        env={**_environment(folder, site), **more},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Answer(
        code=done.returncode,
        out=done.stdout.decode("utf-8", "replace"),
        err=done.stderr.decode("utf-8", "replace"),
    )


def _environment(folder: Path, site: str) -> dict[str, str]:
    before = folder.parent / "site"
    before.mkdir(exist_ok=True)
    (before / "sitecustomize.py").write_text(site, encoding="utf-8")
    return {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(before),
    }


def told(answer: Answer, code: int, *words: str) -> None:
    assert "Traceback" not in answer.err
    assert code == answer.code, answer.err
    for word in words:
        assert word in answer.err


# Projects whose sources are on a web of the test's own.

ONLINE = (
    """\
today = "2026-11-23"
looks = "{looks}"

[gather]
allow-private = ["127.0.0.0/8"]
interval = "1ms"
timeout = "{timeout}"
longest-wait = "1s"
budget = "{budget}"

"""
    + NO_SERVICES
)
# It lacks its canonical form, and the form of its DOI can be mended.
MENDABLE = """\
@article{{lee2020,
  title = {{Freezing}},
    author = {{Lee, Ann}},
  journaltitle = {{Ice}},
  date = {{2020}},
  doi = {{https://doi.org/10.1000/{name}}},
}}
"""


def online(
    home: Path,
    web: LoopbackWeb,
    *,
    looks: str = "looks.jsonl",
    budget: str = "budget.sqlite",
    timeout: str = "5s",
    count: int = 4,
) -> Path:
    """Make a project with so many pages on a web, each on a host of its own."""
    made(home)
    entries = [SOURCES]
    for number in range(count):
        title, host = f"Page {number} of the steppe", f"host{number}.test"
        web.page(host, "/page", title=title, text=f"The text of page {number}. " * 200)
        url = web.url(host, "/page", numeric=True)
        entries.append(f"@online{{page{number},\n  title = {{{title}}},\n  url = {{{url}}},\n}}\n")
    (home / "references.bib").write_text("".join(entries), encoding="utf-8")
    settings = ONLINE.format(looks=looks, budget=budget, timeout=timeout)
    (home / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    return home


def started(folder: Path, words: str) -> subprocess.Popen[str]:
    """Start the program, and go on at once."""
    return subprocess.Popen(
        [sys.executable, "-m", "kzru_cite", *words.split()],
        cwd=folder,
        env=_environment(folder, ""),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_terminal(
    folder: Path,
    words: str,
    keys: str,
    *,
    site: str = "",
    meanwhile: Callable[[], None] = lambda: None,
    **more: str,
) -> Answer:
    """
    Run the program at a terminal, and press a key whenever a screen was drawn.

    *meanwhile* is done before the first key.
    """
    child = pexpect.spawn(
        sys.executable,
        ["-m", "kzru_cite", *words.split()],
        cwd=str(folder),
        env={**_environment(folder, site), "TERM": "xterm", **more},
        encoding="utf-8",
        timeout=60,
    )
    child.delaybeforesend = None
    said = ""
    for key in keys:
        if child.expect([re.escape("\x1b[J"), pexpect.EOF]):
            break
        if not said:
            meanwhile()
        said += str(child.before)
        child.send(key)
    else:
        child.expect(pexpect.EOF)
    said += str(child.before)
    child.wait()
    child.close()
    code = -child.signalstatus if child.signalstatus else child.exitstatus
    return Answer(code=code or 0, out=said, err=said)


# A disk of its own, seen by nobody else, that goes away with the last process that sees it.
_DISK = """
set -e
mount -t tmpfs -o size=8m none "$DISK"
cp -a "$HOUSE/." "$DISK/"
left=$(df -k --output=avail "$DISK" | tail -n 1)
head -c $(( (left - ROOM) * 1024 )) /dev/zero > "$DISK/ballast"
code=0
(cd "$DISK"; $K) || code=$?
rm "$DISK/ballast"
find "$HOUSE" -mindepth 1 -delete
cp -a "$DISK/." "$HOUSE/"
exit $code
"""


def has_disks() -> bool:
    """Tell whether a disk can be made for a test."""
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", "exec unshare -Urm mount -t tmpfs none /mnt"],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def on_disk(folder: Path, words: str, room: int, **more: str) -> Answer:
    """Run the program on a project that lies on a disk with *room* kB left."""
    disk, script = folder.parent / "disk", folder.parent / "disk.sh"
    disk.mkdir(exist_ok=True)
    line = f'"{sys.executable}" -m kzru_cite {words}'
    script.write_text(_DISK.replace("$K", line), encoding="utf-8")
    names = {"DISK": str(disk), "HOUSE": str(folder), "ROOM": str(room)}
    names |= {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    return call(folder, "", line=f'exec unshare -Urm /bin/sh "{script}"', **names, **more)
