"""
Quotations searched for: one in each of up to 1,000 captures of 30 kB.

Half of the quotations are in their captures with another typography, half differ by a digit, so
that the nearest words are looked for. A run is a process of its own, `quotes.py FOLDER COUNT`,
which tells what its steps took as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from figures import Taken
from goals import Goal, Megabytes, Seconds
from measuring import Ended, Part, Program, Work, ran
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


_OURS = "kzru-cite"
# By the number of captures. Seconds are about a half above what was measured when they were set.
_GOALS: dict[int, dict[str, tuple[Goal, ...]]] = {
    100: {f"{_OURS}: search all": (Seconds(most=1),)},
    1_000: {
        _OURS: (Megabytes(most=100),),
        f"{_OURS}: search all": (Seconds(most=12),),
        f"{_OURS}: judge": (Seconds(most=0.1),),
    },
}


def part() -> Part:
    """Return the work; nobody else does it."""
    return Part(
        name="quotes",
        title="Quotations searched for in captures",
        works=tuple(_work(size, goals) for size, goals in _GOALS.items()),
    )


def _work(size: int, goals: dict[str, tuple[Goal, ...]]) -> Work:
    program = Program(
        name=_OURS,
        ready=lambda folder: [sys.executable, __file__, str(folder), str(size)],
        parts=_parts,
    )
    return Work(
        name=f"{size:,} captures",
        title=f"{size:,} captures of 30 kB, a quotation in each",
        programs=lambda: ran(program),
        goals=goals,
        most_runs=3,
        slow=size > 100,
    )


def _parts(ended: Ended) -> dict[str, Taken]:
    told = json.loads(ended.output)
    return {name: Taken(wall=wall, cpu=cpu, peak=None) for name, (wall, cpu) in told.items()}


class _Clock:
    """Sums the seconds of named pieces of work, and those of the processor."""

    def __init__(self) -> None:
        self.told: dict[str, tuple[float, float]] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Add what the block takes to the piece *name*."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        before = self.told.get(name, (0.0, 0.0))
        self.told[name] = (
            before[0] + time.perf_counter() - wall,
            before[1] + time.process_time() - cpu,
        )


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


def _measured(folder: Path, size: int) -> dict[str, tuple[float, float]]:
    store, kind = Store(folder), "text/html; charset=utf-8"
    looks: list[Look] = []
    entries: list[str] = []
    links: list[str] = []
    clock = _Clock()
    for number in range(size):
        address, body = f"https://example.org/{number}", _body(number)
        headers = {"content-type": kind}
        exchange = Exchange(address=address, at=AT, code=200, headers=headers, body=body)
        with clock("keep"):
            digest = store.keep(exchange)
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
    with clock("search all"):
        found = list(searches(quest, Evidence(looks=tuple(looks)), extractor(Store(folder))))
    with clock("judge"):
        evidence = Evidence(looks=(*looks, *found))
        states = [one.finding for one in quotations(quest.dossier(evidence))]
    expected = [Finding.ALTERED if number % 2 else Finding.FOUND for number in range(size)]
    if states != expected:
        raise SystemExit("quotations were not found as they should be")
    return clock.told


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]), int(sys.argv[2]))))
