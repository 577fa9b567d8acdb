"""
Measure what it takes to put looks into each kind of store, and to read those of one project.

Seconds are those of the processor, of our process: what a server of PostgreSQL takes comes on top.
*again* puts the same lines once more, none of which is new; *some* reads what is about 30 pages.
Run it as `python bench/stores.py`, with `--postgresql ADDRESS` of an empty database for that too.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kzru_cite.model.address import read_address
from kzru_cite.model.archive import read_capture
from kzru_cite.model.evidence import Answered, Look, PageFacts, Purpose
from kzru_cite.model.storage import kind_of
from kzru_cite.model.subjects import subject
from kzru_cite.model.topics import topic
from kzru_cite.read.looks import write_look
from kzru_cite.stores import open_store

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOSTS = 7000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--looks", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is run (3)")
    parser.add_argument("--postgresql", default="", help="the address of an empty database")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| CPU s | put | again | all | some |\n| --- | ---: | ---: | ---: | ---: |")
    lines = [write_look(_look(number)).encode() for number in range(options.looks)]
    for setting in ("looks.jsonl", "sqlite:looks.sqlite"):
        runs = [_measured(setting, lines) for _ in range(options.runs)]
        _tell(setting, [median(each) for each in zip(*runs, strict=True)])
    if options.postgresql:
        # It is empty once.
        _tell(options.postgresql, _measured(options.postgresql, lines))


def _tell(setting: str, seconds: list[float]) -> None:
    print(f"| {kind_of(setting)} | {' | '.join(f'{each:.2f}' for each in seconds)} |", flush=True)


def _address(number: int) -> str:
    return f"https://host{number % HOSTS}.example.org/path/{number}"


def _look(number: int) -> Look:
    page = PageFacts(title="A title of it", opening="words " * 80)
    sight = Answered(code=200, final=_address(number), content_type="text/html", page=page)
    at = BEGIN + timedelta(seconds=number)
    return Look(at=at, purpose=Purpose.PAGE, about=_address(number), asked="web", sight=sight)


def _measured(setting: str, lines: list[bytes]) -> list[float]:
    """Return the seconds of each step, in an empty folder."""
    about = {topic(_address(number)) for number in range(30)}
    with TemporaryDirectory() as name:
        folder = Path(name)

        def put(new: int) -> None:
            with open_store(setting, folder) as store:
                if store.put(lines) != new:
                    raise SystemExit(f"{store.name} was not empty")

        def read(topics: set[str] | None) -> None:
            with open_store(setting, folder) as store:
                if not list(store.lines(topics)):
                    raise SystemExit(f"{store.name} holds nothing")

        return [
            _seconds(lambda: put(len(lines))),
            _seconds(lambda: put(0)),
            _seconds(lambda: read(None)),
            _seconds(lambda: read(about)),
        ]


def _seconds(act: Callable[[], None]) -> float:
    # What an address comes to is remembered; a program that puts looks has read none before.
    read_address.cache_clear()
    subject.cache_clear()
    read_capture.cache_clear()
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    main()
