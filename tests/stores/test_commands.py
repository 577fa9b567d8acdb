"""Whatever keeps the looks, each command says the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_stores import server as server  # noqa: PLC0414  a fixture is found by its name

from kzru_cite.model.evidence import Look, Purpose, Searched
from kzru_cite.model.quotation import Part, Quotation, Spot
from kzru_cite.read.looks import write_look
from kzru_cite.stores import open_store, reading
from loopback.postgresql import LoopbackPostgreSQL
from test_archiving import Project, lines_added
from test_archiving import project as archiving  # noqa: F401  as above
from test_cli import call
from test_review_terminal import Terminal
from test_watching import watching
from worlds import gone, look, shows

PAGE = "https://example.org/rao"
ARTICLE = """\
---
title: Water
lang: en-GB
---

# Heat

[Water boils at 100 °C [@rao2019]]{#boiling .claim}.
"""
SOURCES = f"""\
@online{{rao2019,
  author       = {{Rao, Anna}},
  title        = {{Boiling}},
  organization = {{Steam}},
  date         = {{2019}},
  url          = {{{PAGE}}},
  urldate      = {{2026-01-01}},
}}
"""
CAPTURE = f"sha256:{'c' * 64}"
LEDGER = "boiling:\n  - ref: rao2019\n    quote: it boils at 100\n"
WORDS = Quotation(exact="it boils at 100")
FILE, SQLITE = "looks.jsonl", "sqlite:looks.sqlite"


def seen() -> list[Look]:
    spot = Spot(start=10, end=25, before="They say", words="it boils at 100", after="degrees.")
    found = Searched(
        quotation=WORDS,
        text=f"sha256:{'a' * 64}",
        extractor="1",
        capture=CAPTURE,
        part=Part.TEXT,
        spots=(spot,),
    )
    return [
        look("2026-02-01", shows("Boiling", capture=CAPTURE), about=PAGE),
        look("2026-02-01", found, Purpose.QUOTE, about=PAGE, asked="capture"),
        *(look(day, gone(), about=PAGE) for day in ("2026-11-10", "2026-11-15", "2026-11-20")),
    ]


def made(home: Path, setting: str) -> Path:
    (home / "article").mkdir(parents=True)
    (home / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (home / "article" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    (home / "references.bib").write_text(SOURCES, encoding="utf-8")
    text = f'today = "2026-11-23"\nlooks = "{setting}"\n'
    (home / "kzru-cite.toml").write_text(text, encoding="utf-8")
    with open_store(setting, home) as store:
        store.put(write_look(one).encode() for one in seen())
    return home


@pytest.fixture
def twins(tmp_path: Path) -> tuple[Path, Path]:
    """Return a project that keeps its looks in a file, and the same with SQLite."""
    return made(tmp_path / "file" / "p", FILE), made(tmp_path / "sqlite" / "p", SQLITE)


def alike(twins: tuple[Path, Path], *words: str) -> str:
    """Return what both print and say, which has to be the same."""
    one, other = (call(*words, folder=folder) for folder in twins)
    assert (one.code, one.out, one.err) == (other.code, other.out, other.err)
    return one.out + one.err


def test_changes_are_the_same(twins: tuple[Path, Path]) -> None:
    assert "answered 404" in alike(twins, "changes", "--since", "2026-06-01")


def test_an_edition_is_current_until_looks_change_that_concern_it(
    twins: tuple[Path, Path],
) -> None:
    home = twins[1]
    assert 0 == call("build", "html", folder=home).code
    assert "all that was built is current" in call("build", "--check", folder=home).err
    with open_store(SQLITE, home) as store:
        store.add(look("2026-11-21", gone(), about="https://example.org/else"))
    assert 0 == call("build", "--check", folder=home).code
    with open_store(SQLITE, home) as store:
        store.add(look("2026-11-22", gone(), about=PAGE))
    answer = call("build", "--check", folder=home)
    assert 1 == answer.code
    assert SQLITE in answer.out


def test_who_watches_is_shown_what_a_new_look_changed(twins: tuple[Path, Path]) -> None:
    home = twins[1]
    with watching(home) as one:
        assert "built; the check came out failed" == one.line()
        code, page = one.ask("/")
        assert (200, True) == (code, "Water boils" in page)
        with open_store(SQLITE, home) as store:
            store.add(look("2026-11-22", shows("Boiling"), about=PAGE))
        assert 2 == one.state(seen=1)
        assert one.line().startswith("built; the check came out ")
        assert page != one.ask("/")[1]


def test_a_review_shows_the_same(twins: tuple[Path, Path]) -> None:
    screens = []
    for home in twins:
        terminal = Terminal(home / "article" / "ledger.yaml", "--by", "AB")
        screens.append(terminal.see("1 of 1"))
        terminal.press("q")
        assert 0 == terminal.end()[0]
    assert screens[0] == screens[1]
    # What was found is told by looks alone.
    assert any("degrees." in line for line in screens[1])


def test_copies_are_proposed_and_works_added_from_a_database(
    archiving: Project,  # noqa: F811  the fixture
) -> None:
    home = archiving.folder
    path = home / "kzru-cite.toml"
    path.write_text(path.read_text().replace(f'"{FILE}"', f'"{SQLITE}"'))
    archiving.archive.listed[archiving.page] = "20261020101112"
    proposed = archiving.call()
    assert (0, True) == (proposed.code, "+  archiveurl" in proposed.out), proposed.err
    archiving.web.forget()
    offline = archiving.call("--offline")
    assert (0, proposed.out) == (offline.code, offline.out)
    assert () == archiving.web.requests()
    assert 0 == archiving.call("--write").code
    assert lines_added(archiving, "20261020101112") in archiving.bib.read_text()

    page = archiving.web.page("news.test", "/steppe", title="Counting trains on the steppe")
    page = archiving.web.url("news.test", "/steppe", numeric=True)
    words = [sys.executable, "-m", "kzru_cite", "add", page]
    said = []
    for _ in range(2):
        archiving.web.forget()
        done = subprocess.run(words, cwd=home, env=archiving.env, capture_output=True, check=False)
        said.append(done.stdout)
    assert 0 == archiving.web.count("news.test")
    assert b"Counting trains" in said[0]
    assert said[0] == said[1]
    with open_store(SQLITE, home) as store:
        assert {page, archiving.page} <= {one.about for one in reading(store).evidence.looks}
    assert not (home / FILE).exists()


def test_a_report_is_the_same_from_a_file_sqlite_and_postgresql(
    server: LoopbackPostgreSQL, tmp_path: Path
) -> None:
    server.clear()
    home = made(tmp_path, FILE)
    settings = (home / "kzru-cite.toml").read_text(encoding="utf-8")
    words = ("verify", "--offline", "--format", "json", "--min-severity", "note")
    reports = []
    for setting in (FILE, SQLITE, server.address):
        if setting != FILE:
            assert 0 == call("looks", "copy", FILE, setting, folder=home).code
        text = settings.replace(FILE, setting)
        (home / "kzru-cite.toml").write_text(text, encoding="utf-8")
        answer = call(*words, folder=home)
        assert (1, "") == (answer.code, answer.err)
        reports.append(answer.out)
    assert reports[0] == reports[1] == reports[2]
    # All of them know of the looks.
    assert '"code": "LNK001"' in reports[0]
