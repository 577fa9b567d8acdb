"""The real program when the network goes away in the middle of a run, and comes back."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from loopback.exchange import Exchange, Reply, Response
from loopback.pages import article
from loopback.replies import HTML, raw
from loopback.web import LoopbackWeb
from loopback.wire import late
from offline import NO_NAMES

HOSTS, PAGES, WORKS = 24, 48, 8
# Each page once, each work at doi.org twice and at Crossref twice.
REQUESTS = PAGES + 4 * WORKS
# That all these addresses are private ones is not the point here.
RULES = ("--select", "LNK,REG,EDS", "--ignore", "LNK107")
SETTINGS = """\
looks = "looks.jsonl"

[gate]
max-unable = {most}

[gather]
allow-private = ["127.0.0.0/8"]
authorities = ["{authority}"]
interval = "1ms"
timeout = "5s"
concurrency = 8
budget = "budget.sqlite"

[services]
wayback = ""
datacite = ""
openlibrary = ""
arxiv = ""
pubmed = ""
"""


def in_two(title: str, pause: float) -> Reply:
    """Send the head and half of a page, wait, and send the rest."""
    body = article(title, "The text. " * 50).encode()
    half = len(body) // 2

    async def reply(exchange: Exchange) -> None:
        head = Response(headers=(("Content-Type", HTML), ("Content-Length", str(len(body)))))
        await exchange.write(head.head() + body[:half])
        await asyncio.sleep(pause)
        exchange.leave()
        await exchange.write(body[half:])

    return reply


@dataclass(slots=True, kw_only=True)
class Project:
    """A project whose sources and registries live on a loopback web; nothing is wrong with it."""

    web: LoopbackWeb
    folder: Path

    def write(self, most: float = 0.2) -> None:
        entries = [*map(self._page, range(PAGES)), *map(self._work, range(WORKS))]
        keys = [entry.partition("{")[2].partition(",")[0] for entry in entries]
        (self.folder / "article").mkdir()
        cited = "; ".join(f"@{key}" for key in keys)
        (self.folder / "article" / "a.md").write_text(f"All [{cited}].\n", encoding="utf-8")
        (self.folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
        bases = "".join(
            f'{name} = "{self.web.url(f"{name}.test", "", numeric=True)}"\n'
            for name in ("doi", "crossref")
        )
        settings = SETTINGS.format(authority=self.web.authority_file, most=most) + bases
        (self.folder / "kzru-cite.toml").write_text(settings, encoding="utf-8")
        (self.folder / "patch").mkdir()
        (self.folder / "patch" / "sitecustomize.py").write_text(NO_NAMES, encoding="utf-8")

    def _page(self, number: int) -> str:
        host, tls, title = f"host{number % HOSTS}.test", number % 3 == 0, f"Page {number} of steppe"
        reply = in_two(title, 0.02) if number % 2 else late(raw(article(title).encode()), 0.02)
        self.web.put(host, f"/{number}", reply, tls=tls)
        url = self.web.url(host, f"/{number}", tls=tls, numeric=True)
        return (
            f"@online{{page{number},\n  title = {{{title}}},\n  organization = {{Test}},\n"
            f"  date = {{2020}},\n  urldate = {{2026-01-01}},\n  url = {{{url}}},\n}}\n"
        )

    def _work(self, number: int) -> str:
        doi, title = f"10.5555/work{number}", f"Work {number} on trains"
        value = {"format": "string", "value": "https://example.org/trains"}
        values = [{"index": 1, "type": "URL", "data": value, "ttl": 86400}]
        handle = {"responseCode": 1, "handle": doi, "values": values}
        self._answer("doi", f"/api/handles/{doi}", handle)
        self._answer("doi", f"/ra/{doi}", [{"DOI": doi, "RA": "Crossref"}])
        message: dict[str, object] = {
            "DOI": doi,
            "type": "journal-article",
            "title": [title],
            "author": [{"given": "Aliya", "family": "Bekova", "sequence": "first"}],
            "issued": {"date-parts": [[2021, 3]]},
        }
        work = {"status": "ok", "message-type": "work", "message": message}
        self._answer("crossref", f"/works/{doi}", work)
        notices = {"total-results": 0, "items": [], "items-per-page": 50}
        listed = {"status": "ok", "message-type": "work-list", "message": notices}
        self._answer("crossref", "/works", listed)
        return (
            f"@article{{work{number},\n  author = {{Bekova, Aliya}},\n  title = {{{title}}},\n"
            f"  journaltitle = {{Trains}},\n  date = {{2021}},\n  doi = {{{doi}}},\n}}\n"
        )

    def _answer(self, service: str, path: str, body: object) -> None:
        # The last of them takes long, so that there is a moment in which it alone is out.
        slow = service == "crossref" and path.endswith(f"work{WORKS - 1}")
        reply = late(raw(json.dumps(body).encode(), "application/json"), 0.5 if slow else 0.01)
        self.web.put(f"{service}.test", path, reply)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return subprocess.Popen(
            [sys.executable, "-m", "kzru_cite", *words],
            cwd=self.folder,
            env={**plain, **kept, "PYTHONPATH": str(self.folder / "patch")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def verify(self, *words: str) -> tuple[int, str, str]:
        """Verify; return the exit code, the report and the notes."""
        return self.end(self.start("verify", *RULES, *words))

    def cut_after(self, requests: int) -> tuple[int, str, str]:
        """Verify, and cut the network when so many requests have come in."""
        process = self.start("verify", *RULES)
        while self.web.count() < requests and process.poll() is None:
            time.sleep(0.001)
        self.web.cut()
        return self.end(process)

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
        out, err = process.communicate(timeout=60)
        return process.returncode, out.decode(), err.decode()

    @property
    def looks(self) -> list[dict[str, Any]]:
        path = self.folder / "looks.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def settled(self) -> set[tuple[str, str]]:
        """Return what need not be asked again: all but works whose agency could not be had."""
        return {
            (look["asked"], look["about"])
            for look in self.looks
            if look["asked"] != "doi" or look["sight"]["record"].get("agency")
        }


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with LoopbackWeb() as web:
        yield Project(web=web, folder=tmp_path)


MOMENTS = [*(REQUESTS * tenth // 10 for tenth in range(1, 10)), REQUESTS - 2]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_that_loses_the_network_is_incomplete_and_is_taken_up_again(
    project: Project, moment: int
) -> None:
    project.write()
    code, said, notes = project.cut_after(moment)
    assert 3 == code, said
    assert said.startswith("incomplete: ")
    assert notes.startswith("kzru-cite: there is no network")
    before = project.settled()
    # Nothing but real answers.
    kinds = {look["sight"]["kind"] for look in project.looks}
    assert kinds <= {"answered", "found"}
    assert {200} >= {look["sight"]["code"] for look in project.looks if look["asked"] == "web"}

    project.web.restore()
    project.web.forget()
    code, said, notes = project.verify()
    assert 0 == code, said
    assert "no network" not in notes
    after = project.settled()
    assert PAGES + 3 * WORKS == len(after)
    assert before <= after
    pages = {f"page{number}" for number in range(PAGES)}
    again = {one.path for one in project.web.requests() if one.host.startswith("host")}
    known = {about.rpartition("/")[2] for asked, about in before if asked == "web"}
    assert again == {f"/{number}" for number in range(len(pages))} - {f"/{one}" for one in known}

    project.web.forget()
    assert 0 == project.verify()[0]
    assert [] == [one.path for one in project.web.requests()]


def test_a_run_that_lost_the_network_at_its_end_has_not_passed(project: Project) -> None:
    # However few of its checks could not be made.
    project.write(most=1.0)
    code, said, _ = project.cut_after(REQUESTS - 4)
    assert (3, True) == (code, said.startswith("incomplete: "))


def test_gathering_without_a_network_says_so_by_its_exit_code(project: Project) -> None:
    project.write()
    project.web.cut()
    code, _, notes = project.end(project.start("gather"))
    assert (3, []) == (code, project.looks)
    assert notes.startswith("kzru-cite: there is no network")
    project.web.restore()
    assert 0 == project.end(project.start("gather"))[0]


def test_a_page_that_breaks_off_while_the_network_stays_is_no_lost_network(
    project: Project,
) -> None:
    project.write()
    chance = random.Random(7)  # noqa: S311  a choice, not a secret

    async def breaks_off(exchange: Exchange) -> None:
        await asyncio.sleep(0.3 + chance.random() / 10)
        exchange.reset()

    project.web.put("host1.test", "/1", breaks_off)
    code, said, notes = project.verify()
    assert (0, True) == (code, "no network" not in notes), said
    [lost] = [look for look in project.looks if look["sight"]["kind"] == "unanswered"]
    assert lost["about"].endswith("/1")
