"""The real program, asking from a cluster of processes on a loopback web."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from clusters import Machines
from loopback.replies import page, raw, redirect, retry_after, status
from loopback.web import LoopbackWeb
from loopback.wire import late
from offline import NO_NAMES
from simulation import simulation

# So many bundles a worker has out, and so many threads ask in each.
SEATS, THREADS = 2, 4
# What one worker can have in hand at the moment of its death.
IN_HAND = SEATS * 2 * THREADS
# What is asked at these paths may wait for the next request of the same look, and is in nobody's
# hand then.
FIRST_OF_SEVERAL = ("/chain", "/api/handles/")
HOSTS, EACH, WORKS, CHAINS = 24, 6, 10, 18
INTERVAL = 0.05
SETTINGS = """\
looks = "looks.jsonl"

[gather]
allow-private = ["127.0.0.0/8"]
authorities = ["authority.pem"]
interval = "{interval}ms"
timeout = "5s"
concurrency = {threads}
per-host = 1
budget = "budget.sqlite"

[services]
wayback = ""
datacite = ""
openlibrary = ""
arxiv = ""
pubmed = ""
"""


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with Machines(tmp_path_factory.mktemp("machines")) as machines:
        yield machines


@dataclass(slots=True, kw_only=True)
class Project:
    """A project on a loopback web: pages, chains over hosts, works, faults."""

    web: LoopbackWeb
    folder: Path
    entries: list[str] = field(default_factory=list)
    path: str = ""

    def write(self) -> None:
        for number in range(HOSTS * EACH):
            self._page(number)
        for number in range(CHAINS):
            self._chain(number)
        for number in range(WORKS):
            self._work(number)
        self._faults()
        keys = [entry.partition("{")[2].partition(",")[0] for entry in self.entries]
        cited = "; ".join(f"@{key}" for key in keys)
        (self.folder / "article").mkdir()
        (self.folder / "article" / "a.md").write_text(f"All [{cited}].\n", encoding="utf-8")
        (self.folder / "references.bib").write_text("\n".join(self.entries), encoding="utf-8")
        authority = self.web.authority_file.read_text(encoding="utf-8")
        (self.folder / "authority.pem").write_text(authority, encoding="utf-8")
        bases = "".join(
            f'{name} = "{self.web.url(f"{name}.test", "", numeric=True)}"\n'
            for name in ("doi", "crossref")
        )
        settings = SETTINGS.format(interval=round(INTERVAL * 1000), threads=THREADS)
        (self.folder / "kzru-cite.toml").write_text(settings + bases, encoding="utf-8")
        self.path = str(self.folder / "patch")
        (self.folder / "patch").mkdir()
        (self.folder / "patch" / "sitecustomize.py").write_text(NO_NAMES, encoding="utf-8")

    def _add(self, key: str, field_: str, value: str) -> None:
        kind = "article" if field_ == "doi" else "online"
        urldate = "" if field_ == "doi" else "  urldate = {2026-01-01},\n"
        self.entries.append(
            f"@{kind}{{{key},\n  title = {{The {key} of the steppe}},\n  author = {{Bekova, A.}},\n"
            f"  date = {{2020}},\n{urldate}  {field_} = {{{value}}},\n}}\n"
        )

    def _page(self, number: int) -> None:
        host, key = f"host{number % HOSTS}.test", f"page{number}"
        tls = number % HOSTS % 3 == 0
        reply = late(page(f"The {key} of the steppe", f"The text of {key}. " * 20), 0.02)
        self.web.put(host, f"/{key}", reply, tls=tls)
        self._add(key, "url", self.web.url(host, f"/{key}", tls=tls, numeric=True))

    def _chain(self, number: int) -> None:
        """Lead from a host of its own over one that all share to one of the usual."""
        first, key = f"chain{number % 6}.test", f"chain{number}"
        # Its port for TLS would make it another host, with a pace of its own.
        last = f"host{number * 3 % HOSTS + 1}.test"
        self.web.page(last, f"/{key}", title=f"The {key} of the steppe")
        end = self.web.url(last, f"/{key}", numeric=True)
        self.web.put("shared.test", f"/{key}", late(redirect(end), 0.01))
        middle = self.web.url("shared.test", f"/{key}", numeric=True)
        self.web.put(first, f"/{key}", late(redirect(middle), 0.01))
        self._add(key, "url", self.web.url(first, f"/{key}", numeric=True))

    def _work(self, number: int) -> None:
        doi, key = f"10.5555/work{number}", f"work{number}"
        value = {"format": "string", "value": "https://example.org/trains"}
        values = [{"index": 1, "type": "URL", "data": value, "ttl": 86400}]
        handle = {"responseCode": 1, "handle": doi, "values": values}
        self._answer("doi", f"/api/handles/{doi}", handle)
        self._answer("doi", f"/ra/{doi}", [{"DOI": doi, "RA": "Crossref"}])
        message = {"DOI": doi, "type": "journal-article", "title": [f"The {key} of the steppe"]}
        self._answer("crossref", f"/works/{doi}", {"message-type": "work", "message": message})
        notices = {"total-results": 0, "items": [], "items-per-page": 50}
        self._answer("crossref", "/works", {"message-type": "work-list", "message": notices})
        self._add(key, "doi", doi)

    def _answer(self, service: str, path: str, body: object) -> None:
        reply = late(raw(json.dumps(body).encode(), "application/json"), 0.01)
        self.web.put(f"{service}.test", path, reply)

    def _faults(self) -> None:
        faults = {"gone": status(404), "down": status(500), "busy": retry_after(3600)}
        for name, reply in faults.items():
            for number in range(3):
                key = f"{name}{number}"
                self.web.put(f"{name}.test", f"/{key}", reply)
                self._add(key, "url", self.web.url(f"{name}.test", f"/{key}", numeric=True))
        # Nobody listens there.
        self._add("dead", "url", "http://127.1.2.3:8/")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return subprocess.Popen(
            [sys.executable, "-m", "kzru_cite", *words],
            cwd=self.folder,
            env={**plain, **kept, "PYTHONPATH": self.path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
        out, err = process.communicate(timeout=300)
        return process.returncode, out.decode() + err.decode()

    def gather(self, *words: str) -> tuple[int, str]:
        return self.end(self.start("gather", *words))

    def seen(self) -> set[str]:
        """Return what was seen, but for when."""
        return {json.dumps(look, sort_keys=True) for look in self.looks()}

    def looks(self) -> list[dict[str, Any]]:
        path = self.folder / "looks.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [{name: part for name, part in json.loads(line).items() if name != "at"}
                for line in lines]  # fmt: skip

    def begin_anew(self) -> None:
        """Forget what was seen and asked, and when hosts may be asked again."""
        for name in ("looks.jsonl", "budget.sqlite"):
            (self.folder / name).unlink(missing_ok=True)
        self.web.forget()

    def asked(self) -> Counter[tuple[str, str]]:
        return Counter((one.host, one.path) for one in self.web.requests())

    def rude(self) -> dict[str, str]:
        """Return the hosts that were not asked one by one, at their interval, from wherever."""
        found = {}
        for host in {one.host for one in self.web.requests()}:
            gaps = self.web.gaps(host)
            if self.web.at_once(host) > 1:
                found[host] = f"{self.web.at_once(host)} at once"
            # A server under load may notice the first request late, and the last in time.
            if sum(gaps) < len(gaps) * INTERVAL - 0.1:
                found[host] = f"{len(gaps) + 1} requests in {sum(gaps)} seconds"
        return found


@dataclass(slots=True, kw_only=True)
class Alone:
    """A project, and what came of gathering for it on one machine."""

    project: Project
    seen: frozenset[str]
    asked: Counter[tuple[str, str]]

    def doubled(self) -> int:
        """Return how many requests were put in vain; none may be missing."""
        return self._again().total()

    def doubled_singly(self, losses: int) -> int:
        """
        Return how many looks were asked in vain, after so many losses of a worker.

        Looks that waited for their next hop or their next question come on top of what a worker
        has in hand, since they begin anew; but nothing is sent more than once again for a loss.
        """
        again = self._again()
        assert all(count <= losses * self.asked[one] for one, count in again.items())
        return sum(
            count
            for (host, path), count in again.items()
            if self.asked[host, path] == 1 and not path.startswith(FIRST_OF_SEVERAL)
        )

    def _again(self) -> Counter[tuple[str, str]]:
        now = self.project.asked()
        assert not self.asked - now
        return now - self.asked

    def run(self, machines: Machines) -> subprocess.Popen[bytes]:
        return self.project.start("gather", "--dask", machines.address)

    def wait(self, requests: int) -> None:
        self.project.web.wait_for(None, requests, patience=120)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """Gather on one machine."""
    with LoopbackWeb() as web:
        project = Project(web=web, folder=tmp_path_factory.mktemp("project"))
        project.write()
        code, said = project.gather()
        assert 0 == code, said
        yield Alone(project=project, seen=frozenset(project.seen()), asked=project.asked())


@pytest.fixture
def alone(once: Alone) -> Alone:
    once.project.begin_anew()
    return once


def test_a_cluster_sees_and_asks_what_one_machine_does(alone: Alone, machines: Machines) -> None:
    with machines.workers(2, alone.project.path):
        code, said = alone.project.end(alone.run(machines))
    assert (0, 0) == (code, alone.doubled()), said
    assert alone.seen == alone.project.seen()
    assert {} == alone.project.rude()
    # Redirects led over hosts of other bundles, and the looks say so.
    assert CHAINS == sum(len(look["sight"].get("hops", ())) == 2 for look in alone.project.looks())


def test_what_is_foretold_is_what_is_asked(alone: Alone) -> None:
    # Redirects, and what is asked about what was found, come on top: not as much again.
    code, said = alone.project.gather("--budget")
    assert 0 == code, said
    rows = [line.split() for line in said.splitlines()[1:-1]]
    simulate = simulation()
    loads = [
        simulate.Load(host=words[-1], count=int(words[0]), interval=INTERVAL, at_once=1)
        for words in rows
    ]
    foretold = simulate.foretell(loads, 2)
    assert foretold.requests <= alone.asked.total() <= 2 * foretold.requests


def test_a_killed_worker_loses_no_look_and_doubles_none_that_was_told(
    alone: Alone, machines: Machines
) -> None:
    with machines.workers(2, alone.project.path) as numbers:
        running = alone.run(machines)
        alone.wait(alone.asked.total() // 3)
        machines.kill(numbers[0])
        code, said = alone.project.end(running)
    assert 0 == code, said
    assert alone.seen == alone.project.seen()
    assert alone.doubled_singly(1) <= IN_HAND
    assert {} == alone.project.rude()


def test_workers_may_come_and_go(alone: Alone, machines: Machines) -> None:
    with machines.workers(2, alone.project.path) as numbers:
        running = alone.run(machines)
        alone.wait(alone.asked.total() // 4)
        machines.kill(numbers[0])
        with machines.workers(1, alone.project.path):
            alone.wait(alone.asked.total() // 2)
            machines.kill(numbers[1])
            code, said = alone.project.end(running)
    assert 0 == code, said
    assert alone.seen == alone.project.seen()
    assert alone.doubled_singly(2) <= 2 * IN_HAND
    assert {} == alone.project.rude()


def test_an_interrupted_run_keeps_what_came_and_is_taken_up_again(
    alone: Alone, machines: Machines
) -> None:
    with machines.workers(2, alone.project.path):
        running = alone.run(machines)
        alone.wait(alone.asked.total() // 2)
        running.send_signal(signal.SIGINT)
        code, said = alone.project.end(running)
        assert 130 == code
        assert "Traceback" not in said
        kept = alone.project.seen()
        assert kept < alone.seen
        code, said = alone.project.end(alone.run(machines))
    assert 0 == code, said
    assert alone.seen == alone.project.seen()
    assert alone.doubled_singly(1) <= 2 * IN_HAND


def test_processes_on_this_machine_are_a_cluster_too(alone: Alone) -> None:
    words = ("--select", "LNK", "--ignore", "LNK107", "--dask", "local:2", "--format", "json")
    code, said = alone.project.end(alone.project.start("verify", *words))
    assert (0, True) == (code, '"verdict": "passed"' in said), said
    assert alone.seen == alone.project.seen()
    assert (0, {}) == (alone.doubled(), alone.project.rude())


def test_a_worker_without_a_network_hands_its_work_back(alone: Alone, machines: Machines) -> None:
    cut = cut_off(alone.project, "cut")
    with machines.workers(1, cut), machines.workers(1, alone.project.path):
        code, said = alone.project.end(alone.run(machines))
    assert (0, 0) == (code, alone.doubled()), said
    assert alone.seen == alone.project.seen()


def test_no_worker_with_a_network_is_no_network(alone: Alone, machines: Machines) -> None:
    with machines.workers(2, cut_off(alone.project, "both")):
        code, said = alone.project.end(alone.run(machines))
    assert (3, set()) == (code, alone.project.seen())
    assert "there is no network" in said


def cut_off(project: Project, name: str) -> str:
    """Return a path of modules that let nothing go out to the loopback web."""
    folder = project.folder / name
    folder.mkdir()
    ports = (project.web.port, project.web.tls_port)
    (folder / "sitecustomize.py").write_text(NO_NAMES + NO_WEB.format(ports=ports))
    return str(folder)


# Dask itself is still reached.
NO_WEB = """
import errno
connect = socket.socket.connect
def guarded(self, address):
    if address[1] in {ports}:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    return connect(self, address)
