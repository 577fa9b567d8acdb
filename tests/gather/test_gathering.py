"""A run is made from the settings, asks round by round, and says what it did."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzru_cite import __version__
from kzru_cite.errors import SettingsError
from kzru_cite.gathering import Gathered, budget, gather, world
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import Answered, Evidence, Purpose, Sight, in_order
from kzru_cite.model.place import SourceText
from kzru_cite.planning import Want
from kzru_cite.plans import first_plan
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.looks import read_looks
from kzru_cite.settings import SERVICES, Gather, Settings
from loopback import ANY, LoopbackWeb
from loopback.replies import status
from offline import NO_NAMES

OFF = dict.fromkeys(SERVICES, "")
QUICK = Gather(allow_private=("127.0.0.0/8",), interval=0.0, budget="budget.sqlite")
LOOPBACK = Settings(looks="looks.jsonl", gather=QUICK, services=OFF)


def entry(key: str, kind: str = "online", title: str = "Trains", **fields: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n  title = {{{title}}},\n{lines}}}\n"


def read(*entries: str) -> Bibliography:
    return read_bibliography([SourceText(path="references.bib", text="\n".join(entries))])


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as web:
        yield web


# What a run asks with.


def paces(settings: Settings, folder: Path) -> dict[str, tuple[float, int]]:
    with closing(world(settings, folder)) as place:
        found = place.crew.manners.paces
    return {f"{pace.host}{pace.path}": (pace.interval, pace.at_once) for pace in found}


def test_services_are_asked_at_their_own_pace(tmp_path: Path) -> None:
    settings = Settings(gather=Gather(budget="budget.sqlite"))
    assert {
        "web.archive.org/cdx": (2.5, 1),
        # To have a page copied costs the archive far more than to be asked for its list.
        "web.archive.org/save": (9.0, 1),
        "web.archive.org/save/status": (5.0, 1),
        "doi.org": (0.5, 2),
        # Lists of Crossref are dearer than records, and both count together.
        "api.crossref.org": (1.0, 1),
        "api.datacite.org": (0.5, 1),
        "openlibrary.org": (1.0, 1),
        "export.arxiv.org": (3.0, 1),
        "eutils.ncbi.nlm.nih.gov": (0.4, 1),
    } == paces(settings, tmp_path)


def test_the_pace_of_a_service_says_where_it_comes_from(tmp_path: Path) -> None:
    with closing(world(Settings(gather=Gather(budget="b")), tmp_path)) as place:
        reasons = {pace.host: pace.why for pace in place.crew.manners.paces}
    assert "one list a second" in reasons["api.crossref.org"]
    assert reasons["doi.org"].endswith("(seen 2026-10-01)")


def test_copies_in_the_archive_do_not_wait_for_its_index(tmp_path: Path) -> None:
    with closing(world(Settings(gather=Gather(budget="b", interval=1.0)), tmp_path)) as place:
        manners = place.crew.manners
    copy = manners.pace("https://web.archive.org/web/20240112101112id_/http://a.test/")
    index = manners.pace("https://web.archive.org/cdx/search/cdx?url=a.test")
    assert (1.0, 2.5) == (copy.interval, index.interval)


def test_a_service_elsewhere_or_switched_off_is_a_host_like_others(tmp_path: Path) -> None:
    bases = {**OFF, "doi": "http://127.0.0.1:8080", "crossref": "https://api.crossref.org/v1"}
    settings = Settings(gather=Gather(budget="b"), services=bases)
    assert {"api.crossref.org": (1.0, 1)} == paces(settings, tmp_path)


def test_the_limits_follow_from_the_settings(tmp_path: Path) -> None:
    wishes = replace(
        QUICK, timeout=4.0, per_host=3, longest_wait=7.0, concurrency=5, vantage="home"
    )
    with closing(world(replace(LOOPBACK, gather=wishes), tmp_path)) as place:
        limits = place.tools.limits
        crew = place.crew
    assert (4.0, 4.0, 12.0) == (limits.connect, limits.idle, limits.whole)
    assert (3, 7.0, 5) == (crew.manners.per_host, crew.manners.longest_wait, crew.threads)
    assert "home" == place.vantage


def test_authorities_are_read_from_the_project(web: LoopbackWeb, tmp_path: Path) -> None:
    (tmp_path / "ours.pem").write_bytes(web.authority_file.read_bytes())
    web.page("secure.test", "/a", title="Trains")
    address = web.url("secure.test", "/a", tls=True, numeric=True)
    trusting = replace(LOOPBACK, gather=replace(QUICK, authorities=("ours.pem",)))
    done, _ = run(trusting, tmp_path, entry("a", url=address))
    assert [200] == [
        look.sight.code for look in done.evidence.looks if isinstance(look.sight, Answered)
    ]


@pytest.mark.parametrize("content", [None, "no certificate\n"])
def test_authorities_that_cannot_be_read_are_named(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "ours.pem").write_text(content, encoding="utf-8")
    settings = replace(LOOPBACK, gather=replace(QUICK, authorities=("ours.pem",)))
    with pytest.raises(SettingsError, match="'authorities' cannot be read") as raised:
        world(settings, tmp_path)
    assert "PEM" in raised.value.hint


def test_processes_of_one_user_share_a_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(LOOPBACK, gather=replace(QUICK, budget=""))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    world(settings, tmp_path).close()
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    world(settings, tmp_path).close()
    found = {path.parent.parent.relative_to(tmp_path) for path in tmp_path.rglob("budget.sqlite")}
    assert {Path("cache"), Path("home/.cache")} == found


# A run.


def run(
    settings: Settings, folder: Path, *entries: str, evidence: Evidence | None = None
) -> tuple[Gathered, list[tuple[Want, Sight]]]:
    told: list[tuple[Want, Sight]] = []
    done = gather(
        read(*entries),
        evidence or Evidence(),
        settings,
        folder,
        lambda want, sight: told.append((want, sight)),
    )
    return done, told


def recorded(folder: Path) -> Evidence:
    return read_looks((folder / "looks.jsonl").read_text(encoding="utf-8")).evidence


def test_each_answer_is_told_and_kept(web: LoopbackWeb, tmp_path: Path) -> None:
    web.page("a.test", "/a", title="Trains")
    web.put("b.test", "/b", status(404))
    address, missing = (web.url(f"{name}.test", f"/{name}", numeric=True) for name in ("a", "b"))
    settings = replace(LOOPBACK, gather=replace(QUICK, vantage="office"))
    done, told = run(settings, tmp_path, entry("a", url=address), entry("b", url=missing))
    assert (2, 0, False) == (done.asked, done.fresh, done.offline)
    assert {address, missing} == {want.about for want, _ in told}
    assert {address: 200, missing: 404} == {
        look.about: look.sight.code
        for look in done.evidence.looks
        if isinstance(look.sight, Answered)
    }
    assert {"office"} == {look.vantage for look in done.evidence.looks}
    assert in_order(done.evidence.looks) == in_order(recorded(tmp_path).looks)


def test_a_second_run_asks_nothing(web: LoopbackWeb, tmp_path: Path) -> None:
    web.page("a.test", "/a", title="Trains")
    source = entry("a", url=web.url("a.test", "/a", numeric=True))
    first, _ = run(LOOPBACK, tmp_path, source)
    second, told = run(LOOPBACK, tmp_path, source, evidence=first.evidence)
    assert (0, 1, []) == (second.asked, second.fresh, told)
    assert first.evidence == second.evidence
    assert 1 == web.count("a.test")


def test_an_answer_can_raise_a_question(web: LoopbackWeb, tmp_path: Path) -> None:
    web.page("a.test", ANY, title="Welcome")
    address = web.url("a.test", "/news/a", numeric=True)
    done, _ = run(LOOPBACK, tmp_path, entry("a", url=address))
    assert [Purpose.PAGE, Purpose.SIBLING] == [look.purpose for look in done.evidence.looks]
    assert 2 == web.count("a.test")


def test_what_brought_no_answer_is_asked_once_in_a_run(web: LoopbackWeb, tmp_path: Path) -> None:
    web.put("a.test", ANY, status(500))
    done, _ = run(LOOPBACK, tmp_path, entry("a", url=web.url("a.test", "/a", numeric=True)))
    assert 1 == done.asked == web.count("a.test")


def test_the_contact_is_named_where_the_settings_say_so(web: LoopbackWeb, tmp_path: Path) -> None:
    web.page("a.test", "/a", title="Trains")
    web.put("doi.test", ANY, status(404))
    bases = {**OFF, "openlibrary": web.url("doi.test", "", numeric=True)}
    who = replace(QUICK, contact="ed@example.org", project="https://example.org/steppe")
    run(
        replace(LOOPBACK, gather=who, services=bases),
        tmp_path,
        entry("a", url=web.url("a.test", "/a", numeric=True)),
        entry("b", "book", isbn="9783161484100"),
    )
    name = f"kzru-cite/{__version__} (+https://example.org/steppe"
    assert f"{name}; ed@example.org)" == web.requests("a.test")[0].headers["user-agent"]
    asked = web.requests("doi.test")[0].headers["user-agent"]
    assert f"{name}) (mailto:ed@example.org)" == asked


# The budget.


def budget_of(settings: Settings, folder: Path, *entries: str) -> str:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    wants = first_plan(read(*entries), Evidence(), settings, now).wants
    return budget(wants, settings, folder)


def test_the_budget_names_hosts_requests_and_time(tmp_path: Path) -> None:
    settings = Settings(gather=Gather(budget="budget.sqlite"))
    pages = [
        entry(f"k{number}", url=f"https://example.org/{number}", urldate="2024-01-12")
        for number in range(31)
    ]
    doi = entry("d", "article", doi="10.5555/trains")
    assert (
        "  asks      time  host\n"
        "    31      30 s  example.org\n"
        "    31  1 min 15 s  web.archive.org/cdx\n"
        "     1       0 s  doi.org\n"
        "63 requests to 3 hosts, 1 min 15 s at least\n"
    ) == budget_of(settings, tmp_path, *pages, doi)


def test_the_budget_of_nothing(tmp_path: Path) -> None:
    expected = "  asks      time  host\n0 requests to 0 hosts, 0 s at least\n"
    assert expected == budget_of(LOOPBACK, tmp_path)


def test_what_is_asked_of_nobody_costs_nothing(tmp_path: Path) -> None:
    want = Want(purpose=Purpose.RECORD, about="doi:10.5555/a,b", asked="crossref-updates")
    settings = Settings(gather=Gather(budget="budget.sqlite"))
    assert "0 requests to 0 hosts" in budget((want,), settings, tmp_path)


# The program.


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str


def project(folder: Path, *entries: str, gathering: str = "") -> Path:
    keys = "; ".join(f"@{one.partition('{')[2].partition(',')[0]}" for one in entries)
    (folder / "article").mkdir()
    (folder / "article" / "a.md").write_text(f"All [{keys}].\n", encoding="utf-8")
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    off = "".join(f'{name} = ""\n' for name in SERVICES)
    (folder / "kzru-cite.toml").write_text(
        f'looks = "looks.jsonl"\n[gather]\nallow-private = ["127.0.0.0/8"]\n'
        f'interval = "1ms"\nbudget = "budget.sqlite"\n{gathering}[services]\n{off}',
        encoding="utf-8",
    )
    return folder


def call(folder: Path, *words: str, **environment: str) -> Answer:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **kept, **environment},
        capture_output=True,
        check=False,
    )
    return Answer(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def one_page(web: LoopbackWeb) -> str:
    web.page("a.test", "/a", title="Trains")
    return entry("a", url=web.url("a.test", "/a", numeric=True))


def test_gather_says_how_much_it_asked_and_judges_nothing(web: LoopbackWeb, tmp_path: Path) -> None:
    folder = project(tmp_path, one_page(web))
    first, second = call(folder, "gather"), call(folder, "gather")
    assert "kzru-cite: looks kept: 1; questions answered lately: 0\n" == first.err
    assert "kzru-cite: looks kept: 0; questions answered lately: 1\n" == second.err
    assert (0, "", 0, "") == (first.code, first.out, second.code, second.out)
    assert 1 == len(recorded(folder).looks)


def test_gather_with_budget_asks_nothing(web: LoopbackWeb, tmp_path: Path) -> None:
    answer = call(project(tmp_path, one_page(web)), "gather", "--budget")
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.endswith("1 requests to 1 hosts, 0 s at least\n")
    assert 0 == web.count()
    assert not (tmp_path / "looks.jsonl").exists()


def test_verify_asks_first_and_says_so_beside_the_report(web: LoopbackWeb, tmp_path: Path) -> None:
    folder = project(tmp_path, one_page(web))
    online = call(folder, "verify", "--select", "LNK001")
    assert (0, "kzru-cite: looks kept: 1; questions answered lately: 0\n") == (
        online.code,
        online.err,
    )
    assert "passed: nothing found" in online.out
    offline = call(folder, "verify", "--select", "LNK001", "--offline")
    assert (online.out, "") == (offline.out, offline.err)
    assert 1 == web.count()


def test_a_machine_without_network_is_recognised_and_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "patch").mkdir()
    (tmp_path / "patch" / "sitecustomize.py").write_text(NO_NAMES, encoding="utf-8")
    sources = [entry(f"k{number}", url=f"https://host{number}.test/a") for number in range(6)]
    folder = project(tmp_path, *sources)
    patched = str(tmp_path / "patch")
    gathered = call(folder, "gather", PYTHONPATH=patched)
    assert (
        "kzru-cite: there is no network: what could not be asked is named below\n"
        "kzru-cite: looks kept: 0; questions answered lately: 0\n"
    ) == gathered.err
    assert not (folder / "looks.jsonl").exists()
    verified = call(folder, "verify", "--select", "LNK001", PYTHONPATH=patched)
    assert 3 == verified.code
    assert "kzru-cite: there is no network" in verified.err


def test_bad_authorities_end_the_run_with_a_hint(web: LoopbackWeb, tmp_path: Path) -> None:
    folder = project(tmp_path, one_page(web), gathering='authorities = ["none.pem"]\n')
    answer = call(folder, "verify")
    assert (2, "") == (answer.code, answer.out)
    assert "a file of 'authorities' cannot be read" in answer.err
    assert "hint: name PEM files" in answer.err
    assert 0 == web.count()


def test_a_log_that_cannot_be_written_ends_the_run_with_a_hint(
    web: LoopbackWeb, tmp_path: Path
) -> None:
    folder = project(tmp_path, one_page(web))
    (folder / "looks.jsonl").mkdir()
    answer = call(folder, "gather")
    assert 2 == answer.code
    assert "the log" in answer.err
    assert "cannot be written" in answer.err
    assert "hint:" in answer.err
