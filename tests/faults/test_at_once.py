"""What several processes write at once is all there, or the one that came too late says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from failing import LINKED, MENDABLE, at_terminal, call, made, online, started, told
from kzru_cite.captures import Store
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.looks import read_looks
from kzru_cite.stores import open_store
from loopback.web import LoopbackWeb

TOO_LATE = "was changed by somebody else"
# Each adds to a number in a file, and looks at it anew when another was quicker.
COUNTS = """
import sys
from pathlib import Path
from kzru_cite.errors import LedgerError
from kzru_cite.files import exchange
path, times = Path("number"), 25
while times:
    before = path.read_bytes()
    try:
        exchange(path, before, b"%d" % (int(before) + 1))
    except LedgerError:
        continue
    times -= 1
"""


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as running:
        yield running


def together(folder: Path, calls: Sequence[str]) -> list[tuple[int, str]]:
    """Run the program so often at the same time; return codes and what was said."""
    runs = [started(folder, words) for words in calls]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert not any("Traceback" in one for one in said)
    return [(run.returncode, one) for run, one in zip(runs, said, strict=True)]


@pytest.mark.parametrize("count", [2, 8])
def test_no_change_of_a_file_is_lost(tmp_path: Path, count: int) -> None:
    (tmp_path / "number").write_bytes(b"0")
    words = [sys.executable, "-c", COUNTS]
    runs = [subprocess.Popen(words, cwd=tmp_path) for _ in range(count)]
    assert [0] * count == [run.wait(120) for run in runs]
    assert b"%d" % (25 * count) == (tmp_path / "number").read_bytes()
    assert ["number"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("adding", [1, 6])
def test_a_bibliography_that_many_change_keeps_each_change_that_was_told(
    tmp_path: Path, web: LoopbackWeb, adding: int
) -> None:
    project = online(tmp_path / "p", web, count=1)
    path = project / "references.bib"
    path.write_text(path.read_text("utf-8") + MENDABLE.format(name="salt"), encoding="utf-8")
    hosts = [f"new{number}.test" for number in range(adding)]
    for host in hosts:
        web.page(host, "/new", title=f"Steam over {host}", text="Steam. " * 99)
    urls = [web.url(host, "/new", numeric=True) for host in hosts]
    adds = [f"add {url} --write --force --key n{number}" for number, url in enumerate(urls)]
    # Two processes, or eight.
    calls = [*adds, "fix --unsafe", *(["fmt"] if adding > 1 else [])]
    done = dict(zip(calls, together(project, calls), strict=True))
    for code, said in done.values():
        assert code == 0 or (code, TOO_LATE in said) == (2, True), said
    late = [words for words, (code, _) in done.items() if code]
    assert len(late) < len(calls)
    assert {"rao2019", "page0", "lee2020"} <= keys(path)
    assert {f"n{number}" for number, words in enumerate(adds) if words not in late} <= keys(path)
    # Who came too late asks again.
    for words in late:
        told(call(project, words), 0)
    assert {f"n{number}" for number in range(adding)} <= keys(path)
    assert "https://doi.org" not in path.read_text(encoding="utf-8")


def keys(path: Path) -> set[str]:
    """Return the keys of a bibliography in which nothing is broken."""
    read = read_bibliography([SourceText(path=path.name, text=path.read_text(encoding="utf-8"))])
    assert () == read.broken
    return set(read.keys())


@pytest.mark.parametrize(("looks", "count"), [("looks.jsonl", 8), ("sqlite:looks.sqlite", 2)])
def test_looks_and_captures_of_many_are_whole(
    tmp_path: Path, web: LoopbackWeb, looks: str, count: int
) -> None:
    project = online(tmp_path / "p", web, looks=looks, count=6)
    for code, said in together(project, ["gather --capture"] * count):
        assert 0 == code, said
    with open_store(looks, project) as store:
        reading = read_looks(b"\n".join(store.lines()).decode())
    assert () == reading.lost
    assert 6 == len({look.about for look in reading.evidence.looks})
    captures = Store(project / ".kzru-cite" / "captures")
    kept = {one.digest for one in captures.all()}
    assert [] == captures.damages
    assert kept >= {getattr(look.sight, "capture", "") for look in reading.evidence.looks}
    told(call(project, "captures verify"), 0)


def test_editions_that_are_built_at_once_are_all_in_the_manifest(tmp_path: Path) -> None:
    project = made(tmp_path / "p")
    forms = ("html", "markdown", "jats", "html", "jats", "markdown", "html", "jats")
    for code, said in together(project, [f"build {form}" for form in forms]):
        assert 0 == code, said
    told(call(project, "build --check"), 0)
    out = project / "output"
    assert len(set(forms)) + 1 == len(list(out.iterdir())), list(out.iterdir())
    manifest = (out / "manifest.json").read_text(encoding="utf-8")
    assert all(f'"{form}"' in manifest for form in forms)


def test_of_two_who_decide_the_later_one_is_told_and_decides_on_what_is_there(
    tmp_path: Path,
) -> None:
    project = made(tmp_path / "p")
    ledger = project / "article" / "ledger.yaml"
    ledger.write_text(LINKED, encoding="utf-8")
    other = LINKED + "    note: from somebody else\n"

    def meanwhile() -> None:
        ledger.write_text(other, encoding="utf-8")

    answer = at_terminal(project, "review --by AB", "ssq", meanwhile=meanwhile)
    told(answer, 0, f"ledger.yaml {TOO_LATE}", "written: 1 decision")
    text = ledger.read_text(encoding="utf-8")
    assert "note: from somebody else" in text
    assert "decision: supports" in text