socket.socket.connect = guarded
"""


def test_another_version_on_a_worker_is_told(alone: Alone, machines: Machines) -> None:
    folder = alone.project.folder / "older"
    folder.mkdir()
    older = 'import kzru_cite\nkzru_cite.__version__ = "0.0.1"\n'
    (folder / "sitecustomize.py").write_text(older, encoding="utf-8")
    with machines.workers(1, str(folder)):
        code, said = alone.project.end(alone.run(machines))
    assert (2, 0) == (code, alone.project.web.count())
    assert "has kzru-cite 0.0.1, here is " in said


def test_a_scheduler_without_workers_is_told(machines: Machines) -> None:
    call = f"from kzru_cite.cluster import Cluster; Cluster({machines.address!r}, 0.2)"
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, check=False)
    assert b"nothing was asked: the scheduler has no workers" in done.stderr


def test_a_cluster_that_is_not_there_is_told(alone: Alone) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    call = f"from kzru_cite.cluster import Cluster; Cluster({address!r}, 0.2)"
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, check=False)
    assert b"ClusterError: nothing was asked: no scheduler answers at" in done.stderr
    code, said = alone.project.gather("--dask", "somewhere")
    assert (2, "'somewhere' is no cluster") == (code, said.partition(": ")[2].splitlines()[0])


def test_a_scheduler_that_goes_away_ends_the_run(alone: Alone, tmp_path: Path) -> None:
    with Machines(tmp_path) as machines, machines.workers(1, alone.project.path):
        running = alone.run(machines)
        alone.wait(alone.asked.total() // 3)
        machines.stop_scheduler()
        code, said = alone.project.end(running)
    assert 3 == code, said
    assert "the scheduler of the cluster is gone" in said
    assert alone.project.seen() < alone.seen


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("gather", "--capture", "--dask", "local"), "what is fetched cannot be kept"),
        (("verify", "--offline", "--dask", "local"), "--offline asks nothing"),
    ],
)
def test_what_a_cluster_cannot_do_is_told(alone: Alone, words: tuple[str, ...], told: str) -> None:
    code, said = alone.project.end(alone.project.start(*words))
    assert (2, True) == (code, told in said), said


def test_a_missing_package_is_named(alone: Alone) -> None:
    folder = alone.project.folder / "missing"
    folder.mkdir()
    (folder / "distributed.py").write_text("raise ImportError('no such thing')")
    project = replace(alone.project, path=str(folder))
    code, said = project.gather("--dask", "local")
    assert (2, True) == (code, "pip install 'kzru-cite[cluster]'" in said), said
