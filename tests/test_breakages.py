"""The article, broken in ten ways: each fault is found where it stands, and nothing else is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kzru_cite.app import check
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.report import Finding, Verdict
from kzru_cite.pandoc import Pandoc

ARTICLE, SOURCES = "article/article.md", "references.bib"
TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A project's text after the change, and where the fault then stands."""

    text: str
    at: int

    @property
    def place(self) -> tuple[int, int]:
        before = self.text[: self.at]
        return before.count("\n") + 1, self.at - before.rfind("\n")


Change = Callable[[str], Broken]


def swap(old: str, new: str, point: str, nth: int = 0) -> Change:
    """Replace one occurrence of *old*; the fault stands where *point* is inside *new*."""

    def change(text: str) -> Broken:
        starts = [match.start() for match in re.finditer(re.escape(old), text)]
        start = starts[nth]
        return Broken(
            text=text[:start] + new + text[start + len(old) :], at=start + new.index(point)
        )

    return change


def with_open_brace(text: str) -> Broken:
    """Take the closing brace of a title away."""
    start = text.index("title", text.index("@online{kucera2022"))
    brace = text.index("{", start)
    end = text.index("},\n", brace)
    return Broken(text=text[:end] + text[end + 1 :], at=brace)


def with_archive(stamp: str, day: str) -> Change:
    """Give an entry an archived copy."""

    def change(text: str) -> Broken:
        start = text.index("  url", text.index("@online{guardian2016"))
        url = text[text.index("{", start) + 1 : text.index("}", start)]
        archive = (
            f"  archiveurl   = {{https://web.archive.org/web/{stamp}/{url}}},\n"
            f"  archivedate  = {{{day}}},\n"
        )
        whole = text[:start] + archive + text[start:]
        return Broken(text=whole, at=whole.index(f"{{{day}}}", start) + 1)

    return change


def entry_deleted(text: str) -> Broken:
    """Delete an entry that the article cites twice."""
    start = text.index("@report{laruelle2020")
    return Broken(text=text[:start] + text[text.index("\n}\n", start) + 3 :], at=0)


WAYS: dict[str, tuple[str, Change, str]] = {
    "undefined key": (ARTICLE, swap("@laruelle2020", "@laruele2020", "@", nth=1), "KEY001"),
    "wrong ISBN digit": (SOURCES, swap("978-0-309-11158-4", "978-0-309-11158-5", "978"), "IDS002"),
    "access before publication": (
        SOURCES,
        swap("urldate      = {2023-10-01}", "urldate      = {2023-09-01}", "2023-09-01"),
        "DAT004",
    ),
    "changed trade figure": (
        ARTICLE,
        swap("12,923,333,532", "12,923,333,523", "12,923,333,523"),
        "NUM002",
    ),
    "broken brace": (SOURCES, with_open_brace, "SYN001"),
    "duplicate id": (
        ARTICLE,
        swap("{#csto-withdrawal", "{#csto-request", "csto-request"),
        "COV001",
    ),
    "archive timestamp off by a day": (
        SOURCES,
        with_archive("20161023010203", "2016-10-22"),
        "ARC003",
    ),
    "mojibake": (ARTICLE, swap("Kazakhstan's", "Kazakhstanâ€™s", "â€™"), "TXT002"),
}


def findings(folder: Path, pandoc: Pandoc) -> tuple[Verdict, list[Finding]]:
    report = check(load(start(folder, pandoc), TODAY))
    # That the ledger names what the text no longer has is a matter of its own.
    return report.verdict, [one for one in report.open if one.code != "QUO107"]


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(root / "references.bib", folder)
    shutil.copytree(root / "article", folder / "article")
    shutil.copy(root / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def before(project: Path, pandoc: Pandoc) -> set[str]:
    """Return what is found in the article as it is: notes, and nothing that fails."""
    verdict, found = findings(project, pandoc)
    assert Verdict.PASSED is verdict
    return {finding.fingerprint for finding in found}


def broken(project: Path, tmp_path: Path, name: str, change: Change) -> tuple[Path, Broken]:
    folder = tmp_path / "broken"
    shutil.copytree(project, folder)
    path = folder / name
    result = change(path.read_text(encoding="utf-8"))
    path.write_text(result.text, encoding="utf-8")
    return folder, result


def new(folder: Path, pandoc: Pandoc, before: set[str]) -> list[Finding]:
    """Return what is found now and was not before; it must fail the run."""
    verdict, found = findings(folder, pandoc)
    assert Verdict.FAILED is verdict
    return [finding for finding in found if finding.fingerprint not in before]


@pytest.mark.parametrize("way", WAYS)
def test_the_fault_is_found_where_it_stands_and_nothing_else_is(
    way: str, project: Path, before: set[str], tmp_path: Path, pandoc: Pandoc
) -> None:
    name, change, code = WAYS[way]
    folder, result = broken(project, tmp_path, name, change)
    assert [(code, name, *result.place)] == [
        (one.code, one.place.path, one.place.line, one.place.column)
        for one in new(folder, pandoc, before)
    ]


def test_a_deleted_entry_is_missed_at_each_of_its_citations(
    project: Path, before: set[str], tmp_path: Path, pandoc: Pandoc
) -> None:
    folder, _ = broken(project, tmp_path, SOURCES, entry_deleted)
    text = (folder / ARTICLE).read_text(encoding="utf-8")
    places = {
        (text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start()))
        for match in re.finditer("@laruelle2020", text)
    }
    found = new(folder, pandoc, before)
    assert {"KEY001"} == {one.code for one in found}
    assert places == {(one.place.line, one.place.column) for one in found}


def test_a_claim_without_its_citation_is_found_and_so_is_the_orphaned_source(
    project: Path, before: set[str], tmp_path: Path, pandoc: Pandoc
) -> None:
    change = swap(" [@kucera2022]]{#csto-request", "]{#csto-request", "csto-request")
    folder, result = broken(project, tmp_path, ARTICLE, change)
    found = {one.code: one for one in new(folder, pandoc, before)}
    # The source was cited here alone, so that nothing cites it now.
    assert {"COV002", "KEY002"} == set(found)
    assert result.place == (found["COV002"].place.line, found["COV002"].place.column)
    assert "kucera2022" == found["KEY002"].reference


def test_a_claim_of_two_sources_that_loses_both_citations_is_one_finding(
    project: Path, before: set[str], tmp_path: Path, pandoc: Pandoc
) -> None:
    change = swap(" [@dolgov2014; @traynor2014]]{", "]{", "{")

    def without(text: str) -> Broken:
        result = change(text)
        at = result.text.index("statehood-worry", result.at)
        # The second source keeps another use.
        return Broken(text=result.text + "\n\n[It did [@traynor2014]]{#again .claim}.\n", at=at)

    folder, result = broken(project, tmp_path, ARTICLE, without)
    assert [("COV002", *result.place)] == [
        (one.code, one.place.line, one.place.column) for one in new(folder, pandoc, before)
    ]
