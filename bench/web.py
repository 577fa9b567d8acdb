"""
Measure how fast links are asked: our gather against lychee, linkinator, LinkChecker and Sphinx.

All run in turn on the same loopback web, with 64 requests at once; each row tells the median time
and its ratio to lychee's. We fetch whole pages, read what they say of themselves and write a log;
the others look at the status. Run it as `python bench/web.py`; `--help` lists what can be chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import trustme
import web_memory
import web_work
from web_server import HOSTS
from web_tools import AGAIN, AUTHORITY, FAST, OURS, PACKAGES, PEERS, Tool, stand_in
from web_work import Work

SERVER = Path(__file__).parent / "web_server.py"
# No proxy stands between a tool and loopback, and all keep what they compiled, as when installed.
ENVIRONMENT = {
    name: text
    for name, text in os.environ.items()
    if "proxy" not in name.lower() and name != "PYTHONDONTWRITEBYTECODE"
}
PATIENCE, LONG = 300.0, 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    What a tool took for a piece of work: seconds of each run, and a fault if there was one.

    *memory* is the most megabytes of a run, 0 where nobody looked.
    """

    seconds: tuple[float, ...] = ()
    memory: float = 0.0
    fault: str = ""

    @property
    def median(self) -> float:
        """Return the median of the runs."""
        return median(self.seconds)


def main() -> int:
    """Measure, print, and return 1 when a goal is missed or one of us failed."""
    options = _options()
    PACKAGES.install()
    ours = stand_in(options.ours) if options.ours else OURS
    peers = [tool for tool in PEERS if tool.name in options.peers]
    tools = (ours, *((FAST,) if options.fast else ()), *peers)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(f"median of {options.runs}\n")
    print("| work | ideal | " + " | ".join(tool.name for tool in tools) + " | goals |")
    print("|" + " --- |" * (len(tools) + 3), flush=True)
    met = [_row(work, tools, options.runs) for work in web_work.ALL if work.name in options.rows]
    return int(not all(met))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    names = [tool.name for tool in PEERS]
    rows = [work.name for work in web_work.ALL]
    # Those that ask for memory take many minutes, and are run when they are named.
    usual = [work.name for work in web_work.ALL if not work.memory]
    parser.add_argument("--rows", nargs="+", choices=rows, default=usual)
    parser.add_argument("--peers", nargs="*", choices=names, default=names)
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (5)")
    parser.add_argument("--fast", action="store_true", help="run ours by libcurl as well")
    parser.add_argument(
        "--ours", help="another command in place of ours; {urls} and {per_host} are filled in"
    )
    return parser.parse_args()


def _row(work: Work, tools: tuple[Tool, ...], runs: int) -> bool:
    """Measure a piece of work, print its row; return whether its goals are met."""
    chosen = AGAIN if work.again else [tool for tool in tools if _takes_part(tool, work)]
    cells = measure(work, chosen, runs)
    ours = cells[chosen[0].name]
    goals = [_goal(ours, cells.get(name), name, most) for name, most in work.goals.items()]
    goals += [_held(cells[tool.name], work.memory) for tool in chosen if work.memory]
    # Where nobody is asked, one of us alone has a column.
    shown = [_shown(cells.get(tool.name), cells.get("lychee")) for tool in tools]
    told = ", ".join(words for words, _ in goals)
    print(
        f"| ({work.name}) {work.title} | {work.ideal:.2f} | {' | '.join(shown)} | {told} |",
        flush=True,
    )
    return not ours.fault and all(met for _, met in goals)


def _takes_part(tool: Tool, work: Work) -> bool:
    if tool in PEERS and (work.memory or (work.only and tool.name not in work.only)):
        return False
    return work.per_host is None or tool.polite


