"""A reading system opens the book, its notes pop up, and Ace finds nothing against it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browsers import CHROMIUM, chromium
from edition_samples import SAMPLE, built, require
from evidence_samples import in_language
from msgspec.structs import replace
from playwright.sync_api import Browser, FrameLocator, Page, Route

from kzru_cite.edition import build
from kzru_cite.pandoc import bundled

pytestmark = [pytest.mark.browser, pytest.mark.tools]

MODULES = Path(__file__).parent.parent / "tools" / "node_modules"
ACE = MODULES / "@daisy" / "ace-cli" / "bin" / "ace.js"
READER = {
    "/reader.html": Path(__file__).with_name("reader.html"),
    "/epub.min.js": MODULES / "epubjs" / "dist" / "epub.min.js",
    "/jszip.min.js": MODULES / "jszip" / "dist" / "jszip.min.js",
}


@cache
def _book(language: str, style: str) -> bytes:
    (book,) = build(replace(in_language(language), style=style), ["epub"], bundled(), SAMPLE)
    return book.content


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    require(READER["/epub.min.js"].is_file(), "epubjs in tests/tools (npm ci)")
    with chromium() as started:
        yield started


@pytest.fixture
def open_at(browser: Browser) -> Iterator[Any]:
    contexts = []

    def open_book(content: bytes, place: str) -> Page:
        """Serve the reader and the book out of memory, and turn to a place of the book."""
        context = browser.new_context(viewport={"width": 720, "height": 900})
        contexts.append(context)
        page = context.new_page()

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix("http://reader.example")
            if path == "/article.epub":
                route.fulfill(body=content, content_type="application/epub+zip")
            elif path in READER:
                route.fulfill(path=READER[path])
            else:
                route.abort()

        page.route(re.compile("^https?://"), serve)
        page.goto("http://reader.example/reader.html")
        page.evaluate("place => rendition.display(place)", place)
        return page

    yield open_book
    for context in contexts:
        context.close()


def _text(page: Page) -> FrameLocator:
    return page.frame_locator("#stage iframe")


def _popped(page: Page, link: Any) -> str:  # noqa: ANN401  a locator
    link.click()
    note = page.locator("#note[open]")
    note.wait_for()
    shown = " ".join(note.inner_text().split())
    page.keyboard.press("Escape")
    return shown


def test_each_mark_pops_up_the_evidence_of_its_claim(open_at: Any) -> None:  # noqa: ANN401
    page = open_at(_book("en-GB", "chicago-author-date"), "text/ch001.xhtml")
    marks = _text(page).locator("a.mark")
    shown = [_popped(page, marks.nth(number)) for number in range(marks.count())]
    starts = ("Supported by its sources:", "Supported in part:", "Needs no source:")
    assert list(starts) == [
        text.removeprefix("●").removeprefix("◐").removeprefix("·").strip()[: len(start)]
        for text, start in zip(shown, starts, strict=False)
    ]
    assert 5 == len(shown)
    for part in (
        "The Lake Report Lake, River, Sea, …, 2025, Lake Board, p. 12",
        "the lake now covers some 1,200 square kilometres",
        "The source supports the claim. Decided by A. Editor on 12 November 2026.",
        "In the archived copy, 20 January 2026",
    ):
        assert part in shown[0]


def test_a_citation_pops_up_the_entry_of_its_source(open_at: Any) -> None:  # noqa: ANN401
    page = open_at(_book("en-GB", "chicago-author-date"), "text/ch001.xhtml")
    shown = _popped(page, _text(page).get_by_role("link", name="Lake et al. 2025, 12"))
    assert "Lake, Ann, Bob River, Cy Sea, and Di Pond. 2025. The Lake Report." in shown
    assert "Archived copy: web.archive.org, 20 January 2026." in shown


def test_footnotes_pop_up(open_at: Any) -> None:  # noqa: ANN401
    page = open_at(_book("en-GB", "chicago-notes"), "text/ch001.xhtml")
    notes = _text(page).locator('a[role="doc-noteref"]:not(.mark)')
    shown = [_popped(page, notes.nth(number)) for number in range(notes.count())]
    assert "Ann Lake et al., The Lake Report (Lake Board, 2025), 12," in shown[0]
    assert 4 == len(shown)


def test_without_pop_ups_a_note_is_turned_to_and_leads_back(open_at: Any) -> None:  # noqa: ANN401
    page = open_at(_book("en-GB", "chicago-author-date"), "text/ch002.xhtml#edition-proof-6")
    note = _text(page).locator("#edition-proof-6")
    assert note.is_visible()
    assert "Not borne out: “No bird nests there”" in note.inner_text()
    back = note.locator('a[role="doc-backlink"]')
    assert "Back to the text" == back.get_attribute("aria-label")
    target = _text(page).locator(str(back.get_attribute("href")))
    assert "mark" == target.get_attribute("class")


def test_all_parts_of_the_book_open_and_the_cover_is_drawn(open_at: Any) -> None:  # noqa: ANN401
    page = open_at(_book("kk", "chicago-author-date"), "text/cover.xhtml")
    picture = _text(page).locator("img")
    picture.wait_for()
    assert page.evaluate(
        "document.querySelector('#stage iframe').contentDocument.images[0].naturalWidth > 0"
    )
    assert str(picture.get_attribute("alt")).startswith("Мұқаба: ")
    places = page.evaluate("book.spine.spineItems.map(item => item.href)")
    assert ["text/cover.xhtml", "text/title_page.xhtml", "nav.xhtml"] == places[:3]
    for place in places:
        page.evaluate("place => rendition.display(place)", place)
        assert _text(page).locator("body").is_visible()
    landmarks = page.evaluate("book.navigation.landmarks.map(mark => mark.type)")
    assert ["cover", "titlepage", "toc", "bodymatter", "bibliography"] == landmarks


@pytest.mark.parametrize("name", ["sample", "en-GB", "kk"])
def test_ace_finds_nothing(name: str, tmp_path: Path) -> None:
    require(ACE.is_file(), "@daisy/ace-cli in tests/tools (npm ci)")
    require(shutil.which(CHROMIUM) and shutil.which("node"), "chromium or nodejs")
    content = built()["epub"].content if name == "sample" else _book(name, "chicago-author-date")
    book = tmp_path / "article.epub"
    book.write_bytes(content)
    done = subprocess.run(
        [shutil.which("node") or "", str(ACE), "--outdir", str(tmp_path / "ace"), str(book)],
        capture_output=True,
        check=False,
        text=True,
        # Ace keeps a log and its settings at home.
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PUPPETEER_EXECUTABLE_PATH": CHROMIUM,
        },
    )
    report = json.loads((tmp_path / "ace" / "report.json").read_text(encoding="utf-8"))
    files = [each["earl:testSubject"]["url"] for each in report["assertions"]]
    assert {"content.opf", "nav.xhtml", "text/cover.xhtml"} <= {
        url.removeprefix("EPUB/") for url in files
    }
    found = [each["assertions"] for each in report["assertions"] if each["assertions"]]
    assert ([], "pass", 0) == (found, report["earl:result"]["earl:outcome"], done.returncode)
