"""Name the pieces of work that are measured, and our goals for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from web_server import HOSTS, PAGE_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """
    Addresses to be asked, and how.

    They lie on *hosts* hosts with *pages* each; *grouped* asks host after host, else in turn.
    *per_host* limits the requests at once to one host; None: no limit is set, and every tool
    takes part, or those of *only*. With *again* all was asked before, and nobody may be asked.
    *size* is that of a page in bytes. *goals* are the most that we may take, as a share of another
    tool's time, *fast_goals* the same for our fast engine, *memory* the most that all processes of
    ours may hold together, in MB; with *captures* what was fetched is kept. At the most *most_runs*
    are made; *slow* work is left out of a quick look.
    """

    name: str
    title: str
    hosts: int
    pages: int
    latency: float
    grouped: bool = False
    per_host: int | None = None
    tls: bool = False
    again: bool = False
    only: tuple[str, ...] = ()
    size: int = PAGE_SIZE
    memory: int = 0
    captures: bool = False
    goals: Mapping[str, float] = field(default_factory=dict)
    fast_goals: Mapping[str, float] = field(default_factory=dict)
    most_runs: int | None = None
    slow: bool = False

    def addresses(self, port: int) -> tuple[str, ...]:
        """Return the addresses in the order in which they are given to the tools."""
        hosts, pages = HOSTS[: self.hosts], range(self.pages)
        pairs = (
            [(host, page) for host in hosts for page in pages]
            if self.grouped
            else [(host, page) for page in pages for host in hosts]
        )
        scheme = "https" if self.tls else "http"
        return tuple(f"{scheme}://{host}:{port}/page/{page}" for host, page in pairs)

    @property
    def ideal(self) -> float:
        """Return the seconds that latency alone takes with 64 at once."""
        lanes = min(AT_ONCE, self.hosts * (self.per_host or AT_ONCE))
        return self.hosts * self.pages * self.latency / min(lanes, self.hosts * self.pages)


AT_ONCE = 64
ALL = (
    Work(
        name="a",
        title="1,000 URLs on 200 hosts, 100 ms",
        hosts=200,
        pages=5,
        latency=0.1,
        goals={"lychee": 1.25},
    ),
    Work(
        name="b",
        title="10,000 URLs on 200 hosts, no latency",
        hosts=200,
        pages=50,
        latency=0.0,
        only=("lychee",),
        goals={"lychee": 4.0},
        fast_goals={"lychee": 1.0},
    ),
    Work(
        name="t",
        title="1,000 URLs on 200 hosts, 100 ms, TLS",
        hosts=200,
        pages=5,
        latency=0.1,
        tls=True,
        only=("lychee",),
        goals={"lychee": 1.3},
    ),
    Work(
        name="c",
        title="500 URLs on one host, 100 ms, 2 at once",
        hosts=1,
        pages=500,
        latency=0.1,
        per_host=2,
        goals={"lychee": 1.15},
        most_runs=2,
        slow=True,
    ),
    Work(
        name="d",
        title="35 URLs on 35 hosts, 300 ms, start-up",
        hosts=35,
        pages=1,
        latency=0.3,
        goals={"lychee": 2.0, "sphinx": 0.9},
    ),
    Work(
        name="g",
        title="500 URLs in host order, 100 ms, 2 per host",
        hosts=10,
        pages=50,
        latency=0.1,
        grouped=True,
        per_host=2,
        goals={"lychee": 0.35},
    ),
    Work(
        name="f",
        title="35 URLs, all seen before",
        hosts=35,
        pages=1,
        latency=0.0,
        again=True,
        goals={"verify --offline": 1.2},
    ),
    Work(
        name="m",
        title="10,000 pages of 1 MB",
        hosts=200,
        pages=50,
        latency=0.0,
        size=1_000_000,
        memory=300,
        only=("nobody",),
        most_runs=1,
        slow=True,
    ),
    Work(
        name="k",
        title="2,000 pages of 1 MB, kept",
        hosts=200,
        pages=10,
        latency=0.0,
        size=1_000_000,
        memory=300,
        captures=True,
        only=("nobody",),
        most_runs=1,
        slow=True,
    ),
)
