"""The page is valid, open to everybody, and asks for nothing from the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import chromium, nu_errors
from bs4 import BeautifulSoup, Tag
from edition_samples import article, built, page
from playwright.sync_api import Browser, Page

from kzru_cite.edition import build
from kzru_cite.pandoc import Pandoc


@pytest.fixture(scope="module")
def soup() -> BeautifulSoup:
    return BeautifulSoup(page(), "html.parser")


def _one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select(selector)
    assert 1 == len(found), selector
    return found[0]


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def test_the_head_tells_what_the_page_is(soup: BeautifulSoup) -> None:
    assert "en-GB" == _one(soup, "html")["lang"]
    assert "The steppe: Қазақ даласы, Казахская степь" == _text(_one(soup, "title"))
    assert (
        "A sample that uses each part of the form once."
        == (_one(soup, "meta[name=description]")["content"])
    )
    assert ["Aigerim Ömirbek", "Jean Beispiel"] == [
        tag["content"] for tag in soup.select("meta[name=author]")
    ]
    assert "steppe, Қазақстан" == _one(soup, "meta[name=keywords]")["content"]
    assert (
        "https://creativecommons.org/licenses/by-sa/4.0/"
        == (_one(soup, "link[rel=license]")["href"])
    )


def test_the_title_page_names_all(soup: BeautifulSoup) -> None:
    assert _text(_one(soup, "header")) == (
        "The steppe: Қазақ даласы, Казахская степь A short text with everything in it "
        "Aigerim Ömirbek, Jean Beispiel 20 November 2026 Licence: CC BY-SA 4.0 "
        "Written for this purpose; see https://example.org/steppe(1) for nothing more."
    )
    assert "2026-11-20" == _one(soup, "time")["datetime"]


def test_nothing_is_fetched_and_nothing_runs(soup: BeautifulSoup) -> None:
    assert [] == soup.select("iframe, object, embed, link[rel=stylesheet]")
    # A block of data is no script: browsers don't run it.
    assert ["application/ld+json"] == [tag.get("type") for tag in soup.select("script")]
    sources = [str(tag["src"]) for tag in soup.select("[src]")]
    assert ["data:image/svg+xml", "data:image/png"] == [source.split(";")[0] for source in sources]
    assert [] == re.findall(r"url\(|@import", str(_one(soup, "style")))
    assert [] == [name for tag in soup.select("*") for name in tag.attrs if name.startswith("on")]


def test_every_link_inside_leads_somewhere_and_ids_are_unique(soup: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(set(ids)) == len(ids)
    targets = {str(tag["href"])[1:] for tag in soup.select('a[href^="#"]')}
    assert set() == targets - set(ids)


def test_the_contents_list_all_sections(soup: BeautifulSoup) -> None:
    assert _text(_one(soup, "nav")) == (
        "Contents Grass Formulas and code Grass Notes References Editorial notes "
        "Sources and checks About this edition"
    )


def test_headings_have_one_top_and_no_gap(soup: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_claim_keeps_what_it_carries(soup: BeautifulSoup) -> None:
    claim = _one(soup, "#tall")
    assert {"class": ["claim"], "data-date": "2018"}.items() <= claim.attrs.items()
    assert "Evidence: https://example.org/a_(b)." in str(claim["data-note"])
    assert "page update" == _one(soup, "#covers")["data-needs"]


def test_a_citation_leads_to_its_entry_and_back(soup: BeautifulSoup) -> None:
    (first, *_) = soup.select("#tall a")
    entry = _one(soup, str(first["href"]))
    backs = entry.select("a.back")
    assert ["a", "b", "c"] == [_text(back) for back in backs]
    assert (
        "a: cited in “The grass of the steppe is tall, as ‘everybody ‘knows’’”"
        == (backs[0]["aria-label"])
    )
    assert first in _one(soup, str(backs[0]["href"])).select("a")


def test_words_in_other_languages_are_marked(soup: BeautifulSoup) -> None:
    marked = {(str(tag["lang"]), _text(tag)) for tag in soup.select("main [lang]")}
    assert {
        ("kk", "шөп"),
        ("ru-RU", "трава"),
        ("ru", "Степь и её трава."),
        ("kk", "Әуезов, Мұхтар."),
    } <= marked


def test_images_have_text_and_tables_have_headers(soup: BeautifulSoup) -> None:
    assert ["Two bars, the second twice as high", "dot"] == [
        tag["alt"] for tag in soup.select("img")
    ]
    box = _one(soup, ".table:has(#tbl-grass)")
    assert ("0", "Grass by place (step.example 2018)") == (box["tabindex"], box["aria-label"])
    assert ["Place", "Grass in tons"] == [_text(tag) for tag in box.select("th")]


def test_an_image_without_any_text_is_an_ornament(pandoc: Pandoc, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (edition,) = build(article("---\ntitle: A\n---\n\nsee ![](a.svg)"), ["html"], pandoc, tmp_path)
    image = _one(BeautifulSoup(edition.content, "html.parser"), "img")
    assert "" == image.get("alt", "")


@pytest.mark.tools
def test_nu_finds_no_error(root: Path, tmp_path: Path) -> None:
    assert "" == nu_errors(page(), root, tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("page") / "article.html"
    place.write_bytes(built()["html"].content)
    return place.as_uri()


SCREENS = [
    pytest.param(1400, "light", id="wide"),
    pytest.param(1400, "dark", id="dark"),
    pytest.param(320, "light", id="narrow"),
]


def _open(browser: Browser, address: str, width: int, colours: str) -> Page:
    dark = colours == "dark"
    # The policy of the page forbids scripts, and so would forbid the checker itself.
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        bypass_csp=True,
    )
    opened = context.new_page()
    opened.goto(address)
    return opened


@pytest.mark.browser
@pytest.mark.parametrize(("width", "colours"), SCREENS)
def test_axe_finds_no_violation(browser: Browser, address: str, width: int, colours: str) -> None:
    found = Axe().run(_open(browser, address, width, colours)).response
    assert [] == [(each["id"], each["nodes"]) for each in found["violations"]]
    assert 20 < len(found["passes"])


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_the_page_never_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    opened = _open(browser, address, width, "light")
    assert width >= opened.evaluate("document.documentElement.scrollWidth")


@pytest.mark.browser
def test_the_page_asks_for_nothing_and_breaks_no_rule_of_its_own(
    browser: Browser, address: str
) -> None:
    opened = browser.new_context().new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(address)
    assert ([address], []) == ([url for url in asked if not url.startswith("data:")], said)
    assert [True, True] == opened.evaluate(
        "[...document.images].map(image => image.complete && image.naturalWidth > 0)"
    )


@pytest.mark.browser
def test_the_first_key_shows_the_way_past_the_contents(browser: Browser, address: str) -> None:
    opened = _open(browser, address, 1400, "light")
    opened.keyboard.press("Tab")
    assert "Skip to the text" == opened.evaluate("document.activeElement.textContent")
    assert 0 <= opened.evaluate("document.activeElement.getBoundingClientRect().top")
    opened.keyboard.press("Enter")
    # The browser tells of the new address a moment later.
    opened.wait_for_url(f"{address}#edition-main")
