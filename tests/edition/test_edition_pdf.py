"""The paper keeps to PDF/A-2a and PDF/UA-1, and its text can be read and searched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import papers
import pikepdf
import pytest
from edition_samples import built

TITLE = "The steppe: Қазақ даласы, Казахская степь"


@pytest.fixture(scope="module")
def paper() -> Iterator[pikepdf.Pdf]:
    with papers.opened(built()["pdf"].content) as opened:
        yield opened


@pytest.fixture(scope="module")
def tags(paper: pikepdf.Pdf) -> list[tuple[str, Any]]:
    return papers.tags(paper)


def test_the_file_names_the_standards_it_keeps(paper: pikepdf.Pdf) -> None:
    assert ("2", "A", "1") == papers.standards(paper)


def test_the_file_tells_what_it_is(paper: pikepdf.Pdf) -> None:
    with paper.open_metadata() as told:
        assert TITLE == told["dc:title"]
        assert ["Aigerim Ömirbek, Jean Beispiel"] == told["dc:creator"]
        assert "A sample that uses each part of the form once." == told["dc:description"]
        assert "steppe, Қазақстан" == told["pdf:Keywords"]
        assert str(told["xmp:ModifyDate"]).startswith("2026-11-20")


def test_language_tags_and_title_are_set(paper: pikepdf.Pdf) -> None:
    assert "en-GB" == str(paper.Root.Lang)
    assert bool(paper.Root.MarkInfo.Marked)
    assert bool(paper.Root.ViewerPreferences.DisplayDocTitle)
    assert all("/S" == str(page.Tabs) for page in paper.pages)


def test_everything_has_its_tag(tags: list[tuple[str, Any]]) -> None:
    kinds = {kind for kind, _ in tags}
    assert {
        "/Title",
        "/H1",
        "/H2",
        "/H3",
        "/P",
        "/L",
        "/LI",
        "/Table",
        "/TH",
        "/TD",
        "/Caption",
        "/Figure",
        "/Formula",
        "/Note",
        "/Link",
        "/BlockQuote",
        "/Code",
        "/TOC",
    } <= kinds


def test_images_and_formulas_have_text(tags: list[tuple[str, Any]]) -> None:
    told = [str(tag["/Alt"]) for kind, tag in tags if kind in {"/Figure", "/Formula"}]
    assert told == [
        "Two bars, the second twice as high",
        "a^2 + b^2",
        "\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}",
        "dot",
    ]


def test_words_in_other_languages_are_marked(paper: pikepdf.Pdf) -> None:
    told = {
        str(step.operands[1]["/Lang"])
        for page in paper.pages
        for step in pikepdf.parse_content_stream(page)
        if str(step.operator) == "BDC" and "/Lang" in step.operands[1]
    }
    assert {"en-GB", "kk", "ru", "ru-RU"} == told


def test_the_outline_lists_the_sections(paper: pikepdf.Pdf) -> None:
    titles = papers.bookmarks(paper)
    assert [
        "Grass",
        "Grass",
        "References",
        "Editorial notes",
        "Sources and checks",
        "About this edition",
    ] == titles


def test_links_lead_out_and_inside(paper: pikepdf.Pdf) -> None:
    links = [
        note
        for page in paper.pages
        for note in page.get("/Annots", pikepdf.Array())
        if note.Subtype == "/Link"
    ]
    addresses = papers.addresses(paper)
    assert "https://web.archive.org/web/20200301000000/https://example.org/tall" in addresses
    assert "https://casino.example/page" not in addresses
    assert 30 < sum("/Dest" in note or "/D" in note.get("/A", {}) for note in links)


def test_all_fonts_are_inside_and_none_is_of_the_machine(paper: pikepdf.Pdf) -> None:
    fonts = [
        font
        for page in paper.pages
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
    ]
    names = {str(font.BaseFont).split("+")[-1].split("-")[0] for font in fonts}
    assert {"LibertinusSerif", "DejaVuSansMono", "NewCMMath"} == names
    assert all("/ToUnicode" in font for font in fonts)


@pytest.mark.tools
def test_the_text_can_be_searched(tmp_path: Path) -> None:
    text = " ".join("".join(papers.pages(built()["pdf"].content, tmp_path, "-layout")).split())
    for part in (
        TITLE,
        "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і",
        "өте жақсы",
        "Степь и её трава",
        "“everybody ‘knows’”",
        "[page needed, update needed]",
        "Archived copy: web.archive.org, 1 March 2020. Accessed 29 February 2020.",
        "1/",
        "Сәлем",
    ):
        assert part.replace(" ", "") in text.replace(" ", "")
