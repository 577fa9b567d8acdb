"""
Measure how fast a Dask cluster on this machine asks: 1, 2 and 4 workers against none.

All ask the same loopback web of 200 hosts without latency, at any pace. The table tells wall
seconds, looks a second, and the processor time of all our processes (client with scheduler,
workers, readers) for each look: on few cores the last one is what can be compared. Run it as
`python bench/cluster.py`.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from web_tools import OURS
from web_work import Work

from kzru_cite.cluster import Cluster, Over, Told

SERVER = Path(__file__).parent / "web_server.py"
HOSTS = 200
WAYS = ("", "local:1", "local:2", "local:4")
# A look as it goes over the wire is about so long.
LINE = "x" * 700


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--pages", type=int, default=50, help="pages on each of 200 hosts (50)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is run (3)")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with subprocess.Popen(
        [sys.executable, str(SERVER), "0"], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            port = int(server.stdout.readline()) if server.stdout else 0
            work = Work(name="k", title="", hosts=HOSTS, pages=options.pages, latency=0.0)
            _table(work, port, options.runs)
        finally:
            server.kill()
    _overhead()


def _table(work: Work, port: int, runs: int) -> None:
    print("| workers | wall s | looks/s | CPU ms a look | of these in the client's process |")
    print("| --- | --- | --- | --- | --- |")
    # In turn, so that what else the machine does strikes all alike. What starting takes is known
    # from a run with one page on each host, and taken off.
    few = replace(work, pages=1)
    found = [
        [(_measured(way, few, port), _measured(way, work, port)) for way in WAYS]
        for _ in range(runs)
    ]
    count, more = work.hosts * work.pages, work.hosts * (work.pages - 1)
    for place, way in enumerate(WAYS):
        rows = [row[place] for row in found]
        wall = median(whole.wall for _, whole in rows)
        cpu = 1000 * median(whole.spent - part.spent for part, whole in rows) / more
        main = 1000 * median(whole.main - part.main for part, whole in rows) / more
        name = way or "none: one process"
        print(f"| {name} | {wall:.1f} | {count / wall:.0f} | {cpu:.2f} | {main:.2f} |", flush=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds by the clock, of the processors in all, and of them in the program's own process."""

    wall: float
    spent: float
    main: float


def _measured(way: str, work: Work, port: int) -> Spent:
    addresses = work.addresses(port)
    with TemporaryDirectory() as folder:
        command = [
            *OURS.ready(Path(folder), work, addresses),
            *(("--dask", way) if way else ()),
        ]
        before, began, main = _spent(), time.monotonic(), 0.0
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                main = _of(process.pid) or main
                time.sleep(0.05)
        wall, spent = time.monotonic() - began, _spent() - before
        looks = (Path(folder) / "article" / "evidence" / "looks.jsonl").read_bytes()
        if looks.count(b"\n") != len(addresses):
            raise RuntimeError(f"{looks.count(bytes([10]))} looks of {len(addresses)}")
        return Spent(wall=wall, spent=spent, main=main)


def _of(process: int) -> float:
    """Return the seconds of the processors that a process itself has used, 0.0 when it is gone."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _call(batches: int, size: int, send) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for _ in range(batches):
        send([("sight", number, LINE) for number in range(size)])


def _overhead() -> None:
    """Measure what Dask takes for a bundle and for a look, by batches of several sizes."""
    cluster: Cluster[tuple[str, int, str]] = Cluster("local:2")
    print("\n| what | ms |\n| --- | --- |")
    try:
        bundle = _timed(cluster, "empty", bundles=200, batches=0, size=0) / 200
        print(f"| a bundle without looks | {1000 * bundle:.1f} |")
        for size in (1, 8, 64):
            batches = 1600 // size
            spent = _timed(cluster, f"size{size}", bundles=4, batches=batches, size=size)
            each = 1000 * (spent - 4 * bundle) / (4 * batches * size)
            print(f"| a look, {size} in a batch | {each:.3f} |")
    finally:
        cluster.close()


def _timed(
    cluster: Cluster[tuple[str, int, str]], name: str, *, bundles: int, batches: int, size: int
) -> float:
    began, over, told = time.monotonic(), 0, 0
    for number in range(bundles):
        cluster.start(f"{name}-{number}", partial(_call, batches, size))
    while over < bundles:
        match cluster.next(60):
            case Told(records=records):
                told += len(records)
            case Over():
                over += 1
            case event:
                raise RuntimeError(event)
    assert told == bundles * batches * size  # noqa: S101 - what was told is what is measured
    return time.monotonic() - began


if __name__ == "__main__":
    main()
