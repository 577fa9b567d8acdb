"""
Measure how fast a Dask cluster on this machine asks: 1, 2 and 4 workers against none.

All ask the same loopback web of 200 hosts without latency, at any pace. The table tells wall
seconds, looks a second, and the processor time of all our processes (client, scheduler, workers,
readers) for each look: on few cores the last one is what can be compared. Run it as
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
            _table(work, work.addresses(port), options.runs)
        finally:
            server.kill()
    _overhead()


def _table(work: Work, addresses: tuple[str, ...], runs: int) -> None:
    print("| workers | wall s | looks/s | CPU ms a look |\n| --- | --- | --- | --- |")
    # In turn, so that what else the machine does strikes all alike.
    found = [[_measured(way, work, addresses) for way in WAYS] for _ in range(runs)]
    for place, way in enumerate(WAYS):
        wall = median(row[place][0] for row in found)
        cpu = median(row[place][1] for row in found)
        count = len(addresses)
        name = way or "none: one process"
        print(f"| {name} | {wall:.1f} | {count / wall:.0f} | {1000 * cpu / count:.2f} |")


def _measured(way: str, work: Work, addresses: tuple[str, ...]) -> tuple[float, float]:
    """Gather, and return the seconds by the clock and of the processors."""
    with TemporaryDirectory() as folder:
        command = OURS.ready(Path(folder), work, addresses)
        before, began = _spent(), time.monotonic()
        subprocess.run(
            [*command, *(("--dask", way) if way else ())], check=True, capture_output=True
        )
        wall, spent = time.monotonic() - began, _spent() - before
        looks = (Path(folder) / "article" / "evidence" / "looks.jsonl").read_bytes()
        if looks.count(b"\n") != len(addresses):
            raise RuntimeError(f"{looks.count(bytes([10]))} looks of {len(addresses)}")
        return wall, spent


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
