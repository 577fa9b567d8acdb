"""The source list as it was found: each defect that a machine can see offline is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kzru_cite.app import check
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.report import Report
from kzru_cite.pandoc import Pandoc

KEYS = (
    *("zabortseva2016", "laruelle2020", "najibullah2023", "ehistory_khanate"),
    *("nrc2007", "ibru2009", "michel2014", "traynor2014"),
    *("dolgov2014", "moore2014", "eurasianet2014", "guardian2016"),
    *("aljazeera2016", "michel2015", "brletich_crimea", "pannier2020"),
    *("kucera2022", "csto2022", "mackinnon2022", "rferl2022a"),
    *("satubaldina2022", "pannier2022", "landen2022", "rferl2022b"),
    *("kumenov2022", "hnh2022", "tokayev2022ties", "ap2022"),
    *("reuters2023a", "ebel2023", "reuters2023b", "rferl2023"),
    *("russiantrade2018", "rfembassy_trade", "alexandrov_uneasy"),
)
BOOKS = {1, 5, 35}
# What is wrong with the list, by the numbers of its entries, and the rule that sees it.
DEFECTS = {
    "no author": ("NAM011", {4, 6, 11, 12, 13, 15, 18, 20, 24, 26, 27, 28, 29, 33, 34, 35}),
    "no date of publication": ("SYN013", {4, 12, 15, 22, 25, 32, 33, 34, 35}),
    "no access date": ("DAT008", {3, 4, 16, 17, 18, 19, 20, 21, 22, 24, 27, 28, 29}),
    "one name cut at the letters and": ("NAM001", {23}),
    "corporate name inverted": ("NAM002", {32}),
    "agency as author and publisher": ("NAM003", {31}),
    "author in capitals": ("NAM004", {21}),
    "publisher in capitals": ("TTL010", {19, 21}),
    "author initial only": ("NAM005", {30}),
    "title with site suffix or breadcrumb": ("TTL002", {12, 34}),
    "title in quotation marks": ("TTL003", {1}),
    "place and publisher run together": ("TTL011", {1}),
    "page range of a whole book": ("SYN006", {1}),
    "no site or publisher at all": ("SYN017", {27}),
    "two publishers": ("TTL012", {19, 26}),
    "bare domain as publisher": ("TTL009", {4, 6, 11, 15, 33, 34}),
    "one source under several names": ("TTL013", {11, 24, 25, 32}),
    "language not marked": ("TTL007", {34}),
    "no translated title": ("TTL008", {33, 34}),
    "archive date without address": ("ARC001", {6}),
    "two date formats in one entry": ("DAT009", {8}),
    "date in words": (
        "DAT001",
        {2, 3, 6, 7, 8, 9, 10, *range(16, 22), *range(24, 32)},
    ),
}


@pytest.fixture(scope="module")
def report(root: Path, pandoc: Pandoc) -> Report:
    started = start(root / "tests" / "fixtures" / "as-found", pandoc)
    return check(load(started, date(2026, 11, 23)))


def entries(report: Report, code: str) -> set[int]:
    return {KEYS.index(f.reference) + 1 for f in report.open if f.code == code and f.reference}


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_defect_is_found_in_just_these_entries(report: Report, defect: str) -> None:
    code, expected = DEFECTS[defect]
    assert expected == entries(report, code)


def test_every_page_of_the_web_lacks_its_address(report: Report) -> None:
    web = set(range(1, 36)) - BOOKS
    # The last book lacks its author, which the same rule reports.
    assert web | {35} == entries(report, "SYN005")


def test_nothing_else_is_reported(report: Report) -> None:
    known = {code for code, _ in DEFECTS.values()} | {"SYN005"}
    assert known == {finding.code for finding in report.findings}
