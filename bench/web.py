"""
Links asked: our gather against lychee, linkinator, LinkChecker and Sphinx.

All run in turn on the same loopback web, with 64 requests at once. We fetch whole pages, read what
they say of themselves and write a log; the others look at the status.
"""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import measuring
import trustme
import web_work
from goals import Goal, Megabytes, Share
from measuring import Ended, Part, Program
from web_server import HOSTS
from web_tools import AGAIN, AUTHORITY, FAST, OURS, PACKAGES, PEERS, Tool, stand_in
from web_work import Work

PATIENCE, LONG = 300.0, 1800.0
SERVER = Path(__file__).parent / "web_server.py"


def part(instead: str = "") -> Part:
    """Return the work, with the peers that are here; *instead* is a command in place of ours."""
    problem = PACKAGES.missing()
    ours = stand_in(instead) if instead else OURS
    tools = (ours, FAST) if problem else (ours, FAST, *PEERS)
    return Part(
        name="gather",
        title="Links asked",
        works=tuple(_work(work, tools) for work in web_work.ALL),
        left_out=(problem,) if problem else (),
    )


def _work(work: Work, tools: tuple[Tool, ...]) -> measuring.Work:
    chosen = AGAIN if work.again else tuple(tool for tool in tools if _takes_part(tool, work))
    ideal = f" (ideal: {work.ideal:.2f} s)" if work.ideal else ""
    return measuring.Work(
        name=work.name,
        title=f"({work.name}) {work.title}{ideal}",
        programs=lambda: _programs(work, chosen),
        goals={chosen[0].name: _goals(work, work.goals), FAST.name: _goals(work, work.fast_goals)},
        most_runs=work.most_runs,
        slow=work.slow,
    )


def _goals(work: Work, shares: Mapping[str, float]) -> tuple[Goal, ...]:
    """Return what is asked of one of ours; memory is asked of both."""
    held = (Megabytes(most=work.memory),) if work.memory else ()
    return (*(Share(most=most, program=name) for name, most in shares.items()), *held)


def _takes_part(tool: Tool, work: Work) -> bool:
    if work.only and tool in PEERS and tool.name not in work.only:
        return False
    return work.per_host is None or tool.polite


@contextmanager
def _programs(work: Work, tools: Sequence[Tool]) -> Iterator[Sequence[Program]]:
    """Serve the web as long as the tools run."""
    with serving(work) as web:
        addresses = work.addresses(web.port)
        yield [_program(tool, work, addresses, web) for tool in tools]


def _program(tool: Tool, work: Work, addresses: tuple[str, ...], web: Served) -> Program:
    def ready(folder: Path) -> list[str]:
        if web.authority:
            shutil.copy(web.authority, folder / AUTHORITY)
        command = tool.ready(folder, work, addresses)
        web.counts()
        return command

    return Program(
        name=tool.name,
        ready=ready,
        fault=lambda ended: _fault(ended, tool, work, web.counts()),
        environment={"SSL_CERT_FILE": str(web.authority)} if web.authority else {},
        # So many large pages take their time.
        limit=LONG if work.memory else PATIENCE,
    )


def _fault(ended: Ended, tool: Tool, work: Work, seen: dict[str, int]) -> str:
    """Say what makes a run worthless; "" when nothing does."""
    asked = 0 if work.again else work.hosts * work.pages
    if wrong := measuring.ends_with(ended, *tool.ends):
        return wrong
    if seen["addresses"] < asked or (work.again and seen["asked"]):
        return f"asked {seen['addresses']} of {asked}"
    if work.per_host is not None and seen["per_host"] > work.per_host:
        return f"{seen['per_host']} at once to one host"
    return ""


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
