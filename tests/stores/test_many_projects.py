"""Many projects are gathered and judged at once, and share what was seen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from failing import call, made
from kzru_cite.captures import Store
from kzru_cite.read.looks import read_looks
from kzru_cite.stores import open_store, reading
from loopback.web import LoopbackWeb
from loopback.wire import hang
from offline import NO_SERVICES

SETTINGS = """
{more}
[gather]
interval = "0s"
allow-private = ["127.0.0.0/8"]
budget = "{budget}"

{services}
[rules]
select = ["LNK"]
ignore = ["LNK107"]
"""


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


class Wiki:
    """Projects in one folder, each of which cites some pages of the loopback web."""

    def __init__(self, folder: Path, web: LoopbackWeb) -> None:
        self.folder = folder
        self._web = web
        web.many(4)

    def url(self, number: int) -> str:
        return self._web.url(f"host{number % 4 + 1}.test", f"/{number}", numeric=True)

    def project(self, name: str, *pages: int, more: str = "", budget: str = "") -> Path:
        home = self.folder / name
        (home / "article").mkdir(parents=True)
        entries = (
            f"@online{{k{page},\n  title = {{Page of host{page % 4 + 1}.test}},\n"
            f"  url = {{{self.url(page)}}},\n  urldate = {{2026-11-01}},\n}}\n"
            for page in pages
        )
        (home / "references.bib").write_text("\n".join(entries), encoding="utf-8")
        cites = "; ".join(f"@k{page}" for page in pages)
        (home / "article" / "article.md").write_text(f"One thing [{cites}].\n", encoding="utf-8")
        text = SETTINGS.format(more=more, budget=budget, services=NO_SERVICES)
        (home / "kzru-cite.toml").write_text(text, encoding="utf-8")
        return home

    def call(self, *words: object) -> subprocess.CompletedProcess[str]:
        running = self.start(*words)
        out, err = running.communicate()
        return subprocess.CompletedProcess(running.args, running.returncode, out, err)

    def start(self, *words: object) -> subprocess.Popen[str]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        homes = {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder / "c")}
        return subprocess.Popen(
            [sys.executable, "-m", "kzru_cite", *map(str, words)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": "", **homes, **kept},
        )


@pytest.fixture
def wiki(tmp_path: Path, web: LoopbackWeb) -> Wiki:
    return Wiki(tmp_path / "wiki", web)


def shared(wiki: Wiki, setting: str = "sqlite:.kzru-cite/looks.sqlite") -> list[str]:
    with open_store(setting, wiki.folder) as store:
        return sorted(look.about for look in reading(store).evidence.looks)


def test_what_several_projects_ask_is_asked_once(wiki: Wiki, web: LoopbackWeb) -> None:
    names = [f"p{number}" for number in range(12)]
    for number, name in enumerate(names):
        wiki.project(name, *(range(number % 3, number % 3 + 6)))
    answer = wiki.call("gather", *names)
    assert (0, "") == (answer.returncode, answer.stdout)
    assert answer.stderr == "kzru-cite: looks kept: 8; questions answered lately: 0\n"
    assert 8 == web.count()
    assert sorted(wiki.url(page) for page in range(8)) == shared(wiki)
    # No project has a log of its own, and none was made.
    assert not list(wiki.folder.glob("p*/article/evidence"))

    again = wiki.call("verify", *names)
    assert "looks kept: 0; questions answered lately: 72\n" in again.stderr
    assert 8 == web.count()
    offline = wiki.call("verify", "--offline", *names)
    assert (again.returncode, again.stdout) == (offline.returncode, offline.stdout)
    assert 12 == offline.stdout.count("nothing found")


def test_a_log_of_its_own_holds_what_concerns_the_project(wiki: Wiki, web: LoopbackWeb) -> None:
    one = wiki.project("one", 1, 2)
    two = wiki.project("two", 2, 3, more='looks = "sqlite:mine.sqlite"')
    log = one / "article" / "evidence" / "looks.jsonl"
    log.parent.mkdir()
    log.write_text("", encoding="utf-8")
    assert 0 == wiki.call("gather", "one", "two").returncode
    own = read_looks(log.read_text(encoding="utf-8")).evidence.looks
    assert {wiki.url(1), wiki.url(2)} == {look.about for look in own}
    with open_store("sqlite:mine.sqlite", two) as store:
        found = {look.about for look in reading(store).evidence.looks}
    assert {wiki.url(2), wiki.url(3)} == found
    # So each stands by itself.
    web.forget()
    for name in ("one", "two"):
        assert "questions answered lately: 2" in wiki.call("verify", name).stderr
    assert 0 == web.count()


def test_what_a_project_knew_is_not_asked_again(wiki: Wiki, web: LoopbackWeb) -> None:
    wiki.project("one", 1, 2)
    wiki.project("two", 2, 3)
    assert 0 == wiki.call("gather", "--project", "one").returncode
    assert "looks kept: 2" in wiki.call("gather", "one", "two").stderr
    # The other one asked for what only the log of the first one told, and is told it now.
    assert 4 == web.count()


def test_projects_that_ask_in_other_ways_profit_from_each_other(
    wiki: Wiki, web: LoopbackWeb
) -> None:
    wiki.project("one", 1, 2)
    wiki.project("two", 2, 3, budget="own.sqlite")
    assert 0 == wiki.call("gather", "one", "two").returncode
    assert 3 == web.count()


def test_a_project_that_cannot_be_read_hides_no_other(wiki: Wiki, web: LoopbackWeb) -> None:
    wiki.project("good", 1)
    bad = wiki.project("bad", 2)
    (bad / "kzru-cite.toml").write_text("coverige = 1\n", encoding="utf-8")
    for words in (("gather",), ("verify",), ("verify", "--offline")):
        answer = wiki.call(*words, "bad", "good", "gone")
        assert 2 == answer.returncode
        assert "bad: kzru-cite.toml:1:1: 'coverige' is no known setting" in answer.stderr
        assert "gone: there is no folder 'gone'" in answer.stderr
        assert words[0] == "gather" or "nothing found" in answer.stdout
    assert 1 == web.count()


@pytest.mark.parametrize("store", ["sqlite:all.sqlite", "all.jsonl"])
def test_a_store_can_be_named(wiki: Wiki, web: LoopbackWeb, store: str) -> None:
    wiki.project("one", 1)
    wiki.project("two", 1)
    for name in ("one", "two"):
        assert 0 == wiki.call("gather", "--looks", store, name).returncode
    assert 1 == web.count()
    assert [wiki.url(1)] == shared(wiki, store)
    answer = wiki.call("verify", "--offline", "--looks", store, "two")
    assert "nothing found" in answer.stdout


def test_a_project_named_twice_is_judged_once(wiki: Wiki) -> None:
    one = wiki.project("one", 1)
    (wiki.folder / "link").symlink_to(one)
    answer = wiki.call("verify", "--offline", "one", "one/", "link", one)
    assert 1 == answer.stdout.count("checks planned")


def test_a_network_that_is_away_is_told_for_all(wiki: Wiki, web: LoopbackWeb) -> None:
    wiki.project("one", 1, 2)
    wiki.project("two", 3, 4)
    web.cut()
    answer = wiki.call("verify", "one", "two")
    assert 3 == answer.returncode
    assert "there is no network" in answer.stderr
    assert 2 == answer.stdout.count("\nincomplete: nothing found")


def test_what_is_for_one_project_is_refused_for_many(wiki: Wiki) -> None:
    for name in ("one", "two"):
        wiki.project(name, 1)
    assert "are for one project" in wiki.call("gather", "--budget", "one", "two").stderr
    assert 2 == wiki.call("gather", "--budget", "one", "two").returncode


def test_captures_of_a_joint_run_serve_each_project(wiki: Wiki, web: LoopbackWeb) -> None:
    for name in ("one", "two"):
        home = wiki.project(name, 1)
        text = "One [thing [@k1]]{#c .claim}.\n"
        (home / "article" / "article.md").write_text(text, encoding="utf-8")
        ledger = 'c:\n  - ref: k1\n    quote: "the words that are looked for here"\n'
        (home / "article" / "ledger.yaml").write_text(ledger, encoding="utf-8")
    web.page("host2.test", "/1", text="Here are the words that are looked for here, it says.")
    answer = wiki.call("gather", "--capture", "one", "two")
    assert 0 == answer.returncode
    assert 1 == web.count()
    assert [wiki.url(1), wiki.url(1)] == shared(wiki)
    for name in ("one", "two"):
        told = wiki.call("verify", "--offline", "--select", "QUO001", name, "good")
        assert "QUO001" not in told.stdout


QUOTED = "the words that are looked for here"


def quoting(wiki: Wiki, *names: str, more: str = "") -> None:
    """Make projects whose claim quotes the page of their number, and one more page."""
    for number, name in enumerate(names, 1):
        home = wiki.project(name, number, 3, more=more)
        text = f"One [thing [@k{number}]]{{#c .claim}}, two [@k3].\n"
        (home / "article" / "article.md").write_text(text, encoding="utf-8")
        ledger = f'c:\n  - ref: k{number}\n    quote: "{QUOTED}"\n'
        (home / "article" / "ledger.yaml").write_text(ledger, encoding="utf-8")


def audited(wiki: Wiki, *words: str) -> tuple[int, str]:
    done = wiki.call("verify", "--offline", "--audit", "--select", "RUN005,RUN006", *words)
    return done.returncode, done.stdout


def test_an_audit_reads_what_projects_share(wiki: Wiki, web: LoopbackWeb) -> None:
    quoting(wiki, "one", "two")
    for number in (1, 2):
        text = f"Here are {QUOTED}, says page {number}."
        web.page(f"host{number + 1}.test", f"/{number}", text=text)
    words = ("--looks", "all.jsonl", "one", "two")
    assert 0 == wiki.call("gather", "--capture", *words).returncode
    code, said = audited(wiki, *words)
    assert 0 == code
    # Of each: two lines of pages, one of a search, and the records of its two pages.
    assert 2 == said.count("5 checks planned = 5 passed"), said

    log = wiki.folder / "all.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if f'"about":"{wiki.url(2)}"' in line)
    lines[number] = (
        lines[number].replace('"code":200', '"code":203').replace('"start":', '"start":1')
    )
    # One line stands there twice, and each is followed by a blank one.
    more = [lines[0 if number else 1], *lines]
    log.write_text("\n\n".join(more) + "\n", encoding="utf-8")
    code, said = audited(wiki, *words)
    assert 1 == code
    # It is told by the project that it concerns, with its line in the file.
    assert f"two/../all.jsonl:{2 * number + 3}:1" in said
    assert "one/../all.jsonl" not in said
    # The captures lie in the folder of both: by itself it has none, and nothing can be worked out.
    code, said = audited(wiki, "--looks", "all.jsonl", "two")
    assert (3, True) == (code, "3 unable" in said), said


def test_an_audit_names_damaged_captures_to_whom_they_concern(wiki: Wiki, web: LoopbackWeb) -> None:
    more = 'looks = "own.jsonl"'
    quoting(wiki, "one", "two", more=more)
    assert 0 == wiki.call("gather", "--capture", "one", "two").returncode
    code, said = audited(wiki, "one", "two")
    assert 0 == code
    # What was handed out to a log of its own is audited in that, by the captures of the run.
    assert 2 == said.count("5 checks planned = 5 passed"), said
    (file,) = (wiki.folder / ".kzru-cite" / "captures").glob("*.warc.gz")
    store = Store(file.parent)
    capture = next(one for one in store.all() if one.address == wiki.url(2))
    content = bytearray(file.read_bytes())
    content[capture.offset + capture.taken - 20] ^= 1
    file.write_bytes(bytes(content))
    code, said = audited(wiki, "one", "two")
    assert 1 == code
    assert f"two/../.kzru-cite/captures/{file.name}:1:1: error RUN006" in said
    assert "one/../.kzru-cite" not in said
    assert web.count() == 3


def test_an_interrupt_loses_nothing_that_was_answered(wiki: Wiki, web: LoopbackWeb) -> None:
    for name, page in (("one", 1), ("two", 2)):
        # The third page never answers.
        wiki.project(name, page, 3, more='looks = "own.jsonl"')
    wiki.project("three", 1, 2, 3)
    web.put("host4.test", "/3", hang())
    running = wiki.start("gather", "one", "two", "three")
    end = time.monotonic() + 60
    while len(shared(wiki)) < 2 or not web.count("host4.test"):
        assert time.monotonic() < end
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert 130 == running.returncode
    assert "Traceback" not in said
    assert sorted((wiki.url(1), wiki.url(2))) == shared(wiki)
    for name, page in (("one", 1), ("two", 2)):
        lines = (wiki.folder / name / "own.jsonl").read_text(encoding="utf-8").splitlines()
        assert [wiki.url(page)] == [json.loads(line)["about"] for line in lines]
    # Taken up again, it asks for the rest alone.
    web.forget()
    web.page("host4.test", "/3")
    assert 0 == wiki.call("gather", "one", "two", "three").returncode
    assert 1 == web.count()
    assert 2 == len((wiki.folder / "one" / "own.jsonl").read_bytes().splitlines())


WITHOUT_PSYCOPG = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "psycopg":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""


def test_who_lacks_psycopg_is_told_what_to_install(tmp_path: Path) -> None:
    home = made(tmp_path / "project")
    setting = 'looks = "postgresql://127.0.0.1:1/looks"\n'
    (home / "kzru-cite.toml").write_text(setting, encoding="utf-8")
    for words in ("gather", "verify --offline", "looks copy here.jsonl postgresql://h/d"):
        (home / "here.jsonl").write_text("{}\n", encoding="utf-8")
        answer = call(home, words, site=WITHOUT_PSYCOPG)
        assert (2, "") == (answer.code, answer.out)
        assert "looks in PostgreSQL need the package psycopg" in answer.err
        assert "pip install 'kzru-cite[postgresql]'" in answer.err
    # Nobody else is asked for it.
    (home / "kzru-cite.toml").write_text('looks = "sqlite:looks"\n', encoding="utf-8")
    assert "psycopg" not in call(home, "verify --offline", site=WITHOUT_PSYCOPG).err


def test_looks_are_copied_by_a_command(wiki: Wiki) -> None:
    one = wiki.project("one", 1, 2)
    assert 0 == wiki.call("gather", "one").returncode
    log = one / "article" / "evidence" / "looks.jsonl"
    with log.open("ab") as file:
        file.write(b"<<<<<<< HEAD\n")
    there = ("-C", "one", "looks", "copy")
    name = "article/evidence/looks.jsonl"
    answer = wiki.call(there[2], there[3], *there[:2], name, "sqlite:looks.db")
    assert "copied: 3 looks; there before: 0" in answer.stderr
    assert "copied as they are: 1 line that cannot be read" in answer.stderr
    back = wiki.call("looks", "copy", "-C", "one", "sqlite:looks.db", "back.jsonl")
    assert 0 == back.returncode
    assert log.read_bytes() == (one / "back.jsonl").read_bytes()
    assert (
        "there before: 3"
        in wiki.call("looks", "copy", "-C", "one", "back.jsonl", "sqlite:looks.db").stderr
    )
    nothing = wiki.call("looks", "copy", "-C", "one", "nowhere", "sqlite:looks.db")
    assert 2 == nothing.returncode
    assert "holds no looks" in nothing.stderr


def test_a_store_of_an_unknown_kind_is_told_with_its_place(wiki: Wiki) -> None:
    wiki.project("one", 1, more='looks = "mysql://here/looks"')
    answer = wiki.call("gather", "one")
    assert 2 == answer.returncode
    assert "kzru-cite.toml:2:1: 'looks' names no store of looks" in answer.stderr
    assert 2 == wiki.call("gather", "--looks", "mysql://h/x", "one").returncode


def test_a_fault_in_mid_run_is_of_its_project_alone(wiki: Wiki) -> None:
    wiki.project("good", 1)
    wiki.project("away", 2, more='looks = "postgresql://127.0.0.1:1/looks"')
    # What lies in the way of its log is no folder.
    wiki.project("full", 3, more='looks = "references.bib/looks.jsonl"')
    answer = wiki.call("gather", "away", "full", "good")
    assert 2 == answer.returncode
    assert "away: the store 'postgresql://127.0.0.1:1/looks' cannot be read" in answer.stderr
    assert "full: the log" in answer.stderr
    assert "cannot be written" in answer.stderr
    assert sorted((wiki.url(1), wiki.url(3))) == shared(wiki)
    told = wiki.call("verify", "away", "full", "good")
    assert 2 == told.returncode
    assert 1 == told.stderr.count("away: the store")
    assert 1 == told.stderr.count("full: the log")
    assert 2 == told.stdout.count("nothing found")