def _shown(cell: Cell | None, lychee: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.fault:
        return cell.fault
    ratio = "" if lychee is None or lychee.fault else f" = {cell.median / lychee.median:.2f}×"
    return f"{cell.median:.2f}{ratio}"


def _goal(ours: Cell, other: Cell | None, name: str, most: float) -> tuple[str, bool]:
    """Say whether we kept to a share of another's time; what was not measured is not missed."""
    if other is None or other.fault or ours.fault:
        return f"≤ {most:g}× {name}: not measured", True
    ratio = ours.median / other.median
    return f"≤ {most:g}× {name}: {ratio:.2f} {'met' if ratio <= most else 'MISSED'}", ratio <= most


def _held(cell: Cell, most: int) -> tuple[str, bool]:
    """Say whether a tool of ours kept to so many megabytes."""
    met = not cell.fault and cell.memory <= most
    return f"≤ {most} MB: {cell.memory:.0f} {'met' if met else 'MISSED'}", met


def measure(work: Work, tools: Sequence[Tool], runs: int) -> dict[str, Cell]:
    """Run the tools in turn, so that a slow minute of the machine meets them all."""
    seconds: dict[str, list[float]] = {tool.name: [] for tool in tools}
    faults: dict[str, str] = {}
    memory: dict[str, float] = {}
    with serving(work) as web:
        addresses = work.addresses(web.port)
        for _ in range(runs):
            for tool in tools:
                if tool.name not in faults:
                    took, fault, held = _run(tool, work, addresses, web)
                    seconds[tool.name].append(took)
                    memory[tool.name] = max(held, memory.get(tool.name, 0.0))
                    faults |= {tool.name: fault} if fault else {}
    return {
        name: Cell(seconds=tuple(taken), memory=memory.get(name, 0.0), fault=faults.get(name, ""))
        for name, taken in seconds.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The loopback web: its port, and the file of who vouches for it, None without TLS."""

    port: int
    authority: Path | None = None

    def counts(self) -> dict[str, int]:
        """Return what the web was asked since the last call."""
        context = ssl.create_default_context(cafile=self.authority) if self.authority else None
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )
        scheme = "https" if self.authority else "http"
        with opener.open(f"{scheme}://{HOSTS[0]}:{self.port}/-/counts", timeout=10) as told:
            found: dict[str, int] = json.load(told)
            return found


@contextmanager
def serving(work: Work) -> Iterator[Served]:
    """Serve the loopback web in a process of its own."""
    words = [sys.executable, str(SERVER), str(work.latency), str(work.size)]
    with TemporaryDirectory(prefix="bench-web-") as name:
        authority = _vouch(Path(name)) if work.tls else None
        words += [str(Path(name) / "identity.pem")] if work.tls else []
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
            try:
                port = int(server.stdout.readline() if server.stdout else 0)
                yield Served(port=port, authority=authority)
            finally:
                server.terminate()


def _vouch(folder: Path) -> Path:
    """Make an authority and a certificate for all hosts; return the file of the authority."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / AUTHORITY)
    identity = authority.issue_cert(*HOSTS)
    identity.private_key_and_cert_chain_pem.write_to_path(folder / "identity.pem")
    return folder / AUTHORITY


def _run(
    tool: Tool, work: Work, addresses: tuple[str, ...], web: Served
) -> tuple[float, str, float]:
    """Run a tool once; return its seconds, what is wrong with how it ran, and its megabytes."""
    with TemporaryDirectory(prefix="bench-web-") as name:
        folder = Path(name)
        # LinkChecker becomes another user when it is started by root.
        folder.chmod(0o755)
        environment = ENVIRONMENT
        if web.authority:
            shutil.copy(web.authority, folder / AUTHORITY)
            environment = {**ENVIRONMENT, "SSL_CERT_FILE": str(web.authority)}
        command = tool.ready(folder, work, addresses)
        web.counts()
        run, patience = (web_memory.run, LONG) if work.memory else (_plainly, PATIENCE)
        start = time.perf_counter()
        try:
            done, held = run(command, folder, environment, patience)
        except subprocess.TimeoutExpired:
            return patience, f"over {patience:g} s", 0.0
        took = time.perf_counter() - start
        fault = _fault(done, tool, work, web.counts())
        if fault:
            last = (folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
            print(f"{tool.name}: {fault}\n{last}", file=sys.stderr)
        return took, fault, held


def _plainly(
    command: list[str], folder: Path, environment: Mapping[str, str], patience: float
) -> tuple[int, float]:
    """Return the exit code; nobody looks how much memory it takes."""
    with (folder / "output").open("wb") as output:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=patience,
            check=False,
        )
    return done.returncode, 0.0


def _fault(code: int, tool: Tool, work: Work, seen: dict[str, int]) -> str:
    """Say what makes a run worthless; '' when nothing does."""
    asked = 0 if work.again else work.hosts * work.pages
    if code not in tool.ends:
        return f"ended with {code}"
    if seen["addresses"] < asked or (work.again and seen["asked"]):
        return f"asked {seen['addresses']} of {asked}"
    if work.per_host is not None and seen["per_host"] > work.per_host:
        return f"{seen['per_host']} at once to one host"
    return ""


if __name__ == "__main__":
    sys.exit(main())
