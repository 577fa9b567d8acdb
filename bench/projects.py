"""
Measure what checking many projects at once takes, by their number and by what keeps their looks.

Each project cites 30 pages, 20 of its own and 10 that all cite; all looks are recent and lie in
one store that the projects share, so that nothing is asked: what is measured is reading, planning
and judging. What pandoc answers is known from a run before. Seconds are those of the processor, of
all processes; the peak is that of memory, in MB (10⁶ bytes). Run it as `python bench/projects.py`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from measuring import Program, ends_with, run

from kzru_cite.model.evidence import Answered, Look, PageFacts, Purpose
from kzru_cite.read.looks import write_look
from kzru_cite.settings import SERVICES
from kzru_cite.stores import open_store

SIZES = (75, 150, 300)
STORES = {"a file": "all.jsonl", "SQLite": "sqlite:all.sqlite"}
COMMANDS = {"gather": ["gather"], "verify --offline": ["verify", "--offline"]}
OWN, COMMON = 20, 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="how often each is run (3)")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| command | looks in | projects | CPU s | CPU ms a project | peak MB |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    with TemporaryDirectory() as name:
        folder = Path(name)
        projects = [_project(folder, number) for number in range(max(SIZES))]
        for size in SIZES:
            _store(folder, size)
            for command in COMMANDS:
                for store in STORES:
                    print(_row(folder, command, store, projects[:size], options.runs), flush=True)


def _project(folder: Path, number: int) -> str:
    home = folder / f"p{number:03}"
    (home / "article").mkdir(parents=True)
    keys, entries = [], []
    for key, address in _addresses(number):
        keys.append(f"[@{key}]")
        entries.append(
            f"@online{{{key},\n  author = {{Rao, Anna}},\n  title = {{Page {key}}},\n"
            f"  organization = {{Test}},\n  date = {{2020-01-02}},\n  url = {{{address}}},\n"
            "  urldate = {2026-01-02},\n  langid = {english},\n}\n"
        )
    (home / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    text = "".join(f"Something was said {key}.\n\n" for key in keys)
    (home / "article" / "a.md").write_text(text, encoding="utf-8")
    off = "".join(f'{name} = ""\n' for name in SERVICES)
    (home / "kzru-cite.toml").write_text(f"[services]\n{off}", encoding="utf-8")
    return home.name


def _addresses(number: int) -> list[tuple[str, str]]:
    own = [(f"own{one}", f"https://p{number}.example.org/{one}") for one in range(OWN)]
    return [*own, *((f"all{one}", f"https://all.example.org/{one}") for one in range(COMMON))]


def _store(folder: Path, size: int) -> None:
    """Write what was seen of the pages of so many projects into each kind of store."""
    at = datetime.now(UTC).replace(microsecond=0)
    lines = [
        write_look(_look(at, key, address)).encode()
        for number in range(size)
        for key, address in _addresses(number)
    ]
    for setting in STORES.values():
        with open_store(setting, folder) as store:
            store.put(lines)


def _look(at: datetime, key: str, address: str) -> Look:
    page = PageFacts(title=f"Page {key}", opening="So it begins. " * 30, text_length=9000)
    sight = Answered(code=200, final=address, content_type="text/html", page=page)
    return Look(at=at, purpose=Purpose.PAGE, about=address, asked="web", sight=sight)


def _row(folder: Path, command: str, store: str, projects: Sequence[str], runs: int) -> str:
    words = [str(Path(sys.executable).with_name("kzru-cite")), *COMMANDS[command]]
    paths = [str(folder / name) for name in projects]
    setting = STORES[store].replace("all.", f"{folder}/all.")
    program = Program(
        name=f"{command} with {store}",
        ready=lambda _: [*words, "--looks", setting, *paths],
        # 3: of archives, which nobody asked, nothing is known.
        fault=lambda ended: ends_with(ended, 0, 3),
    )
    taken = []
    # The first run does not count: what pandoc answers is kept, and asked once.
    for _ in range(runs + 1):
        found, fault = run(program)
        if fault:
            raise SystemExit(f"{program.name}: {fault}")
        taken.append(found[""])
    cpu = median(one.cpu for one in taken[1:])
    peak = max(one.peak or 0 for one in taken[1:]) / 1e6
    each = cpu / len(projects) * 1000
    return f"| {command} | {store} | {len(projects)} | {cpu:.1f} | {each:.0f} | {peak:.0f} |"


if __name__ == "__main__":
    main()
