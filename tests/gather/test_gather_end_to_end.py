"""The real program on a loopback web: 200 references, 30 of them faulty in known ways."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pexpect
import pytest

from loopback.exchange import Exchange, Reply
from loopback.replies import page, redirect, retry_after, status
from loopback.walls import login, parked, paywall, robot_wall, sign_in, soft_404
from loopback.web import ANY, LoopbackWeb
from offline import CUT, NO_NAMES, NO_SERVICES

SOUND = 170
SETTINGS = (
    """\
looks = "looks.jsonl"

[gate]
dead-looks = 1

[gather]
allow-private = ["127.0.0.0/8"]
authorities = []
interval = "1ms"
timeout = "2s"
longest-wait = "1s"
budget = "budget.sqlite"

"""
    + NO_SERVICES
)


@dataclass(slots=True, kw_only=True)
class Project:
    """A project whose sources live on a loopback web, and what is known to be wrong with them."""

    web: LoopbackWeb
    folder: Path
    entries: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    path: str = ""
    engine: str = "requests"

    def add(self, key: str, url: str, fault: str = "") -> None:
        self.entries.append(
            f"@online{{{key},\n  title = {{Page {key} of the steppe}},\n"
            "  organization = {Test},\n  date = {2020},\n  urldate = {2026-01-01},\n"
            f"  url = {{{url}}},\n}}\n"
        )
        if fault:
            self.faults[key] = fault

    def write(self) -> None:
        keys = [entry.partition("{")[2].partition(",")[0] for entry in self.entries]
        cited = "; ".join(f"@{key}" for key in keys)
        (self.folder / "article").mkdir(exist_ok=True)
        (self.folder / "article" / "a.md").write_text(f"All [{cited}].\n", encoding="utf-8")
        (self.folder / "references.bib").write_text("\n".join(self.entries), encoding="utf-8")
        (self.folder / "kzru-cite.toml").write_text(
            SETTINGS.replace("[gather]\n", f'[gather]\nengine = "{self.engine}"\n'),
            encoding="utf-8",
        )

    def call(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(self.command(*words), env=self.env, capture_output=True, check=False)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kzru_cite", *words]

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return {**plain, **kept, **({"PYTHONPATH": self.path} if self.path else {})}

    def verify(self) -> tuple[int, dict[str, object]]:
        """Verify online; return the exit code and the report."""
        done = self.call("verify", "--format", "json", "--select", "LNK", str(self.folder))
        assert done.stdout, done.stderr.decode()
        return done.returncode, json.loads(done.stdout)

    @property
    def log(self) -> str:
        path = self.folder / "looks.jsonl"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def lines(self) -> list[str]:
        return self.log.splitlines()


def sound(project: Project, number: int) -> None:
    host = f"host{number % 60}.test"
    key = f"good{number}"
    title = f"Page {key} of the steppe"
    project.web.page(host, f"/{key}", title=title, text=f"The text of {key}. " * 30)
    project.add(key, project.web.url(host, f"/{key}", numeric=True))


def faulty(project: Project) -> None:
    """Add thirty faults, each on a host of its own."""
    web = project.web
    kinds = {
        "gone404": ([status(404)] * 4, "LNK001"),
        "gone410": ([status(410)] * 2, "LNK001"),
        "soft": ([soft_404()] * 3, "LNK005"),
        "parked": ([parked()] * 2, "LNK006"),
        "login": ([login(), sign_in()], "LNK007"),
        "paywall": ([paywall("Page paywall0 of the steppe")], "LNK007"),
        "wall": ([robot_wall("cloudflare"), robot_wall("incapsula"), robot_wall("akamai")], "?"),
        "busy": ([retry_after(3600)] * 2, "?"),
        "down": ([status(500), status(502), status(503), status(504)], "?"),
    }
    for kind, (replies, code) in kinds.items():
        for number, reply in enumerate(replies):
            key, host = f"{kind}{number}", f"{kind}{number}.test"
            web.put(host, ANY, reply)
            project.add(key, web.url(host, f"/{key}", numeric=True), code)
    for number in range(3):
        key, host = f"moved{number}", f"moved{number}.test"
        web.page(host, "/new", title=f"Page {key} of the steppe")
        web.put(host, f"/{key}", redirect(web.url(host, "/new", numeric=True), 301))
        project.add(key, web.url(host, f"/{key}", numeric=True), "LNK003")
    for number in range(2):
        key, host = f"root{number}", f"root{number}.test"
        web.page(host, "/", title="Front page of a paper")
        web.put(host, f"/deep/{key}", redirect(web.url(host, "/", numeric=True)))
        project.add(key, web.url(host, f"/deep/{key}", numeric=True), "LNK004")
    for number in range(2):
        key, host = f"tls{number}", f"tls{number}.test"
        web.put(host, ANY, page(f"Page {key} of the steppe"))
        project.add(key, web.url(host, f"/{key}", tls=True, numeric=True), "LNK008")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with LoopbackWeb() as web:
        made = Project(web=web, folder=tmp_path)
        for number in range(SOUND):
            sound(made, number)
        faulty(made)
        made.write()
        yield made


def findings(report: dict[str, object]) -> dict[str, str]:
    found = report["findings"]
    assert isinstance(found, list)
    # Rules from LNK101 on judge the form of addresses, and rightly call these private.
    return {one["reference"]: one["code"] for one in found if one["code"] < "LNK1"}


@pytest.mark.parametrize("engine", ["requests", "curl"])
def test_each_fault_gets_its_class_and_no_sound_page_is_called_dead(
    project: Project, engine: str
) -> None:
    project.engine = engine
    project.write()
    code, report = project.verify()
    known = {key: fault for key, fault in project.faults.items() if fault != "?"}
    assert 30 == len(project.faults)
    assert known == findings(report)
    assert 1 == code
    counts = report["by_rule"]
    assert isinstance(counts, dict)
    unable = sum(fault == "?" for fault in project.faults.values())
    assert unable == counts["LNK001"]["unable"]


def test_an_engine_that_is_not_installed_is_named(project: Project) -> None:
    path = project.folder / "without"
    path.mkdir()
    (path / "pycurl.py").write_text("raise ImportError('No module named pycurl')", encoding="utf-8")
    project.path, project.engine = str(path), "curl"
    project.write()
    done = project.call("gather", "--project", str(project.folder))
    assert 2 == done.returncode
    assert b"the engine 'curl' cannot be used: No module named pycurl" in done.stderr
    assert b"pip install 'kzru-cite[fast]'" in done.stderr
    assert not project.log


def test_a_second_run_asks_nothing_that_is_fresh(project: Project) -> None:
    first = project.verify()[1]
    asked = {host: project.web.count(host) for host in ("host1.test", "gone4040.test")}
    before = len(project.lines)
    project.web.forget()
    second = project.verify()[1]
    assert findings(first) == findings(second)
    assert asked["host1.test"] >= 1
    assert 0 == project.web.count("host1.test") == project.web.count("gone4040.test")
    # What may pass is asked again each time: walls do not pass, trouble of servers does.
    again = len(project.lines) - before
    assert 0 < again <= sum(fault == "?" for fault in project.faults.values())


def test_judging_the_log_offline_says_the_same(project: Project) -> None:
    online = project.verify()[1]
    asked = project.web.count()
    done = project.call(
        "verify", "--offline", "--format", "json", "--select", "LNK", str(project.folder)
    )
    assert findings(online) == findings(json.loads(done.stdout))
    assert asked == project.web.count()


def test_hosts_are_asked_politely(project: Project) -> None:
    project.verify()
    assert all(project.web.at_once(f"host{number}.test") <= 2 for number in range(60))


def test_the_plan_asks_nothing(project: Project) -> None:
    done = project.call("gather", "--budget", "-C", str(project.folder))
    assert b"200 requests to" in done.stdout
    assert 0 == project.web.count()
    assert [] == project.lines


KILLS = 20
# Of the sound pages so many are answered in a run at most, so that none comes to its end.
MOST = 8


@dataclass(slots=True)
class Tap:
    """
    Lets so many answers out in a run, and holds back those to its other requests.

    Runs are known by the contact that their requests name: those of a run that was killed can
    still be on their way when the next one has begun.
    """

    settings: Path
    contact: str = ""
    left: int = 0
    given: int = 0
    runs: int = 0

    def turn(self, number: int) -> None:
        """Begin a new run, with so many answers."""
        known = self.settings.read_text(encoding="utf-8").replace(f'contact = "{self.contact}"', "")
        self.runs += 1
        self.contact, self.left, self.given = f"run{self.runs}@example.org", number, 0
        named = known.replace("[gather]", f'[gather]\ncontact = "{self.contact}"')
        self.settings.write_text(named, encoding="utf-8")

    def over(self, reply: Reply) -> Reply:
        async def held(exchange: Exchange) -> None:
            agent = exchange.request.headers["user-agent"]
            while self.contact in agent and self.left <= 0:  # noqa: ASYNC110  another thread turns
                await asyncio.sleep(0.002)
            if self.contact not in agent:
                # Who asked was killed.
                exchange.reset()
                return
            self.left -= 1
            await reply(exchange)
            self.given += 1

        return held


def killed_at_random(project: Project, tap: Tap, chance: random.Random) -> str:
    """Gather, and kill the run with no warning; return the log as it was a moment before."""
    after, kept = chance.randint(0, MOST - 3), chance.random() < 0.5
    known = len(sound_pages(project.log))
    tap.turn(after + 3)
    words = project.command("gather", "-C", str(project.folder))
    with subprocess.Popen(words, env=project.env, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if after <= (len(sound_pages(project.log)) - known if kept else tap.given):
                break
            time.sleep(0.005)
        # While answers come in, are read or are kept; or before the first, perhaps before all.
        time.sleep(chance.uniform(0, 0.02 if after else 0.8))
        before = project.log
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert -signal.SIGKILL == process.returncode
    return before


def test_a_run_that_is_killed_loses_no_look_and_is_taken_up_again(project: Project) -> None:
    chance = random.Random(2026)  # noqa: S311  moments, not secrets
    settings = project.folder / "kzru-cite.toml"
    # Answers that are held back shall not run out of time.
    patient = settings.read_text(encoding="utf-8").replace('"2s"', '"30s"')
    settings.write_text(patient, encoding="utf-8")
    tap = Tap(settings=settings)
    for number in range(SOUND):
        key, host = f"good{number}", f"host{number % 60}.test"
        project.web.put(host, f"/{key}", tap.over(page(f"Page {key} of the steppe")))

    grown, torn = [], set()
    for _ in range(KILLS):
        known = sound_pages(project.log)
        project.web.forget()
        before = killed_at_random(project, tap, chance)
        # What stood there stands there still, in its place; all but the last line is whole.
        whole = before[: before.rfind("\n") + 1]
        assert project.log.startswith(whole)
        lines = project.log.split("\n")
        assert all(is_look(line) or line in torn for line in lines[:-1])
        torn.add(lines[-1])
        assert not known & set(asked_pages(project, tap))
        grown.append(len(sound_pages(project.log)) - len(known))
    assert KILLS == len(grown)
    # Some came in the midst of keeping.
    assert max(grown) > 1

    before = project.log
    left = {f"/good{number}" for number in range(SOUND)} - sound_pages(before)
    assert left
    tap.turn(SOUND)
    project.web.forget()
    assert 0 == project.call("gather", "-C", str(project.folder)).returncode
    assert project.log.startswith(before)
    assert sorted(left) == sorted(asked_pages(project, tap))
    looks = [json.loads(line) for line in project.lines if is_look(line)]
    pages = {look["about"] for look in looks if look["purpose"] == "page"}
    # Hosts that ask for patience beyond the cap are not asked; all others were.
    assert len(pages) >= 198
    assert SOUND == len(sound_pages(project.log))


def is_look(line: str) -> bool:
    try:
        return "sight" in json.loads(line)
    except ValueError:
        return False


def sound_pages(log: str) -> set[str]:
    """Return the paths of sound pages that were answered, by the whole lines of a log."""
    looks = [json.loads(line) for line in log.split("\n") if is_look(line)]
    paths = {urlsplit(look["about"]).path for look in looks if look["sight"].get("code") == 200}
    return {path for path in paths if path.startswith("/good")}


def asked_pages(project: Project, tap: Tap) -> list[str]:
    """Return the paths of the sound pages that this run asked for."""
    requests = [one for one in project.web.requests() if tap.contact in one.headers["user-agent"]]
    return [one.path for one in requests if one.path.startswith("/good")]


def test_a_network_that_is_not_there_is_no_fault_of_the_pages(tmp_path: Path) -> None:
    with LoopbackWeb() as web:
        project = Project(web=web, folder=tmp_path)
        for number in range(5):
            project.add(f"a{number}", f"http://no-such-host-{number}.invalid/page")
        project.write()
        (tmp_path / "patch").mkdir()
        (tmp_path / "patch" / "sitecustomize.py").write_text(NO_NAMES, encoding="utf-8")
        project.path = str(tmp_path / "patch")
        start = time.monotonic()
        code, report = project.verify()
        assert 3 == code
        assert "incomplete" == report["verdict"]
        assert {} == findings(report)
        assert [] == project.lines
        assert time.monotonic() - start < 30


def cut(project: Project, after: int) -> tuple[int, str, str]:
    """Verify with the cable pulled out when so many lines are in the log; and put it back."""
    settings = project.folder / "kzru-cite.toml"
    slow = settings.read_text(encoding="utf-8").replace('"1ms"', '"600ms"')
    settings.write_text(slow, encoding="utf-8")
    (project.folder / "patch").mkdir()
    cable = project.folder / "cut"
    patch = project.folder / "patch" / "sitecustomize.py"
    patch.write_text(CUT.format(path=str(cable)), encoding="utf-8")
    project.path = str(project.folder / "patch")
    # All addresses here are private.
    words = project.command("verify", "--select", "LNK", "--ignore", "LNK107", str(project.folder))
    with subprocess.Popen(
        words, env=project.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        while len(project.lines) < after:
            time.sleep(0.002)
        cable.touch()
        out, err = process.communicate(timeout=30)
    cable.unlink()
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("after", [5, 70, 120, 150])
def test_a_network_cut_in_mid_run_leaves_the_log_sound_and_the_run_to_be_resumed(
    project: Project, after: int
) -> None:
    _, _, err = cut(project, after)
    assert "there is no network" in err
    looks = [json.loads(line) for line in project.lines]
    # Nothing that came of the cut was written down.
    silent = [look for look in looks if look["sight"]["kind"] == "unanswered"]
    assert {"tls"} >= {look["sight"]["trouble"].partition("-")[0] for look in silent}
    assert after <= len(looks) < 198
    known = {key: fault for key, fault in project.faults.items() if fault != "?"}
    before = {host: project.web.count(host) for host in answered(project, looks)}
    code, report = project.verify()
    assert (1, known) == (code, findings(report))
    assert before == {host: project.web.count(host) for host in before}


@pytest.mark.parametrize("after", [5, 60, 110])
def test_a_run_in_which_the_network_was_cut_is_incomplete(tmp_path: Path, after: int) -> None:
    with LoopbackWeb() as web:
        project = Project(web=web, folder=tmp_path)
        for number in range(SOUND):
            sound(project, number)
        project.write()
        code, out, err = cut(project, after)
        assert 3 == code
        assert "there is no network" in err
        assert "incomplete" in out.splitlines()[0]
        assert {"answered"} == {json.loads(line)["sight"]["kind"] for line in project.lines}
        assert {} == findings(project.verify()[1])
        assert SOUND == len({json.loads(line)["about"] for line in project.lines})


def answered(project: Project, looks: list[dict[str, str]]) -> list[str]:
    """Return the sound hosts all of whose pages were answered."""
    seen = {look["about"] for look in looks}
    found = []
    for number in range(60):
        host = f"host{number}.test"
        keys = [n for n in range(SOUND) if n % 60 == number]
        if all(project.web.url(host, f"/good{n}", numeric=True) in seen for n in keys):
            found.append(host)
    return found


def test_who_watches_a_run_sees_the_classes_and_a_pipe_none(project: Project) -> None:
    words = project.command("gather", "-C", str(project.folder))
    terminal = pexpect.spawn(
        words[0], words[1:], env=project.env, dimensions=(24, 300), encoding="utf-8"
    )
    terminal.expect(pexpect.EOF, timeout=60)
    last = str(terminal.before).split("\r")
    counted = next(one for one in reversed(last) if "settled: " in one)
    for name in ("alive", "gone", "robot wall", "parked domain", "login or paywall"):
        assert f" {name}" in counted
    # A random neighbour of what looks like an error is asked, too.
    assert int(counted.split(" ", 1)[0]) >= 200
    piped = project.call("gather", "-C", str(project.folder))
    assert b"settled" not in piped.stderr
