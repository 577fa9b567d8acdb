"""
Bibliographies of 1,000, 10,000 and 100,000 entries: we read and judge them, the others read them.

biber and bibtex-tidy check what they read and write it anew, pandoc turns it into CSL JSON,
bibtexparser, which we read with, makes a library of it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import entries
from goals import Goal, Megabytes, Seconds, Share
from measuring import Ended, Part, Program, Work, ends_with, ran
from peers import Peers, debian

from kzru_cite.pandoc import bundled

PACKAGES = Peers(name="bibliography-peers", wheels=(), node="bibtex-tidy@1.14.0")
TIDY = PACKAGES.node_program("bibtex-tidy")
_OURS = "kzru-cite"
_FILE = "references.bib"
_PARSER = (
    f"import bibtexparser; print(len(bibtexparser.parse_file('{_FILE}', encoding='utf-8').entries))"
)
# Its standard input is read before any file that is named.
_TIDY = ("sh", "-c", f'exec "$0" --v2 --output out.bib <{_FILE}', TIDY)
_PANDOC = (str(bundled().path), "-f", "biblatex", "-t", "csljson", "-o", "out.json", _FILE)
_BIBER = ("biber", "--tool", "--quiet", "--output-file", "out.bib", _FILE)
# pandoc took 6.7 GB of memory for 100,000 entries; in KiB.
_ENOUGH = 9_000_000
_LARGE = 100_000
_GOALS: dict[int, tuple[Goal, ...]] = {
    1_000: (Seconds(most=2),),
    10_000: (Share(most=1, program="bibtex-tidy"), Share(most=0.1, program="biber")),
    _LARGE: (Share(most=12, program=_OURS, work="10,000 entries"), Megabytes(most=1500)),
}


def part() -> Part:
    """Return the work, with the peers that are here."""
    left_out = (
        PACKAGES.missing(),
        debian("biber", "biber"),
        "biber on 100,000 entries: it would take a quarter of an hour",
        "" if _enough() else "pandoc on 100,000 entries: 9 GB of free memory are wanted",
    )
    return Part(
        name="bibliography",
        title="Bibliographies read and judged",
        works=(*(_work(count, goals) for count, goals in _GOALS.items()), _again(10_000)),
        left_out=tuple(filter(None, left_out)),
    )


def _enough() -> bool:
    """Say whether there is memory for pandoc and the largest."""
    text = Path("/proc/meminfo").read_text(encoding="ascii")
    free = next(line for line in text.splitlines() if line.startswith("MemAvailable:"))
    return int(free.split()[1]) >= _ENOUGH


def _work(count: int, goals: tuple[Goal, ...]) -> Work:
    programs = tuple(_programs(count))
    return Work(
        name=f"{count:,} entries",
        title=f"{count:,} entries",
        programs=lambda: ran(*programs),
        goals={_OURS: goals},
        most_runs=2 if count == _LARGE else None,
        slow=count == _LARGE,
    )


def _again(count: int) -> Work:
    """Return the check of entries of which none changed since the last check."""

    def ready(folder: Path) -> list[str]:
        command = _project(folder, count)
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        return command

    return Work(
        name=f"{count:,} entries again",
        title=f"{count:,} entries, of which none changed",
        programs=lambda: ran(Program(name=_OURS, ready=ready, fault=_judged(count))),
    )


def _programs(count: int) -> Iterator[Program]:
    """Yield what reads so many entries; what takes minutes runs once."""
    once = 1 if count == _LARGE else None
    yield Program(name=_OURS, ready=lambda folder: _project(folder, count), fault=_judged(count))
    parser = (sys.executable, "-c", _PARSER)
    yield _peer("bibtexparser", count, parser, _told)
    if Path(TIDY).exists():
        yield _peer("bibtex-tidy", count, _TIDY, _in_bibtex, most_runs=once)
    if count < _LARGE or _enough():
        few = 2 if count == 10_000 else once
        yield _peer("pandoc", count, _PANDOC, _in_json, most_runs=few)
    if count < _LARGE and shutil.which("biber"):
        yield _peer("biber", count, _BIBER, _in_bibtex, most_runs=2 if count == 1_000 else 1)


@lru_cache(maxsize=1)
def _text(count: int) -> str:
    return entries.written(count)


def _project(folder: Path, count: int) -> list[str]:
    """Write a project that cites all its sources and says nothing else."""
    (folder / _FILE).write_text(_text(count), encoding="utf-8")
    (folder / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    (folder / "article").mkdir()
    article = '---\nnocite: "@*"\n---\n\nAll sources are listed.\n'
    (folder / "article" / "article.md").write_text(article, encoding="utf-8")
    words = ("verify", "--offline", "--format", "json", "--output", "report.json")
    return [sys.executable, "-m", "kzru_cite", *words]


def _judged(count: int) -> Callable[[Ended], str]:
    """Return what finds fault with a run of ours that judged less than all entries."""

    def fault(ended: Ended) -> str:
        report = ended.folder / "report.json"
        if wrong := ends_with(ended, 0, 1):
            return wrong
        told = json.loads(report.read_text(encoding="utf-8"))
        # Each entry has a type, and each type is judged.
        seen = told["by_rule"]["SYN004"]["planned"]
        return "" if seen == count else f"judged {seen:,} of {count:,}"

    return fault


def _peer(
    name: str,
    count: int,
    command: Sequence[str],
    found: Callable[[Ended], int],
    *,
    most_runs: int | None = None,
) -> Program:
    """Return a program that must have read all entries."""

    def ready(folder: Path) -> Sequence[str]:
        (folder / _FILE).write_text(_text(count), encoding="utf-8")
        return command

    def fault(ended: Ended) -> str:
        if wrong := ends_with(ended, 0):
            return wrong
        read = found(ended)
        return "" if read == count else f"read {read:,} of {count:,}"

    return Program(name=name, ready=ready, fault=fault, most_runs=most_runs)


def _told(ended: Ended) -> int:
    return int(ended.output.split()[0])


def _in_bibtex(ended: Ended) -> int:
    text = (ended.folder / "out.bib").read_text(encoding="utf-8")
    return sum(line.startswith("@") for line in text.splitlines())


def _in_json(ended: Ended) -> int:
    return len(json.loads((ended.folder / "out.json").read_text(encoding="utf-8")))
