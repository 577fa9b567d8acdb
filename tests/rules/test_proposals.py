"""What is proposed for a page without a copy says what became of the page, when that is sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cases import FOLDER
from test_fixes import mended

from casefiles import read_cases
from kzru_cite.pandoc import Pandoc

CASES = {case.title: case for case in read_cases(FOLDER / "ARC106-copy-to-be-had.md")}


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("The page is gone: it is marked dead", "  urlstatus = {dead},\n"),
        ("The page stands: it is marked live", "  urlstatus = {live},\n"),
        ("It stood long ago: nothing is said", ""),
        ("The last copy before the day of access", ""),
    ],
)
def test_the_copy_comes_with_its_day_and_the_state_of_the_page(
    title: str, status: str, tmp_path: Path, pandoc: Pandoc
) -> None:
    text = mended(CASES[title], tmp_path, pandoc).after["references.bib"].raw
    copy = "https://web.archive.org/web/20230115000000/https://example.org/a"
    added = f"  archiveurl = {{{copy}}},\n  archivedate = {{2023-01-15}},\n{status}}}\n"
    assert text.endswith(added)
