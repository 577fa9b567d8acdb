"""
Measure how long 1,000 quotations take in 1,000 captures of 30 kB each, and how much memory.

Half of the quotations are in their captures with another typography, half differ by a digit, so
that the nearest words are looked for. Run it as `python bench/quotes.py`; `--help` lists what can
be chosen. Each run is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from web_server import page

from kzru_cite.captures import Store
from kzru_cite.model.evidence import Answered, Evidence, Look, Purpose
from kzru_cite.model.kept import Exchange
from kzru_cite.model.place import SourceText
from kzru_cite.model.quoting import Finding, quotations
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.page import read_page
from kzru_cite.searching import Quest, extractor, searches

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def main() -> int:
    """Measure, and print a row for each number of captures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 1000])
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (5)")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(_measured(Path(options.inside), options.count)))
        return 0
    python = f"Python {platform.python_version()}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {python}, median of {options.runs}\n")
    print("| captures of 30 kB | keep, s | search all, s | ms each | judge, s | peak MB |")
    print("| --- " * 6 + "|", flush=True)
    for size in options.sizes:
        rows = [_run(size) for _ in range(options.runs)]
        kept, searched, judged, peak = (median(column) for column in zip(*rows, strict=True))
        print(
            f"| {size:,} | {kept:.2f} | {searched:.2f} | {searched / size * 1000:.1f}"
            f" | {judged:.2f} | {peak:.0f} |",
            flush=True,
        )
    return 0


def _run(size: int) -> tuple[float, float, float, float]:
    with TemporaryDirectory(prefix="bench-quotes-") as folder:
        words = [sys.executable, __file__, "--inside", folder, "--count", str(size)]
        told = subprocess.run(words, capture_output=True, check=True)
        found: tuple[float, float, float, float] = tuple(json.loads(told.stdout))
        return found


def _said(number: int) -> str:
    return f"In village {number} the council counted {1000 + number} horses and 17 wells in May"


def _body(number: int) -> bytes:
    sentence = f"<p>{_said(number)}.</p>\n".encode()
    return page().replace(b"</body>", sentence + b"</body>")


def _quote(number: int) -> str:
    """Return what is searched for: typeset, or a digit off."""
    said = _said(number)
    if number % 2:
        return said.replace("17 wells", "71 wells")
    typeset = said.replace(" ", "\u00a0")
    return f"“{typeset}”"


def _measured(folder: Path, size: int) -> tuple[float, float, float, float]:
    store, kind = Store(folder), "text/html; charset=utf-8"
    looks: list[Look] = []
    entries: list[str] = []
    links: list[str] = []
    spent = 0.0
    for number in range(size):
        address, body = f"https://example.org/{number}", _body(number)
        headers = {"content-type": kind}
        start = time.perf_counter()
        digest = store.keep(Exchange(address=address, at=AT, code=200, headers=headers, body=body))
        spent += time.perf_counter() - start
        sight = Answered(
            code=200, final=address, page=read_page(body, kind, address), capture=digest
        )
        looks.append(Look(at=AT, purpose=Purpose.PAGE, about=address, asked="web", sight=sight))
        entries.append(f"@online{{k{number}, title = {{T}}, url = {{{address}}}}}\n")
        links.append(f"c{number}:\n  - ref: k{number}\n    quote: {json.dumps(_quote(number))}\n")
    store.close()
    quest = Quest(
        bibliography=read_bibliography([SourceText(path="r.bib", text="".join(entries))]),
        ledger=read_ledger(SourceText(path="l.yaml", text="".join(links))),
        today=AT,
    )
    start = time.perf_counter()
    found = list(searches(quest, Evidence(looks=tuple(looks)), extractor(Store(folder))))
    searched = time.perf_counter() - start
    start = time.perf_counter()
    evidence = Evidence(looks=(*looks, *found))
    states = [one.finding for one in quotations(quest.dossier(evidence))]
    judged = time.perf_counter() - start
    expected = [Finding.ALTERED if number % 2 else Finding.FOUND for number in range(size)]
    if states != expected:
        raise SystemExit("quotations were not found as they should be")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent, searched, judged, peak


if __name__ == "__main__":
    sys.exit(main())
