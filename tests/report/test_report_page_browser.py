"""The page in a browser: filter and search, without a script, in any colours and at any width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import chromium, nu_errors
from msgspec.structs import replace
from playwright.sync_api import Browser, Page
from test_report_page import HEALTH

from kzru_cite.report.page import render
from reports import everything

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def text() -> str:
    whole, showing = everything()
    return render(whole, replace(showing, health=HEALTH))


@pytest.fixture(scope="module")
def address(text: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("report") / "report.html"
    place.write_text(text, encoding="utf-8")
    return place.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    contexts = []

    def open_page(width: int = 1200, **wishes: Any) -> Page:  # noqa: ANN401
        context = browser.new_context(viewport={"width": width, "height": 900}, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("dialog", lambda dialog: told.append(dialog.message))
        page.goto(address)
        return page

    told: list[str] = []
    yield open_page
    for context in contexts:
        context.close()
    # Neither an error, nor a refusal by the policy, nor a window of somebody else's script.
    assert [] == told


def shown(page: Page) -> list[str]:
    codes: list[str] = page.evaluate(
        "[...document.querySelectorAll('.finding')].filter(e => e.offsetParent)"
        ".map(e => e.dataset.code + ' ' + e.dataset.state)"
    )
    return codes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_anyone_can_use_it(visit: Any, scheme: str, width: int) -> None:  # noqa: ANN401
    page = visit(width, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    found = Axe().run(page).response
    assert 20 < len(found["passes"])
    assert [] == [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_valid_html(text: str, root: Path, tmp_path: Path) -> None:
    assert "" == nu_errors(text, root, tmp_path)


def test_findings_are_filtered_by_severity_state_and_rule(visit: Any) -> None:  # noqa: ANN401
    page = visit()
    assert 6 == len(shown(page))
    assert "6 of 6 shown" == page.locator("#found").inner_text()
    page.get_by_label("error", exact=True).uncheck()
    assert ["TTL001 open", "NAM011 open"] == shown(page)
    page.get_by_label("error", exact=True).check()
    page.get_by_label("open", exact=True).uncheck()
    page.get_by_label("let pass", exact=True).uncheck()
    assert ["KEY001 known"] == shown(page)
    page.get_by_label("open", exact=True).check()
    page.locator("[name=code]").select_option("NAM011")
    assert ["NAM011 open"] == shown(page)


def test_findings_are_searched_by_all_their_words(visit: Any) -> None:  # noqa: ANN401
    page = visit()
    search = page.get_by_label("Search")
    search.fill("KNOWN before")
    assert ["KEY001 known"] == shown(page)
    search.press("Enter")
    assert page.url.endswith("report.html")
    search.fill("no such words")
    assert [] == shown(page)
    assert "0 of 6 shown" == page.locator("#found").inner_text()
    search.fill("")
    assert 6 == len(shown(page))


def test_without_a_script_all_is_there(visit: Any) -> None:  # noqa: ANN401
    page = visit(java_script_enabled=False)
    assert 6 == page.locator(".finding:visible").count()
    assert 0 == page.locator("#filter:visible").count()
